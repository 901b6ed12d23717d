"""Which state a message may reach, how long to wait before the next try, and who may be reached."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

from commonbeat.core.states import StateTable

# Addresses that lead nowhere (RFC 2606): all that an exercise may write to.
SINK_DOMAIN = "exercise.invalid"

# When a message that is held back is due: never, until somebody lets it go.
HELD = datetime(9999, 1, 1, tzinfo=UTC)
# A message that breaks our own code this often is set aside for a person to look at.
MAX_FAULTS = 5
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(minutes=8)


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    INBOX = "inbox"


class Priority(IntEnum):
    """What leaves first: somebody waits for a code; a warning is urgent; the rest follows."""

    PERSONAL = 0
    URGENT = 1
    ROUTINE = 2


class MessageState(StrEnum):
    """Where a message is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    PARKED = "parked"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class Standing(StrEnum):
    """Whether the unsent messages of a text may leave, and whether their rows already say so."""

    OPEN = "open"
    HOLDING = "holding"
    HELD = "held"
    RELEASING = "releasing"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


# Nothing leaves while a text stands here, whatever the row of a message says.
CLOSED = frozenset({Standing.HOLDING, Standing.HELD, Standing.WITHDRAWING, Standing.WITHDRAWN})
# What the worker has to carry out row by row, and where the text stands when that is done.
UNFINISHED = {
    Standing.HOLDING: Standing.HELD,
    Standing.RELEASING: Standing.OPEN,
    Standing.WITHDRAWING: Standing.WITHDRAWN,
}

STANDINGS = StateTable(
    name="outbox text",
    start=Standing.OPEN,
    moves={
        Standing.OPEN: frozenset({Standing.HOLDING, Standing.WITHDRAWING}),
        Standing.HOLDING: frozenset({Standing.HELD, Standing.RELEASING, Standing.WITHDRAWING}),
        Standing.HELD: frozenset({Standing.RELEASING, Standing.WITHDRAWING}),
        Standing.RELEASING: frozenset({Standing.OPEN, Standing.HOLDING, Standing.WITHDRAWING}),
        Standing.WITHDRAWING: frozenset({Standing.WITHDRAWN}),
        Standing.WITHDRAWN: frozenset(),
    },
)

MESSAGE_STATES = StateTable(
    name="outbox message",
    start=MessageState.QUEUED,
    moves={
        MessageState.QUEUED: frozenset(
            {
                MessageState.SENDING,
                MessageState.SENT,
                MessageState.CANCELLED,
                MessageState.EXPIRED,
                MessageState.REFUSED,
            }
        ),
        MessageState.SENDING: frozenset(
            {
                MessageState.SENT,
                MessageState.QUEUED,
                MessageState.FAILED,
                MessageState.PARKED,
                MessageState.EXPIRED,
                MessageState.REFUSED,
                MessageState.CANCELLED,
            }
        ),
        MessageState.PARKED: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
        MessageState.SENT: frozenset(),
        MessageState.FAILED: frozenset(),
        MessageState.EXPIRED: frozenset(),
        MessageState.CANCELLED: frozenset(),
        MessageState.REFUSED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a set of messages has come."""

    waiting: int
    sent: int
    failed: int
    stopped: int

    @property
    def total(self) -> int:
        """Every message, whatever became of it."""
        return self.waiting + self.sent + self.failed + self.stopped


def wait_before(tries: int, *, chance: float) -> timedelta:
    """Return how long to wait after the ``tries``-th failed try; ``chance`` in 0..1 spreads it.

    Doubles from ten seconds up to eight minutes, then half to all of that, so that a mail server
    that comes back after a day is not met by everybody at once, and has all within ten minutes.
    """
    doubled: int = 2 ** min(max(tries - 1, 0), 10)
    full = min(_FIRST_WAIT * doubled, _LONGEST_WAIT)
    return full * (0.5 + 0.5 * chance)


def message_id(content_key: str, message_pk: int, *, domain: str) -> str:
    """Return the Message-ID of one message as mail: the same, however often it is tried."""
    digest = hashlib.sha256(f"{content_key}:{message_pk}".encode()).hexdigest()[:32]
    return f"<{digest}@{domain}>"


def may_reach(*, realm_is_live: bool, channel: str, address: str) -> bool:
    """Say whether a message of a realm may go to an address.

    Outside the live realm nothing leaves the house: an inbox within the realm, or a sink address.
    """
    if realm_is_live or channel == Channel.INBOX:
        return True
    return address.lower().endswith(f"@{SINK_DOMAIN}")
