"""Reading inboxes, and how far messages have come."""

from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Count, QuerySet

from commonbeat.core.crypto import keyed_digests
from commonbeat.core.models import Realm
from commonbeat.delivery.models import Content, Endpoint, InboxItem, OutboxMessage
from commonbeat.delivery.rules import MessageState, Progress, message_id

ADDRESS_DIGEST = "delivery-address"
_WAITING = {MessageState.QUEUED, MessageState.SENDING}
_FAILED = {MessageState.FAILED, MessageState.PARKED}


def inbox(endpoint: Endpoint) -> QuerySet[InboxItem]:
    """Return what lies in an inbox, newest first, with its texts."""
    return endpoint.inbox_items.select_related("content").order_by("-delivered_at", "-pk")


def unread_count(endpoint: Endpoint) -> int:
    """Return how many texts in an inbox were not read yet."""
    return endpoint.inbox_items.filter(read_at__isnull=True).count()


def endpoint_for(*, realm_id: int, channel: str, address: str) -> Endpoint | None:
    """Return the endpoint of an address (already normalised), if there is one."""
    return (
        Endpoint.objects.in_realm(realm_id)
        .filter(channel=channel, address_digest__in=keyed_digests(ADDRESS_DIGEST, address))
        .first()
    )


def endpoint_by_stop_token(token: str) -> Endpoint | None:
    """Return the endpoint whose messages carry this token."""
    return Endpoint.objects.filter(stop_token=token).first()


def progress(contents: Iterable[Content] | QuerySet[Content]) -> Progress:
    """Return how far the messages of some texts have come."""
    ids = contents if isinstance(contents, QuerySet) else [content.pk for content in contents]
    counted = (
        OutboxMessage.objects.filter(content__in=ids)
        .values_list("state")
        .annotate(number=Count("pk"))
        .order_by()
    )
    by_state = {MessageState(state): number for state, number in counted}
    waiting = sum(by_state.get(state, 0) for state in _WAITING)
    failed = sum(by_state.get(state, 0) for state in _FAILED)
    sent = by_state.get(MessageState.SENT, 0)
    return Progress(
        waiting=waiting,
        sent=sent,
        failed=failed,
        stopped=sum(by_state.values()) - waiting - failed - sent,
    )


def mail_id(message: OutboxMessage) -> str:
    """Return the Message-ID under which a message travels as mail: what an answer refers to."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return message_id(message.content.key, message.pk, domain=domain)


def live_realm_ids() -> frozenset[int]:
    """Return the realms from which real people may be reached: the live one."""
    return frozenset(Realm.objects.filter(kind=Realm.Kind.LIVE).values_list("pk", flat=True))
