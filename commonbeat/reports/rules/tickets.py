"""A ticket in the page for whoever brings no proof of work: it says from when on we take a report.

It is signed, names its receipt by a keyed digest, tells a moment no finer than five seconds, and is
kept nowhere. Another receipt cannot use it, and the same one makes no second report.
"""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

STEP_SECONDS = 5
LIFE = timedelta(hours=24)


class TicketKind(StrEnum):
    """What a ticket is worth once its moment has come."""

    BEGUN = "begun"  # the form was begun long enough ago: taken unless too many come at once
    PLACE = "place"  # a place in the line: taken


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket of ours."""

    kind: TicketKind
    ready_at: datetime


def write_ticket(kind: TicketKind, *, secret: bytes, receipt: str, ready_at: datetime) -> str:
    """Return a ticket that tells five seconds at a time: a place never comes early by that."""
    steps = ready_at.timestamp() / STEP_SECONDS
    step = math.ceil(steps) if kind is TicketKind.PLACE else math.floor(steps)
    return f"{kind.value}.{step:x}.{_seal(kind, step, secret, receipt)}"


def read_ticket(text: str, *, secret: bytes, receipt: str, now: datetime) -> Ticket | None:
    """Return a ticket that we wrote for this receipt within the last day, or nothing."""
    kind, _, rest = text[:100].partition(".")
    step_text, _, seal = rest.partition(".")
    if kind not in set(TicketKind) or not step_text.isascii() or not step_text.isalnum():
        return None
    try:
        step = int(step_text, 16)
    except ValueError:
        return None
    own = _seal(TicketKind(kind), step, secret, receipt)
    if not hmac.compare_digest(own.encode(), seal.encode()):
        return None
    ticket = Ticket(TicketKind(kind), datetime.fromtimestamp(step * STEP_SECONDS, UTC))
    return ticket if ticket.ready_at > now - LIFE else None


def _seal(kind: TicketKind, step: int, secret: bytes, receipt: str) -> str:
    words = f"ticket:{kind.value}:{step:x}:{receipt}"
    return hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()[:32]
