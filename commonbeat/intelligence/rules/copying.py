"""Sanitised copies: who could know a fact, who must agree, and when a copy may leave."""

from collections.abc import Iterable
from enum import StrEnum

from commonbeat.core.states import StateTable
from commonbeat.intelligence.rules.grading import Handling


class Crowd(StrEnum):
    """How many people could know what a copy says; if few could, the fact is the source."""

    FEW = "1-3"
    SOME = "4-20"
    MANY = "more"


class CopyState(StrEnum):
    """Where a sanitised copy stands."""

    HELD = "held"
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"


COPY_TABLE: StateTable[CopyState] = StateTable(
    name="sanitised copy",
    start=CopyState.CHECKING,
    moves={
        CopyState.HELD: frozenset({CopyState.CHECKING, CopyState.REFUSED}),
        CopyState.CHECKING: frozenset({CopyState.CHECKED, CopyState.REFUSED}),
        CopyState.CHECKED: frozenset(),
        CopyState.REFUSED: frozenset(),
    },
    other_starts=(CopyState.HELD,),
)

# All that a reader of a copy is ever shown of an item; everything else stays behind.
COPIED_FIELDS = ("number", "words", "statement", "source", "information", "handling", "codes")


def first_state(crowd: Crowd) -> CopyState:
    """Return where a new copy stands: held for a supervisor where 1 to 3 people could know."""
    return CopyState.HELD if crowd is Crowd.FEW else CopyState.CHECKING


def may_agree(*, writer: int, person: int) -> bool:
    """Say whether a supervisor may let a held copy go on: never whoever wrote it."""
    return person != writer


def may_check(*, writer: int, agreer: int | None, person: int) -> bool:
    """Say whether somebody may check a copy: a second person, who did not agree to it either."""
    return person not in {writer, agreer}


def may_leave(handlings: Iterable[Handling | None]) -> bool:
    """Say whether a copy of items with these handling codes may be finished: each has one."""
    codes = list(handlings)
    return bool(codes) and None not in codes


def must_accept(handlings: Iterable[Handling | None]) -> bool:
    """Say whether a recipient must accept conditions before reading."""
    return Handling.CONDITIONS in set(handlings)
