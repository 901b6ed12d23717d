"""Recording entries, chaining them, shredding what is personal, and signing checkpoints."""

import json
import secrets
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from commonbeat.audit import rules
from commonbeat.audit.models import AuditEntry, Checkpoint, Tally
from commonbeat.audit.queries import CHECKPOINT_PURPOSE, month_span, months_to_count
from commonbeat.core.actors import Actor
from commonbeat.core.crypto import keyed_digest
from commonbeat.core.holds import check_not_held
from commonbeat.core.rows import insert

# Any number will do, as long as nothing else in this database takes the same advisory lock.
_CHAIN_LOCK = 0x_C0B_A0D1
_SWEEP_SIZE = 2_000


class NotInTransaction(Exception):
    """An entry was recorded outside the transaction of the change that it describes."""


class NothingToSign(Exception):
    """The chain is empty."""


def record(
    *,
    event: str,
    actor: Actor,
    realm_id: int,
    subject: str = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
    now: datetime,
) -> AuditEntry:
    """Write one entry in the caller's transaction, so that both commit or neither does.

    ``event`` is the name of a registered event type; ``subject`` is ``noun:key``. ``reason`` and
    ``details`` (JSON values only) are sealed and may be shredded later.
    Raises ``UnknownEvent`` and ``NotInTransaction``.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{event} must be recorded inside transaction.atomic()")
    kind = rules.event_type(event).kind
    payload = None
    if reason or details:
        written = {"salt": secrets.token_hex(16), "reason": reason, "details": details or {}}
        payload = json.loads(rules.canonical(written))  # digested exactly as it will be read back
    entry = AuditEntry(
        realm_id=realm_id,
        at=now,
        event=event,
        kind=kind,
        actor_id=actor.id,
        actor_label=actor.label,
        subject=subject,
        payload=payload,
        payload_digest=rules.payload_digest(payload),
    )
    if connection.vendor == "sqlite":
        # One writer at a time anyway (BEGIN IMMEDIATE): chaining at once costs nothing extra.
        _link(entry, *_end_of_chain())
    insert(entry)
    return entry


def chain_unchained() -> int:
    """Chain the entries that committed unchained, in order of arrival; return how many.

    Only one process chains at a time; another one finds the lock taken and leaves.
    """
    if not AuditEntry.objects.unchained().exists():
        return 0
    with transaction.atomic():
        if not _take_chain_lock():
            return 0
        sequence, last_hash = _end_of_chain()
        entries = list(AuditEntry.objects.unchained().defer("payload")[:_SWEEP_SIZE])
        for entry in entries:
            _link(entry, sequence, last_hash)
            sequence, last_hash = sequence + 1, bytes(entry.hash or b"")
        AuditEntry.objects.bulk_update(
            entries, ["sequence", "previous_hash", "hash"], batch_size=500
        )
    return len(entries)


@transaction.atomic
def shred(*, subject: str, realm_id: int, actor: Actor, now: datetime) -> int:
    """Forget the words in every entry about ``subject``, and record that; return how many.

    Every eraser begins here: raises ``Held`` while a person holds what is erased.
    """
    check_not_held(subject)
    shredded = (
        AuditEntry.objects.in_realm(realm_id)
        .filter(subject=subject, payload__isnull=False)
        .update(payload=None)
    )
    if shredded:
        record(event="audit.shredded", actor=actor, realm_id=realm_id, subject=subject, now=now)
    return shredded


@transaction.atomic
def write_checkpoint(*, now: datetime) -> Checkpoint:
    """Sign the size and last hash of the chain; raises ``NothingToSign`` when it is empty."""
    size, root = _end_of_chain()
    if size == 0:
        raise NothingToSign
    text = rules.checkpoint_text(size=size, root=root, at=now)
    return Checkpoint.objects.create(
        size=size, root=root, at=now, signature=keyed_digest(CHECKPOINT_PURPOSE, text)
    )


def _end_of_chain() -> tuple[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT sequence, hash FROM "audit_auditentry" '
            "WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, rules.GENESIS)


def _link(entry: AuditEntry, sequence: int, last_hash: bytes) -> None:
    entry.sequence, entry.previous_hash = sequence + 1, last_hash
    entry.hash = rules.entry_hash(
        sequence=sequence + 1,
        previous_hash=last_hash,
        realm_id=entry.realm_id,
        at=entry.at,
        event=entry.event,
        kind=entry.kind,
        actor_id=entry.actor_id,
        actor_label=entry.actor_label,
        subject=entry.subject,
        payload_digest=bytes(entry.payload_digest),
    )


def _take_chain_lock() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_CHAIN_LOCK])
        return bool(cursor.fetchone()[0])


def count_months(*, now: datetime) -> int:
    """Count what happened in each month that is over and was not counted; return how many months.

    The same again changes nothing: a month that is over does not change.
    """
    return sum(_count_month(*due, now=now) for due in months_to_count(now=now))


@transaction.atomic
def _count_month(realm_id: int, month: date, *, now: datetime) -> int:
    start, end = month_span(month)
    counted = (
        AuditEntry.objects.in_realm(realm_id)
        .filter(at__gte=start, at__lt=end)
        .values_list("event", "kind")
        .annotate(number=Count("pk"))
    )
    rows = [
        Tally(realm_id=realm_id, month=month, event=event, kind=kind, number=number)
        for event, kind, number in counted
    ]
    # Another worker may have counted it a moment ago.
    return int(bool(Tally.objects.bulk_create(rows, ignore_conflicts=True)))
