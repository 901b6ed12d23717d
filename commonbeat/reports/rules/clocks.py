"""The promises: how long until a report is seen, assessed and answered, and how that stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from commonbeat.reports.rules.categories import FOR_THE_NEIGHBOURHOOD, Category


class ClockKind(StrEnum):
    """A promise that runs round the clock from the moment a report came in."""

    SEEN = "seen"
    ASSESSED = "assessed"
    ANSWERED = "answered"
    NEIGHBOURHOOD = "neighbourhood"
    # What an organisation promises that takes reports; no police clock.
    PARTNER_SEEN = "partner-seen"
    PARTNER_ANSWERED = "partner-answered"


class ClockState(StrEnum):
    NOT_STARTED = "not-started"
    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    DONE = "done"


PROMISES: dict[ClockKind, timedelta] = {
    ClockKind.SEEN: timedelta(minutes=45),
    ClockKind.ASSESSED: timedelta(hours=12),
    ClockKind.ANSWERED: timedelta(hours=48),
    ClockKind.NEIGHBOURHOOD: timedelta(hours=72),
    ClockKind.PARTNER_SEEN: timedelta(hours=24),
    ClockKind.PARTNER_ANSWERED: timedelta(hours=72),
}
# A clock turns amber in its last quarter, or its last twenty minutes.
_SOON = timedelta(minutes=20)
# Where an open report that owes nobody anything stands in the queue: behind every promise.
NOTHING_DUE = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise at one moment; ``fraction`` is the share of its time that is left, 1 to 0."""

    kind: ClockKind
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    state: ClockState
    fraction: float

    @property
    def is_late(self) -> bool:
        """Whether the promise was broken, however it ended."""
        return self.state is ClockState.LATE or (
            self.stopped_at is not None and self.stopped_at > self.due_at
        )


def promised_clocks(category: Category) -> tuple[ClockKind, ...]:
    """Return the promises made for a category: a question waits for the neighbourhood team."""
    last = ClockKind.NEIGHBOURHOOD if category in FOR_THE_NEIGHBOURHOOD else ClockKind.ANSWERED
    return (ClockKind.SEEN, ClockKind.ASSESSED, last)


def read_clock(
    kind: ClockKind, *, started_at: datetime, stopped_at: datetime | None, now: datetime
) -> Clock:
    """Return how one promise stands at ``now``."""
    length = PROMISES[kind]
    due_at = started_at + length
    left = due_at - (stopped_at or now)
    if stopped_at is not None:
        state, fraction = ClockState.DONE, 1.0
    elif left <= timedelta(0):
        state, fraction = ClockState.LATE, 0.0
    else:
        state = ClockState.SOON if left < max(length / 4, _SOON) else ClockState.RUNNING
        fraction = min(1.0, left / length)
    return Clock(kind, started_at, due_at, stopped_at, state, fraction)


def queue_moment(
    category: Category,
    *,
    started_at: datetime,
    stopped: Mapping[ClockKind, datetime | None],
    reply_waiting_since: datetime | None,
    tell_by: datetime | None = None,
) -> datetime:
    """Return when the next promise of an open report runs out: its place in the queue.

    What the reporter wrote since is owed an answer too, and a victim the news until ``tell_by``.
    """
    due = [
        started_at + PROMISES[kind] for kind in promised_clocks(category) if not stopped.get(kind)
    ]
    if reply_waiting_since is not None:
        due.append(reply_due_at(category, reply_waiting_since))
    if tell_by is not None:
        due.append(tell_by)
    return min(due, default=NOTHING_DUE)


def reply_due_at(category: Category, written_at: datetime) -> datetime:
    """Return by when a later message is owed an answer: as long as the first one had."""
    return written_at + PROMISES[promised_clocks(category)[-1]]


def hour_band(moment: datetime) -> datetime:
    """Return the start of the hour: all that is kept, or shown, of an anonymous moment."""
    return moment.replace(minute=0, second=0, microsecond=0)
