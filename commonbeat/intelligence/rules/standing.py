"""Where an intelligence report stands, how it is marked, and how long it is kept."""

from datetime import date
from enum import StrEnum

from commonbeat.core.states import StateTable

# MoPI group 4: six years at least, then a person looks at it.
KEPT_YEARS = 6


class State(StrEnum):
    """Where an intelligence report stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    GRADED = "graded"
    ARCHIVED = "archived"
    ERASED = "erased"


STATE_TABLE: StateTable[State] = StateTable(
    name="intelligence report",
    start=State.DRAFT,
    moves={
        State.DRAFT: frozenset({State.SUBMITTED, State.ARCHIVED}),
        State.SUBMITTED: frozenset({State.GRADED, State.RETURNED}),
        State.RETURNED: frozenset({State.SUBMITTED, State.ARCHIVED}),
        State.GRADED: frozenset({State.ARCHIVED}),
        State.ARCHIVED: frozenset({State.GRADED, State.ERASED}),
        State.ERASED: frozenset(),
    },
)
# Items are written in these, graded in those; reading is work while it is neither old nor gone.
WRITTEN_IN = frozenset({State.DRAFT, State.RETURNED})
GRADED_IN = frozenset({State.SUBMITTED, State.GRADED})
AT_WORK = WRITTEN_IN | GRADED_IN


class Marking(StrEnum):
    """Government Security Classifications; only the first belongs here."""

    OFFICIAL = "official"
    OFFICIAL_SENSITIVE = "official-sensitive"
    SECRET = "secret"  # noqa: S105  a classification
    TOP_SECRET = "top-secret"  # noqa: S105


HELD_HERE = frozenset({Marking.OFFICIAL, Marking.OFFICIAL_SENSITIVE})


def belongs_here(marking: Marking) -> bool:
    """Say whether a report of this marking may be kept here at all."""
    return marking in HELD_HERE


def review_day(day: date) -> date:
    """Return the day on which somebody must look again at what was made or kept on ``day``."""
    try:
        return day.replace(year=day.year + KEPT_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + KEPT_YEARS, month=3, day=1)


def may_erase(*, state: State, review_on: date, today: date) -> bool:
    """Say whether a report may be erased: archived, and its years are over."""
    return STATE_TABLE.allows(state, State.ERASED) and today >= review_on
