"""The inbox on this site: exactly once."""

from datetime import datetime

from django.db import connection, transaction

from commonbeat.delivery.models import InboxItem, OutboxMessage
from commonbeat.delivery.rules import Channel, MessageState

_BATCH = 2_000


@transaction.atomic
def deliver(*, now: datetime) -> int:
    """Put due texts into their inboxes and mark them sent, in one transaction; return how many."""
    due = (
        OutboxMessage.objects.due(channel=Channel.INBOX, now=now)
        .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .values_list("pk", "content_id", "endpoint_id", "realm_id")[:_BATCH]
    )
    rows = list(due)
    if not rows:
        return 0
    claimed = OutboxMessage.objects.filter(pk__in=[row[0] for row in rows])
    expired = claimed.filter(content__expires_at__lte=now)
    expired.update(state=MessageState.EXPIRED, settled_at=now)
    gone = set(claimed.filter(state=MessageState.EXPIRED).values_list("pk", flat=True))
    InboxItem.objects.bulk_create(
        [
            InboxItem(
                content_id=content_id, endpoint_id=endpoint_id, realm_id=realm_id, delivered_at=now
            )
            for pk, content_id, endpoint_id, realm_id in rows
            if pk not in gone
        ],
        ignore_conflicts=True,
    )
    claimed.exclude(pk__in=gone).update(state=MessageState.SENT, settled_at=now)
    return len(rows)
