"""The decisions, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.core.ids import ALPHABET, grouped
from commonbeat.core.states import MoveNotAllowed, StateTable
from commonbeat.places.models import CrimeCategory
from commonbeat.reports.models import CATEGORY_WORDS, STATUS_WORDS, TOPIC_ICONS, TOPIC_WORDS
from commonbeat.reports.presenters.topics import topic_groups
from commonbeat.reports.rules import (
    CATEGORY_OF,
    CLOSED,
    STATUS_TABLE,
    Category,
    ClockKind,
    ClockState,
    Fault,
    Status,
    Topic,
    When,
    clean_receipt,
    faults,
    hour_band,
    promised_clocks,
    read_clock,
    return_state,
    status_after_reply,
    tidy_text,
)
from commonbeat.reports.rules.clocks import PROMISES
from commonbeat.reports.rules.intake import needs_second_check
from commonbeat.reports.tests.factories import NOON, make_intake, make_receipt

statuses = st.sampled_from(list(Status))
moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001  hypothesis adds the zone itself
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def broken_table(**moves: set[Status]) -> StateTable[Status]:
    """Return the table with some rows replaced: what a careless change would make of it."""
    changed = {Status(name): frozenset(after) for name, after in moves.items()}
    return StateTable("broken", Status.SUBMITTED, {**STATUS_TABLE.moves, **changed})


def check_every_report_can_end(table: StateTable[Status]) -> None:
    for status in Status:
        reached: set[Status] = {status}
        before: set[Status] = set()
        while reached != before:
            before = set(reached)
            reached |= {after for at in before for after in table.moves[at]}
        assert Status.ERASED in reached, status


def check_nothing_follows_erasure(table: StateTable[Status]) -> None:
    assert table.ends() == {Status.ERASED}


def check_a_report_is_never_unread_again(table: StateTable[Status]) -> None:
    # Of these two the police never had anything to read.
    assert table.may_become(Status.SUBMITTED) == {Status.COUNTED, Status.ELSEWHERE}


CHECKS = [
    check_every_report_can_end,
    check_nothing_follows_erasure,
    check_a_report_is_never_unread_again,
]
SABOTAGE = [
    broken_table(filed=set()),
    broken_table(erased={Status.SEEN}),
    broken_table(seen={Status.SUBMITTED}),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_table_keeps_its_promises(check: object) -> None:
    check(STATUS_TABLE)  # type: ignore[operator]


@pytest.mark.parametrize(("check", "table"), list(zip(CHECKS, SABOTAGE, strict=True)))
def test_sabotage_a_careless_move_is_noticed(check: object, table: StateTable[Status]) -> None:
    with pytest.raises(AssertionError):
        check(table)  # type: ignore[operator]


@given(st.lists(statuses, max_size=30))
def test_no_walk_leaves_the_table(walk: list[Status]) -> None:
    at = STATUS_TABLE.start
    for wanted in walk:
        try:
            STATUS_TABLE.check(at, wanted)
        except MoveNotAllowed:
            assert wanted not in STATUS_TABLE.moves[at]
        else:
            at = wanted
    assert at in Status


@given(statuses)
def test_an_answered_question_gives_the_report_back(before: Status) -> None:
    if not STATUS_TABLE.allows(before, Status.ASKED):
        return
    after = status_after_reply(Status.ASKED, return_state(before))
    STATUS_TABLE.check(Status.ASKED, after)
    assert after not in CLOSED | {Status.SUBMITTED, Status.ASKED}


@given(statuses.filter(lambda status: status is not Status.ASKED))
def test_words_without_a_question_change_no_state(status: Status) -> None:
    assert status_after_reply(status, None) is status


def test_every_word_is_there() -> None:
    assert set(STATUS_WORDS) == set(Status)
    assert set(CATEGORY_WORDS) == set(Category)
    assert set(TOPIC_WORDS) == set(TOPIC_ICONS) == set(CATEGORY_OF) == set(Topic)
    groups = topic_groups(TOPIC_WORDS, TOPIC_ICONS, chosen="hurt")
    offered = [topic.value for group in groups for topic in group.topics]
    assert [group.is_open for group in groups].count(True) == 1
    assert sorted(offered) == sorted(topic.value for topic in Topic)


def test_the_map_uses_the_fourteen_published_categories() -> None:
    assert set(CATEGORY_OF.values()) == set(Category)
    published = {category.value for category in CrimeCategory}
    assert len(published) == 14
    assert published < {category.value for category in Category}


@given(st.sampled_from(list(ClockKind)), moments, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_clock_is_late_exactly_when_its_time_is_over(
    kind: ClockKind, start: datetime, passed: timedelta
) -> None:
    clock = read_clock(kind, started_at=start, stopped_at=None, now=start + passed)
    assert (clock.state is ClockState.LATE) == (passed >= PROMISES[kind])
    assert 0 <= clock.fraction <= 1
    done = read_clock(kind, started_at=start, stopped_at=start + passed, now=start + passed)
    assert done.state is ClockState.DONE
    assert done.is_late == (passed > PROMISES[kind])


def test_the_promises_are_those_of_the_domain() -> None:
    minutes = {kind: PROMISES[kind] / timedelta(minutes=1) for kind in ClockKind}
    assert list(minutes.values()) == [45, 12 * 60, 48 * 60, 72 * 60, 24 * 60, 72 * 60]
    assert promised_clocks(Category.QUESTION)[-1] is ClockKind.NEIGHBOURHOOD
    assert promised_clocks(Category.BURGLARY)[-1] is ClockKind.ANSWERED


@given(moments)
def test_an_hour_band_holds_no_minute(moment: datetime) -> None:
    band = hour_band(moment)
    assert (band.minute, band.second, band.microsecond) == (0, 0, 0)
    assert timedelta(0) <= moment - band < timedelta(hours=1)


@given(st.text(ALPHABET, min_size=24, max_size=24))
def test_a_receipt_survives_being_copied_by_hand(code: str) -> None:
    for copied in (grouped(code), grouped(code).lower(), "-".join(grouped(code).split())):
        assert clean_receipt(copied) == code
    assert clean_receipt(code.replace("1", "l").replace("0", "o")) == code


@given(st.text(max_size=200))
def test_no_words_break_the_reading_of_a_receipt(text: str) -> None:
    code = clean_receipt(text)
    assert code is None or (len(code) == 24 and set(code) <= set(ALPHABET))


def test_a_receipt_holds_120_bits() -> None:
    assert len(ALPHABET) == 32
    assert len({make_receipt() for _ in range(1_000)}) == 1_000
    assert all(len(make_receipt()) == 24 for _ in range(10))


@given(st.text(max_size=300))
def test_tidied_words_stay_as_they_are(text: str) -> None:
    once = tidy_text(text)
    assert tidy_text(once) == once
    assert "\x00" not in once and "\r" not in once
    once.encode()


@pytest.mark.parametrize(
    ("answers", "field", "fault"),
    [
        ({"description": ""}, "description", Fault.MISSING),
        ({"description": "x" * 5_001}, "description", Fault.TOO_LONG),
        ({"place": "x" * 201}, "place", Fault.TOO_LONG),
        ({"receipt": "short"}, "receipt", Fault.BAD_RECEIPT),
        ({"when": When.EXACT}, "happened_from", Fault.MISSING),
        ({"when": When.BETWEEN, "happened_from": NOON}, "happened_to", Fault.MISSING),
        (
            {"when": When.EXACT, "happened_from": NOON + timedelta(days=1)},
            "happened_from",
            Fault.IN_FUTURE,
        ),
        (
            {"when": When.EXACT, "happened_from": NOON - timedelta(days=40_000)},
            "happened_from",
            Fault.TOO_OLD,
        ),
        (
            {
                "when": When.BETWEEN,
                "happened_from": NOON,
                "happened_to": NOON - timedelta(hours=2),
            },
            "happened_to",
            Fault.ENDS_BEFORE_START,
        ),
    ],
)
def test_what_is_wrong_is_named(answers: dict[str, object], field: str, fault: Fault) -> None:
    assert faults(make_intake(**answers), now=NOON) == {field: fault}


def test_what_just_happened_is_asked_about_again() -> None:
    assert needs_second_check(When.NOW, None, now=NOON)
    assert needs_second_check(When.STILL, None, now=NOON)
    assert needs_second_check(When.EXACT, NOON - timedelta(minutes=59), now=NOON)
    assert not needs_second_check(When.EXACT, NOON - timedelta(minutes=61), now=NOON)
    assert not needs_second_check(When.UNKNOWN, None, now=NOON)
