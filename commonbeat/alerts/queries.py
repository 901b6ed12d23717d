"""Who would hear of something, who follows what, and how far a broadcast has come."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from commonbeat.accounts.models import User
from commonbeat.alerts.models import TOPIC_LABELS, Broadcast, Follow, FollowCell
from commonbeat.alerts.rules import (
    CONFIRM_WITHIN,
    RESOLUTION,
    WHOLE_TOWN,
    Advance,
    BroadcastState,
    Reach,
    Topic,
    Wish,
    round_reach,
)
from commonbeat.core.crypto import keyed_digests
from commonbeat.delivery.models import Content, Endpoint
from commonbeat.delivery.queries import endpoint_for
from commonbeat.delivery.rules import Channel
from commonbeat.places.queries import area_by_code, cells_of_area

__all__ = [
    "RESOLUTION",
    "TOPIC_LABELS",
    "Reach",
    "Topic",
    "Wish",
    "advance",
    "audience",
    "broadcast_by_key",
    "cells_of_wish",
    "confirmed_follow",
    "contents_of",
    "follow_to_confirm",
    "followers_in",
    "inbox_address",
    "inbox_endpoint",
    "latest_broadcast",
    "round_reach",
]

CONFIRM_DIGEST = "follow-confirm"


def followers_in(*, realm_id: int, cells: Iterable[int], topic: str) -> QuerySet[FollowCell]:
    """Return the rows of everybody who follows a topic in any of the cells, or in the whole town.

    Somebody who follows several of the cells appears several times.
    """
    return FollowCell.objects.filter(
        realm_id=realm_id, topic=topic, cell__in=[*sorted(set(cells)), WHOLE_TOWN]
    )


def audience(*, realm_id: int, cells: Iterable[int], topic: str) -> Reach:
    """Return how many people follow a topic in any of the cells, each counted once."""
    wanted = set(cells)
    if not wanted:
        return Reach()
    endpoint_ids = followers_in(realm_id=realm_id, cells=wanted, topic=topic).values("endpoint_id")
    # Counted by condition, not by group: half the time on SQLite, which sorts what it groups.
    counted = Endpoint.objects.filter(pk__in=endpoint_ids, stopped_at__isnull=True).aggregate(
        inbox=Count("pk", filter=Q(channel=Channel.INBOX)),
        email=Count("pk", filter=Q(channel=Channel.EMAIL)),
    )
    return Reach(**counted)


def cells_of_wish(wish: Wish) -> set[int]:
    """Return the cells that a wish covers; an area that is gone covers none."""
    if wish.whole_town:
        return {WHOLE_TOWN}
    found = set(wish.cells)
    for code in wish.area_codes:
        area = area_by_code(code)
        if area is not None:
            found |= set(cells_of_area(area, RESOLUTION))
    return found


def inbox_address(user: User) -> str:
    """Return the address of somebody's inbox on this site."""
    return f"user:{user.key}"


def inbox_endpoint(user: User, *, realm_id: int) -> Endpoint | None:
    """Return somebody's inbox, if they ever had one."""
    return endpoint_for(realm_id=realm_id, channel=Channel.INBOX, address=inbox_address(user))


def confirmed_follow(endpoint: Endpoint | None) -> Follow | None:
    """Return what an endpoint follows now."""
    if endpoint is None:
        return None
    return Follow.objects.filter(endpoint=endpoint, confirmed_at__isnull=False).first()


def follow_to_confirm(token: str, *, now: datetime) -> Follow | None:
    """Return the follow that a mailed link belongs to, unless the link is too old."""
    return (
        Follow.objects.filter(
            token_digest__in=keyed_digests(CONFIRM_DIGEST, token),
            asked_at__gt=now - CONFIRM_WITHIN,
        )
        .select_related("endpoint")
        .first()
    )


def contents_of(broadcasts: Iterable[Broadcast]) -> QuerySet[Content]:
    """Return every text of some broadcasts."""
    ids = [broadcast.pk for broadcast in broadcasts]
    return Content.objects.filter(broadcasttext__broadcast__in=ids)


def broadcast_by_key(key: str, *, realm_id: int) -> Broadcast | None:
    """Return one broadcast."""
    return Broadcast.objects.filter(key=key, realm_id=realm_id).first()


def latest_broadcast(subject: str, *, realm_id: int) -> Broadcast | None:
    """Return the newest broadcast about something."""
    return (
        Broadcast.objects.filter(subject=subject, realm_id=realm_id)
        .order_by("-asked_at", "-pk")
        .first()
    )


def advance(broadcast: Broadcast) -> Advance:
    """Return how far a broadcast has come, as last counted by the worker."""
    return Advance(
        state=BroadcastState(broadcast.state),
        expected=broadcast.expected,
        matched=broadcast.matched,
        sent=broadcast.sent,
        waiting=broadcast.waiting,
        failed=broadcast.failed,
        stopped=broadcast.stopped,
    )
