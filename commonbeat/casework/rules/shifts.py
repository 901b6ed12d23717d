"""Shifts of the operations room: when one begins, and which one a moment is in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class ShiftKind(StrEnum):
    """The three shifts of a day."""

    EARLY = "early"
    LATE = "late"
    NIGHT = "night"


SHIFT_BEGINS: dict[ShiftKind, time] = {
    ShiftKind.EARLY: time(7),
    ShiftKind.LATE: time(15),
    ShiftKind.NIGHT: time(23),
}
# How far ahead a person who comes on shift looks, in hours.
LOOK_AHEAD = (4, 8, 12)

# So long into a shift people still hand over the one before.
HANDED_OVER_WITHIN = timedelta(hours=1)
HANDOVERS_KEPT = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift: the day on which it began, and which of the three it is."""

    day: date
    kind: ShiftKind


def shift_at(local: datetime) -> Shift:
    """Return the shift of a moment by the clock on the wall; a night began the day before."""
    at = local.time()
    if at < SHIFT_BEGINS[ShiftKind.EARLY]:
        return Shift(local.date() - timedelta(days=1), ShiftKind.NIGHT)
    begun = [kind for kind, begins in SHIFT_BEGINS.items() if begins <= at]
    return Shift(local.date(), begun[-1])


def shift_handed_over(local: datetime) -> Shift:
    """Return the shift that somebody who writes now hands over."""
    return shift_at(local - HANDED_OVER_WITHIN)
