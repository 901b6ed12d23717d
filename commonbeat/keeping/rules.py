"""How long is long enough, who is due, and which two people it takes: no Django, no clock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonbeat.core.states import StateTable
from commonbeat.reports.rules import Category

# National guidance keeps everything for six years at least; nobody can ask for less.
FEWEST_YEARS = 6
MOST_YEARS = 100
# How far ahead a page shows what falls due.
SOON_DAYS = 90
# A hold is looked at again within a year, or it would be forgotten.
HOLD_DAYS = 366


class Group(StrEnum):
    """The four groups of police information (MoPI)."""

    PUBLIC_PROTECTION = "1"
    SERIOUS = "2"
    OTHER_OFFENCE = "3"
    UNDETECTED = "4"


# What nobody looks at again may go by itself in these alone, and only where a force says so.
MAY_GO_ALONE = frozenset({Group.OTHER_OFFENCE, Group.UNDETECTED})
_SERIOUS = frozenset({Category.VIOLENT_CRIME, Category.POSSESSION_OF_WEAPONS, Category.ROBBERY})


@dataclass(frozen=True, slots=True)
class Years:
    """How long a group is kept after it last came to notice, and then looked at again."""

    clear: int
    again: int
    goes_alone: bool = False


SHIPPED: dict[Group, Years] = {
    Group.PUBLIC_PROTECTION: Years(clear=10, again=10),
    Group.SERIOUS: Years(clear=10, again=10),
    Group.OTHER_OFFENCE: Years(clear=6, again=5),
    Group.UNDETECTED: Years(clear=6, again=6),
}


class ReviewState(StrEnum):
    """Where a decision of a review stands: to erase something takes a second person."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


REVIEW_TABLE: StateTable[ReviewState] = StateTable(
    name="retention review",
    start=ReviewState.WAITING,
    moves={
        ReviewState.WAITING: frozenset({ReviewState.DONE, ReviewState.REFUSED}),
        ReviewState.DONE: frozenset(),
        ReviewState.REFUSED: frozenset(),
    },
    other_starts=(ReviewState.DONE,),
)


class Verdict(StrEnum):
    """What a review decides."""

    KEEP = "keep"
    ERASE = "erase"


class HoldState(StrEnum):
    """Where a hold stands: one person places it, it takes two to end it."""

    HELD = "held"
    LIFT_ASKED = "lift-asked"
    LIFTED = "lifted"


HOLD_TABLE: StateTable[HoldState] = StateTable(
    name="hold",
    start=HoldState.HELD,
    moves={
        HoldState.HELD: frozenset({HoldState.LIFT_ASKED}),
        HoldState.LIFT_ASKED: frozenset({HoldState.HELD, HoldState.LIFTED}),
        HoldState.LIFTED: frozenset(),
    },
)
# In these nothing is erased.
HOLDS = frozenset({HoldState.HELD, HoldState.LIFT_ASKED})


def first_group(category: Category) -> Group:
    """Return the group that a record begins in: what people tell is not a detected crime."""
    return Group.SERIOUS if category in _SERIOUS else Group.UNDETECTED


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 1 March where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def review_day(*, noticed_on: date, kept_until: date | None, years: Years) -> date:
    """Return when somebody must look again: its clear years are over, and so is what was decided.

    Coming to notice again moves ``noticed_on``, and with it the whole clear period.
    """
    clear = years_after(noticed_on, years.clear)
    return max(clear, kept_until) if kept_until else clear


def is_due(*, review_on: date, today: date) -> bool:
    """Say whether a review is due."""
    return today >= review_on


def may_keep_until(*, until: date, today: date, years: Years) -> bool:
    """Say whether a review may put off the next one to a day."""
    return today < until <= years_after(today, years.again)


def may_regroup(before: Group, after: Group, *, years: dict[Group, Years]) -> bool:
    """Say whether one person may change a group: never to one that is kept for less long."""
    return years[after].clear >= years[before].clear


def goes_alone(*, group: Group, years: Years, review_on: date, today: date) -> bool:
    """Say whether something is erased without a person, because the force wants that."""
    return group in MAY_GO_ALONE and years.goes_alone and is_due(review_on=review_on, today=today)


def is_second(*, first: int, person: int) -> bool:
    """Say whether somebody is another person than who asked."""
    return first != person


def fits(group: Group, years: Years) -> bool:
    """Say whether a force may choose these years for a group."""
    in_range = FEWEST_YEARS <= years.clear <= MOST_YEARS and 1 <= years.again <= 10
    return in_range and (group in MAY_GO_ALONE or not years.goes_alone)


def may_hold_until(*, review_on: date, today: date) -> bool:
    """Say whether a hold may wait until a day before somebody looks at it again."""
    return 0 < (review_on - today).days <= HOLD_DAYS
