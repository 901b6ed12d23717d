"""What may be recorded, how each entry is hashed, and how long each table is kept.

A context registers its event types and its retention rules when its ``apps.py`` is imported:

    from commonbeat.audit.rules import EventType, Kind, keep, register_events

    register_events(
        EventType("report.submitted", Kind.COLLECTION, shreds="Nothing: it holds ids only."),
    )
    keep("reports.Report", "Six years after it was closed, then reviewed.", days=6 * 365)
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from commonbeat.core.retention import keep

__all__ = [
    "GENESIS",
    "NO_PAYLOAD",
    "EventType",
    "Kind",
    "UnknownEvent",
    "canonical",
    "checkpoint_text",
    "entry_hash",
    "event_type",
    "event_types",
    "keep",
    "payload_digest",
    "register_events",
]

GENESIS = bytes(32)  # what the first entry names as the hash before it
NO_PAYLOAD = hashlib.sha256(b"").digest()  # the digest of an entry without reason and details


class Kind(StrEnum):
    """The six operations that the Data Protection Act 2018, section 62, wants logged."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class EventType:
    """One thing that can happen; ``shreds`` says how its personal data is got rid of.

    ``told`` are the words for the public, who read each quarter how often it happened; nothing
    where they are told the sum of its kind alone.
    """

    name: str
    kind: Kind
    shreds: str
    told: object = ""


class UnknownEvent(Exception):
    """The event type was not registered."""


_events: dict[str, EventType] = {}


def register_events(*types: EventType) -> None:
    """Make event types known; each must say what it shreds, and a name is given once."""
    for event_type in types:
        if not event_type.shreds.strip():
            raise ValueError(f"{event_type.name} does not say how its personal data is shredded")
        if _events.get(event_type.name, event_type) != event_type:
            raise ValueError(f"{event_type.name} is registered twice, in two ways")
        _events[event_type.name] = event_type


def event_type(name: str) -> EventType:
    """Return a registered event type; raises ``UnknownEvent``."""
    try:
        return _events[name]
    except KeyError:
        raise UnknownEvent(f"{name} is not a registered audit event") from None


def event_types() -> list[EventType]:
    """Return every registered event type, in order of name."""
    return [_events[name] for name in sorted(_events)]


def canonical(value: Any) -> bytes:
    """Return the one JSON spelling of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def payload_digest(payload: dict[str, Any] | None) -> bytes:
    """Return what the chain holds in place of a payload.

    The payload carries its own random salt, so that a shredded one cannot be guessed back.
    """
    return NO_PAYLOAD if payload is None else hashlib.sha256(canonical(payload)).digest()


def entry_hash(
    *,
    sequence: int,
    previous_hash: bytes,
    realm_id: int,
    at: datetime,
    event: str,
    kind: str,
    actor_id: str,
    actor_label: str,
    subject: str,
    payload_digest: bytes,
) -> bytes:
    """Return the hash of one entry over every chained column and the hash before it."""
    columns = [
        sequence,
        previous_hash.hex(),
        realm_id,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        event,
        kind,
        actor_id,
        actor_label,
        subject,
        payload_digest.hex(),
    ]
    return hashlib.sha256(canonical(columns)).digest()


def checkpoint_text(*, size: int, root: bytes, at: datetime) -> str:
    """Return the words of a checkpoint that its signature covers."""
    return f"commonbeat audit {size} {root.hex()} {at.astimezone(UTC).isoformat()}"


register_events(
    EventType(
        "audit.shredded",
        Kind.ERASURE,
        shreds="Nothing: it names the subject by its opaque key and holds no words.",
    ),
    EventType(
        "audit.read",
        Kind.CONSULTATION,
        shreds="Reason and details, when the auditor's own record is erased.",
    ),
)


# Fewer than this could point at one person, and so could a number that moves by less.
SMALLEST_TOLD = 5


def months_between(first: date, last: date) -> list[date]:
    """Return the first day of every month from that of ``first`` up to before that of ``last``."""
    months = []
    month = first.replace(day=1)
    while month < last.replace(day=1):
        months.append(month)
        month = next_month(month)
    return months


def next_month(month: date) -> date:
    """Return the first day of the month after this one."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def quarter_of(month: date) -> tuple[int, int]:
    """Return the year and the quarter, from 1 to 4, that a month is in."""
    return month.year, (month.month + 2) // 3


def told_number(number: int) -> int:
    """Return a count as the public reads it: rounded down to fives, 0 for fewer than five."""
    return number - number % SMALLEST_TOLD
