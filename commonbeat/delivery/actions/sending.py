"""Claiming messages, and writing down what became of them.

A claim is a lease: ``due_at`` says when it runs out, and any worker may then take the message up.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import BinaryField, BooleanField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Cast, Greatest

from commonbeat.core.crypto import unseal
from commonbeat.delivery.models import OutboxMessage
from commonbeat.delivery.rules import MAX_FAULTS, MessageState, wait_before

_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in one worker's hands, and what is needed to send it."""

    pk: int
    content_id: int
    realm_id: int
    tries: int
    faults: int
    sealed_address: bytes
    stop_token: str
    is_stopped: bool

    @property
    def address(self) -> str:
        """The address, opened when it is needed: while the server is busy with the mail before."""
        return unseal(self.sealed_address)


@transaction.atomic
def claim(*, channel: str, limit: int, lease: timedelta, now: datetime) -> list[Claimed]:
    """Take up to ``limit`` due messages; no other worker gets them before the lease runs out."""
    # SQLite has one writer: BEGIN IMMEDIATE is the lock.
    due = (
        OutboxMessage.objects.due(channel=channel, now=now).select_for_update(
            skip_locked=True, of=("self",)
        )
        if connection.features.has_select_for_update_skip_locked
        else OutboxMessage.objects.due(channel=channel, now=now)
    )
    pks = list(due.values_list("pk", flat=True)[:limit])
    if not pks:
        return []
    OutboxMessage.objects.filter(pk__in=pks).update(
        state=MessageState.SENDING, due_at=now + lease, tries=F("tries") + 1
    )
    # Plain rows: making two model objects a mail would cost more than handing it over.
    rows = (
        OutboxMessage.objects.filter(pk__in=pks)
        .annotate(
            sealed_address=Cast("endpoint__address", BinaryField()),
            is_stopped=ExpressionWrapper(
                Q(endpoint__stopped_at__isnull=False), output_field=BooleanField()
            ),
        )
        .values_list(
            "pk",
            "content_id",
            "realm_id",
            "tries",
            "faults",
            "sealed_address",
            "endpoint__stop_token",
            "is_stopped",
        )
    )
    by_pk = {row[0]: Claimed(*row) for row in rows}
    return [by_pk[pk] for pk in pks]


class SentNotes:
    """Notes that messages left, one statement each, on the bare connection: it is done so often."""

    def __init__(self, *, now: datetime) -> None:
        mark = "?" if connection.vendor == "sqlite" else "%s"
        self._sql = (
            f"UPDATE delivery_outboxmessage SET state = 'sent', settled_at = {mark}, error = '' "  # noqa: S608
            f"WHERE id = {mark} AND state = 'sending'"
        )
        self._now = connection.ops.adapt_datetimefield_value(now)
        connection.ensure_connection()
        self._cursor = connection.connection.cursor()

    def note(self, pk: int) -> None:
        """Note one message."""
        with connection.wrap_database_errors:
            self._cursor.execute(self._sql, (self._now, pk))


def settle(pk: int, *, state: MessageState, error: str = "", now: datetime) -> None:
    """Write down how a claimed message ended."""
    OutboxMessage.objects.filter(pk=pk, state=MessageState.SENDING).update(
        state=state, settled_at=now, error=error
    )


def try_later(message: Claimed, *, error: str, now: datetime) -> None:
    """Put a message back after a failure that may pass, to be tried after a growing wait."""
    wait = wait_before(message.tries, chance=_chance.random())
    OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.QUEUED, due_at=now + wait, error=error
    )


def note_fault(message: Claimed, *, error: str, now: datetime) -> None:
    """Put back a message that broke our own code; set it aside after the fifth time."""
    faults = message.faults + 1
    if faults >= MAX_FAULTS:
        OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
            state=MessageState.PARKED, faults=faults, settled_at=now, error=error
        )
        return
    wait = wait_before(faults, chance=_chance.random())
    OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.QUEUED, faults=faults, due_at=now + wait, error=error
    )


def release(pks: Iterable[int], *, now: datetime) -> None:
    """Put claimed messages back untried, for whoever comes next."""
    OutboxMessage.objects.filter(pk__in=list(pks), state=MessageState.SENDING).update(
        state=MessageState.QUEUED, due_at=now, tries=Greatest(F("tries") - 1, Value(0))
    )
