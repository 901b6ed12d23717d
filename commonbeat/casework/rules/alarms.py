"""Handing an emergency over to the control room: what follows what, and how soon."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from commonbeat.core.states import StateTable


class AlarmState(StrEnum):
    """Where a hand-over stands."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"  # the control room has it
    TAKEN_BACK = "taken-back"


ALARM_TABLE: StateTable[AlarmState] = StateTable(
    name="hand-over alarm",
    start=AlarmState.RAISED,
    moves={
        AlarmState.RAISED: frozenset({AlarmState.ACKNOWLEDGED, AlarmState.TAKEN_BACK}),
        AlarmState.ACKNOWLEDGED: frozenset({AlarmState.CLOSED, AlarmState.TAKEN_BACK}),
        AlarmState.CLOSED: frozenset(),
        AlarmState.TAKEN_BACK: frozenset(),
    },
)
ALARM_OPEN = frozenset({AlarmState.RAISED, AlarmState.ACKNOWLEDGED})
# Our own promise: somebody takes an emergency in hand within this time.
ACKNOWLEDGED_WITHIN = timedelta(minutes=5)


def acknowledge_by(raised_at: datetime) -> datetime:
    """Return by when somebody must have acknowledged an alarm."""
    return raised_at.astimezone(UTC) + ACKNOWLEDGED_WITHIN


def is_unheard(*, state: str, raised_at: datetime, now: datetime) -> bool:
    """Say whether an alarm waits too long for somebody."""
    return state == AlarmState.RAISED and now >= acknowledge_by(raised_at)


def tells_again(
    *, state: str, raised_at: datetime, told_at: datetime | None, now: datetime
) -> bool:
    """Say whether supervisors are told now: once it is late, and each time as long again."""
    if not is_unheard(state=state, raised_at=raised_at, now=now):
        return False
    return told_at is None or now >= told_at.astimezone(UTC) + ACKNOWLEDGED_WITHIN


def waited(raised_at: datetime, now: datetime) -> timedelta:
    """Return how long ago an alarm was raised; never less than nothing, whatever the clock did."""
    return max(timedelta(0), now - raised_at)
