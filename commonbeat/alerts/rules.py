"""What can be followed, and which state a broadcast may reach."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from commonbeat.core.states import StateTable

# Follows and warnings meet on cells of this size: a small neighbourhood, about 0.7 km².
RESOLUTION = 8
# The cell of somebody who follows the whole town: it belongs to every warning.
WHOLE_TOWN = 0
# The text that everybody gets whose own language is missing.
FALLBACK_LANGUAGE = "en"
# One mail an address in this time asks to confirm; further asking changes what it will confirm.
CONFIRM_MAIL_EVERY = timedelta(minutes=10)
# A wish that nobody confirms is forgotten.
CONFIRM_WITHIN = timedelta(days=3)
# Endpoint ids walked in one transaction: 20,000 rows hold SQLite's lock for 33 ms.
CHUNK = 20_000


class Topic(StrEnum):
    """What a person can hear about."""

    SAFETY = "safety"
    THEFT = "theft"
    NIGHT = "night"
    TRAVEL = "travel"
    FRAUD = "fraud"


class BroadcastState(StrEnum):
    """Where a broadcast is on its way to the people it concerns."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


BROADCAST_STATES = StateTable(
    name="broadcast",
    start=BroadcastState.WAITING,
    moves={
        BroadcastState.WAITING: frozenset(
            {BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.CANCELLED}
        ),
        BroadcastState.RUNNING: frozenset(
            {BroadcastState.DONE, BroadcastState.PAUSED, BroadcastState.CANCELLED}
        ),
        BroadcastState.PAUSED: frozenset({BroadcastState.WAITING, BroadcastState.CANCELLED}),
        # Everybody is in the outbox; what has not left it can still be taken back.
        BroadcastState.DONE: frozenset({BroadcastState.CANCELLED}),
        BroadcastState.CANCELLED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear about and where: areas by code, single cells, or everywhere."""

    topics: tuple[Topic, ...]
    whole_town: bool = False
    area_codes: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()

    @property
    def names_a_place(self) -> bool:
        """Whether any place was picked."""
        return self.whole_town or bool(self.area_codes) or bool(self.cells)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a warning would get to, each counted once."""

    inbox: int = 0
    email: int = 0

    @property
    def total(self) -> int:
        """Everybody on every channel."""
        return self.inbox + self.email


@dataclass(frozen=True, slots=True)
class Words:
    """A message in one language: one line, then paragraphs."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a broadcast has come: endpoints matched, and what the outbox did with them."""

    state: BroadcastState
    expected: int
    matched: int
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    stopped: int = 0

    @property
    def percent(self) -> int:
        """How much is settled, 0 to 100; only a finished broadcast shows 100."""
        settled = self.sent + self.failed + self.stopped
        whole = max(self.expected, self.matched)
        done = self.state == BroadcastState.DONE and not self.waiting
        if done or whole == 0:
            return 100 if done else 0
        return min(99, settled * 100 // whole)


def round_reach(number: int) -> int:
    """Return a count rounded to 10, so that watching it does not tell of one person."""
    return (number + 5) // 10 * 10


def fallback(available: Collection[str]) -> str:
    """Return the language read by everybody whose own is missing."""
    if FALLBACK_LANGUAGE in available:
        return FALLBACK_LANGUAGE
    return min(available)


def ranges(after: int, last: int, chunk: int = CHUNK) -> Iterable[tuple[int, int]]:
    """Yield the half-open ranges of endpoint ids that are still to be walked."""
    for low in range(after + 1, last + 1, chunk):
        yield low, min(low + chunk, last + 1)
