"""No public page counts so few reports that one of them could point at a person.

Every page that is open to everybody is read while few reports come in, one after the other.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.core import clock, live
from commonbeat.places.queries import CellCount, shown_count
from commonbeat.publishing.presenters import public
from commonbeat.publishing.presenters.public import promise_views, shown_total
from commonbeat.reports.models import Topic
from commonbeat.reports.queries import PromiseTotal
from commonbeat.reports.rules import ClockKind
from commonbeat.reports.tests.factories import make_report
from tests.architecture.access_table import EVERYONE, TABLE

pytestmark = pytest.mark.django_db

FEWEST = 5
# A receipt, a token and the sealed place in the live stream are new with every visit.
_OF_THE_VISIT = re.compile(
    r'value="[0-9A-Za-z]{20,64}"|since=[\w-]{100,200}|[0-9A-HJKMNP-TV-Z]{4}\b'
)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Draw every page anew."""
    cache.clear()
    yield
    cache.clear()


def public_pages() -> dict[str, str]:
    """Return what a stranger reads at every address that is open to everybody, without codes."""
    cache.clear()
    pages = {}
    for name, row in TABLE.items():
        if row.who != EVERYONE or row.make or row.method != "get" or name.startswith("core:"):
            continue
        answer = Client().get(reverse(name))
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            pages[name] = _OF_THE_VISIT.sub("", answer.content.decode())
    return pages


def told_by(number: int) -> list[str]:
    """Return the public pages that change when so many late reports come in."""
    before = public_pages()
    for _ in range(number):
        make_report(topic=Topic.FOLLOWED, now=clock.now() - timedelta(days=4))
    after = public_pages()
    assert len(before) > 8
    return [name for name in before if before[name] != after[name]]


def test_few_reports_show_nowhere() -> None:
    assert told_by(FEWEST - 1) == []


def test_enough_reports_show_on_the_first_page() -> None:
    assert told_by(FEWEST) == ["publishing:home"]


def test_sabotage_a_page_that_counts_few_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "_SMALLEST_SHOWN", 1)
    assert told_by(FEWEST - 1) == ["publishing:home"]


def test_sabotage_a_page_that_numbers_its_events_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "mark_of", str)
    assert "publishing:home" in told_by(1)


@given(totals=st.lists(st.integers(0, 4), max_size=2), kept=st.integers(0, 4))
def test_a_promise_under_few_reports_is_never_spoken_of(totals: list[int], kept: int) -> None:
    found = [PromiseTotal(kind, min(kept, n), n) for kind, n in zip(_KINDS, totals, strict=False)]
    assert promise_views(found) == []


_KINDS = (ClockKind.SEEN, ClockKind.ANSWERED)


@given(one=st.integers(0, 10_000), more=st.integers(1, 4))
def test_two_looks_never_tell_that_few_came_between(one: int, more: int) -> None:
    """What is shown moves in fives: a look before and a look after never differ by 1 to 4."""
    looks = [shown_total([PromiseTotal(ClockKind.SEEN, 0, number)]) for number in (one, one + more)]
    assert (looks[1] - looks[0]) % FEWEST == 0
    assert all(look <= number for look, number in zip(looks, (one, one + more), strict=True))


@given(number=st.integers(1, 4))
def test_a_place_with_few_crimes_is_shown_as_fewer_than_five(number: int) -> None:
    assert shown_count(number) == shown_count(1)
    assert CellCount(cell=1, count=number).is_small


def test_sabotage_an_exact_number_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "_STEP", 1)
    with pytest.raises(AssertionError):
        test_two_looks_never_tell_that_few_came_between()
