"""What changes a message or an address after all: a stop, a reading, another try."""

from datetime import datetime
from functools import partial

from django.db import transaction

from commonbeat.delivery.models import Endpoint, InboxItem, OutboxMessage
from commonbeat.delivery.rules import MESSAGE_STATES, MessageState, Priority
from commonbeat.delivery.signals import endpoint_stopped


@transaction.atomic
def stop(*, endpoint: Endpoint, now: datetime) -> None:
    """Send no routine message to this address any more, those in the outbox included."""
    stopped = Endpoint.objects.filter(pk=endpoint.pk, stopped_at__isnull=True).update(
        stopped_at=now
    )
    if not stopped:
        return
    endpoint.stopped_at = now
    OutboxMessage.objects.filter(endpoint=endpoint, state=MessageState.QUEUED).exclude(
        priority=Priority.PERSONAL
    ).update(state=MessageState.CANCELLED, settled_at=now)
    transaction.on_commit(
        partial(endpoint_stopped.send, sender=Endpoint, endpoint_id=endpoint.pk, now=now)
    )


def resume(*, endpoint: Endpoint) -> None:
    """Let an address have routine messages again, because its owner said so."""
    Endpoint.objects.filter(pk=endpoint.pk).update(stopped_at=None)
    endpoint.stopped_at = None


def mark_read(*, item: InboxItem, now: datetime) -> None:
    """Note that a text in an inbox was read; the first time counts."""
    InboxItem.objects.filter(pk=item.pk, read_at__isnull=True).update(read_at=now)


def retry_parked(*, message: OutboxMessage, now: datetime) -> None:
    """Give a message that was set aside another five tries; raises ``MoveNotAllowed``."""
    MESSAGE_STATES.check(MessageState(message.state), MessageState.QUEUED)
    OutboxMessage.objects.filter(pk=message.pk, state=message.state).update(
        state=MessageState.QUEUED, faults=0, due_at=now, settled_at=None, error=""
    )
