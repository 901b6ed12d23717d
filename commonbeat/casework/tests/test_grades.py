"""B10: clocks that jump and hours that come twice move no deadline; and what speaks for a grade."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commonbeat.casework import rules
from commonbeat.casework.presenters.clocks import age_text, digits, grade_clock
from commonbeat.casework.rules import AlarmState, Grade, Sign, Thought
from commonbeat.reports.rules import ClockKind, read_clock
from commonbeat.reports.rules.clocks import PROMISES

LONDON = ZoneInfo("Europe/London")
# The hour before clocks go forward, and the one that comes twice when they go back.
SPRING = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
STARTS = [SPRING, AUTUMN, datetime(2026, 6, 1, 12, 0, tzinfo=UTC)]
JUMPS = [timedelta(hours=-1), timedelta(0), timedelta(hours=1)]
MINUTES = [15, 20, 60, 48 * 60]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("zone", [UTC, LONDON])
def test_a_grade_allows_its_minutes_whatever_the_clock_on_the_wall_does(
    start: datetime, zone: Any
) -> None:
    assert wrong_deadlines(start.astimezone(zone), rules.grade_due_at) == []


def wrong_deadlines(
    start: datetime, due_at: Callable[[datetime, int | None], datetime | None]
) -> list[int]:
    """Return the minutes after which a grade does not run out when so much time has passed."""
    wrong = []
    for minutes in MINUTES:
        due = due_at(start, minutes)
        assert due is not None
        if due.astimezone(UTC) - start.astimezone(UTC) != timedelta(minutes=minutes):
            wrong.append(minutes)
    return wrong


def by_the_clock_on_the_wall(start: datetime, minutes: int | None) -> datetime:
    wall = start.astimezone(LONDON).replace(tzinfo=None) + timedelta(minutes=minutes or 0)
    return wall.replace(tzinfo=LONDON)


@pytest.mark.parametrize("start", [SPRING, AUTUMN])
def test_sabotage_a_deadline_by_the_clock_on_the_wall_is_noticed(start: datetime) -> None:
    assert wrong_deadlines(start, by_the_clock_on_the_wall) != []


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_shows_no_age_below_nothing(start: datetime, jump: timedelta) -> None:
    assert impossible(start, start + jump) == []


def impossible(start: datetime, now: datetime) -> list[str]:
    """Return what pages would show of a moment that no clock can be at."""
    found = []
    for kind in PROMISES:
        reading = read_clock(kind, started_at=start, stopped_at=None, now=now)
        if not 0 <= reading.fraction <= 1 or reading.due_at != start + PROMISES[kind]:
            found.append(kind.value)
    due = start + timedelta(minutes=15)
    view = grade_clock("Emergency", graded_at=start, due_at=due, now=now)
    if not 0 <= view.fraction <= 1 or view.due_at != due:
        found.append("grade")
    if "-" in age_text(start, now=now) + digits(due - now):
        found.append("age")
    if rules.waited(start, now) < timedelta(0):
        found.append("alarm")
    return found


def test_sabotage_an_alarm_that_counts_backwards_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "waited", lambda raised_at, now: now - raised_at)
    assert impossible(SPRING, SPRING - timedelta(hours=1)) == ["alarm"]


@pytest.mark.parametrize("start", STARTS)
def test_an_alarm_is_late_after_five_minutes_and_told_of_every_five(start: datetime) -> None:
    start += timedelta(minutes=27)
    facts: dict[str, Any] = {"state": AlarmState.RAISED, "raised_at": start.astimezone(LONDON)}
    told: datetime | None = None
    when = []
    for minute in range(16):
        now = start + timedelta(minutes=minute)
        assert rules.is_unheard(**facts, now=now) == (minute >= 5)
        if rules.tells_again(**facts, told_at=told, now=now):
            told = now
            when.append(minute)
    assert when == [5, 10, 15]


def test_a_clock_set_back_tells_nobody_twice_and_forward_tells_at_once() -> None:
    facts: dict[str, Any] = {"state": AlarmState.RAISED, "raised_at": SPRING}
    told = SPRING + timedelta(minutes=5)
    assert not rules.tells_again(**facts, told_at=told, now=told - timedelta(hours=1))
    assert rules.tells_again(**facts, told_at=told, now=told + timedelta(hours=1))


def test_flags_run_out_by_the_calendar_of_the_force() -> None:
    just_after_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    day = rules.review_day(just_after_midnight, 7, zone="Europe/London")
    assert day.isoformat() == "2026-07-09"


def said(when: str = "unknown", *, is_question: bool = False, **answers: str) -> Grade:
    given: Mapping[str, tuple[str, ...]] = {
        name.replace("_", "-"): (value,) for name, value in answers.items()
    }
    return rules.suggest_grade(when=when, answers=given, is_question=is_question).grade


def test_what_was_answered_speaks_for_a_grade() -> None:
    assert said("now", weapon="knife") is Grade.EMERGENCY
    assert said("still", hurt="doctor") is Grade.EMERGENCY
    assert said(life="now") is Grade.EMERGENCY
    assert said(safe_now="no") is Grade.EMERGENCY
    assert said("now") is Grade.PRIORITY
    assert said("yesterday", weapon="gun") is Grade.PRIORITY
    assert said(safe_now="soon") is Grade.PRIORITY
    assert said("today") is Grade.SCHEDULED
    assert said("unknown", is_question=True) is Grade.RESOLUTION


def test_an_answer_that_is_missing_never_lowers_the_suggestion() -> None:
    order = list(Grade)
    known = said("now", weapon="no", hurt="none")
    for when in ("now", "still"):
        for silent in (said(when), said(when, weapon="unknown"), said(when, hurt="unknown")):
            assert order.index(silent) <= order.index(said("today"))
    assert known is said("now")


def test_the_signs_are_named_in_the_order_of_their_weight() -> None:
    answers = {"weapon": ("knife",), "hurt": ("doctor",)}
    found = rules.suggest_grade(when="now", answers=answers, is_question=False)
    assert found.signs == (Sign.NOW, Sign.HURT, Sign.WEAPON)


def test_danger_is_thought_of_in_any_of_three_fields_and_in_any_script() -> None:
    assert rules.thinks_of_danger({Thought.RISK: "Nothing known"})
    assert rules.thinks_of_danger({Thought.HARM: "目前未知"})
    assert rules.thinks_of_danger({Thought.THREAT: "none", Thought.HARM: "bruises"})
    assert not rules.thinks_of_danger({Thought.ENGAGEMENT: "They want a call in the morning"})
    assert not rules.thinks_of_danger({Thought.THREAT: "-"})


def test_every_promise_has_a_clock_that_is_read_here() -> None:
    assert set(PROMISES) == set(ClockKind)
