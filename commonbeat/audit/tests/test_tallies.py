"""The public reads how often the people who work here looked, and nothing about anybody."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.audit import rules
from commonbeat.audit.actions import chain_unchained, count_months, record, write_checkpoint
from commonbeat.audit.models import Checkpoint, Tally
from commonbeat.audit.queries import quarters
from commonbeat.core.actors import Actor
from commonbeat.core.models import LIVE_REALM_ID, Realm

pytestmark = pytest.mark.django_db
OFFICER = Actor("user:one", "An officer")
# The clock of the town is an hour ahead of UTC in summer.
JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
PAGE = "/how-often-we-looked/"


def happened(
    times: int, at: datetime, event: str = "report.opened", realm_id: int = LIVE_REALM_ID
) -> None:
    for _ in range(times):
        with transaction.atomic():
            record(event=event, actor=OFFICER, realm_id=realm_id, subject="report:x", now=at)


def read() -> str:
    return " ".join(Client().get(PAGE).content.decode().split())


def test_before_the_first_month_is_over_the_page_says_so() -> None:
    happened(20, JULY)
    assert count_months(now=JULY + timedelta(days=20)) == 0
    assert "The first month is not over yet." in read()


def test_a_month_that_is_over_is_counted_once() -> None:
    happened(20, JULY)
    august = datetime(2026, 8, 2, 12, 0, tzinfo=UTC)
    assert count_months(now=august) == 1
    assert count_months(now=august) == 0
    assert Tally.objects.get().number == 20


def test_a_month_ends_by_the_clock_of_the_town() -> None:
    happened(1, datetime(2026, 7, 31, 22, 59, tzinfo=UTC))
    happened(2, datetime(2026, 7, 31, 23, 1, tzinfo=UTC))
    count_months(now=datetime(2026, 9, 3, tzinfo=UTC))
    months = dict(Tally.objects.values_list("month", "number"))
    assert months == {date(2026, 7, 1): 1, date(2026, 8, 1): 2}


def test_a_month_is_left_alone_until_all_that_began_in_it_is_there() -> None:
    happened(1, JULY)
    assert count_months(now=datetime(2026, 8, 1, 12, 0, tzinfo=UTC)) == 0


def test_exercises_are_not_counted() -> None:
    exercise = Realm.objects.create(kind=Realm.Kind.EXERCISE, name="Night out", opened_at=JULY)
    happened(10, JULY, realm_id=exercise.pk)
    assert count_months(now=JULY + timedelta(days=40)) == 0


def test_the_page_sums_a_quarter_by_what_happened() -> None:
    happened(12, JULY)
    happened(7, JULY + timedelta(days=40))
    happened(5, JULY, "identity.seen")
    happened(4, JULY, "report.evidence-taken")
    count_months(now=JULY + timedelta(days=120))
    page = read()
    assert "July to August 2026" in page
    assert line("A report was opened and read", "15") in page
    assert line("A name that is locked away was seen", "5") in page
    assert line("A photo, a film or another file was taken out", "Fewer than 5") in page
    assert line("Read", "20") in page


def line(words: str, number: str) -> str:
    return f'<tr><th scope="row">{words}</th><td>{number}</td></tr>'


def test_only_the_newest_quarters_are_shown() -> None:
    for year in (2023, 2024, 2025, 2026):
        happened(5, JULY.replace(year=year))
    count_months(now=JULY + timedelta(days=60))
    assert [quarter.first.year for quarter in quarters(most=8)] == [2026, 2025]
    assert len(quarters(most=100)) == 4


def moves_when_somebody_looks(look: Callable[[], None]) -> bool:
    before = read()
    look()
    count_months(now=JULY + timedelta(days=40))
    return read() != before


def test_nobody_sees_from_one_look_to_the_next_that_something_happened() -> None:
    happened(9, JULY)
    count_months(now=JULY + timedelta(days=40))
    assert not moves_when_somebody_looks(lambda: happened(1, JULY + timedelta(days=39)))


def test_sabotage_numbers_that_are_told_as_they_are_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "told_number", lambda number: number)
    happened(3, JULY)
    count_months(now=JULY + timedelta(days=40))
    assert line("A report was opened and read", "3") in read()
    with pytest.raises(AssertionError):
        test_every_number_is_a_step_of_five()


@given(st.integers(min_value=0, max_value=10_000_000))
def _number_is_told_in_fives(number: int) -> None:
    told = rules.told_number(number)
    assert told % rules.SMALLEST_TOLD == 0
    assert 0 <= number - told < rules.SMALLEST_TOLD


def test_every_number_is_a_step_of_five() -> None:
    _number_is_told_in_fives()


def test_the_newest_seal_stands_on_the_page_without_the_length_of_the_log() -> None:
    happened(3, JULY)
    chain_unchained()
    write_checkpoint(now=JULY)
    page = read()
    assert bytes(Checkpoint.objects.get().root).hex()[:16] in page
    assert "10 July 2026" in page
