"""Somebody holds a report at the moment at which somebody else erases it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from commonbeat.core import holds
from commonbeat.core.errors import CommonbeatError
from commonbeat.keeping.models import Hold, KeptRecord, Review
from commonbeat.keeping.tests.factories import (
    LATER,
    agree,
    ask,
    hold,
    make_record,
    make_supervisor,
)
from commonbeat.reports.models import Report, Status

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 8


def at_once(*deeds: Callable[[], object]) -> list[bool]:
    """Do several things at the same moment; say which of them were done."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> bool:
        try:
            start.wait()
            deed()
        except CommonbeatError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def lost(record: KeptRecord) -> bool:
    """Say whether a report that is on hold was erased."""
    assert record.report is not None
    is_gone = Report.objects.get(pk=record.report.pk).state is Status.ERASED
    return is_gone and Hold.objects.filter(record=record).exists()


def one_race() -> tuple[list[bool], KeptRecord]:
    record, holder, second = make_record(), make_supervisor(), make_supervisor()
    review = ask(record)
    done = at_once(
        lambda: hold(KeptRecord.objects.get(pk=record.pk), user=holder, now=LATER),
        lambda: agree(Review.objects.get(pk=review.pk), user=second),
    )
    return done, record


def test_of_a_hold_and_an_erasing_at_once_exactly_one_is_done() -> None:
    for _number in range(RACES):
        done, record = one_race()
        assert sorted(done) == [False, True]
        assert not lost(record)


def test_sabotage_an_erasing_that_does_not_ask_loses_what_is_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = make_record()
    review = ask(record)
    hold(record, now=LATER)
    monkeypatch.setattr(holds, "_holders", [])
    agree(review)
    assert lost(record)
