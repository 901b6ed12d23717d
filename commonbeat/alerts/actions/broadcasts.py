"""Sending one message to everybody whom it concerns, in chunks that survive anything."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from commonbeat.alerts import queries
from commonbeat.alerts.models import Broadcast, BroadcastText
from commonbeat.alerts.rules import (
    BROADCAST_STATES,
    CHUNK,
    BroadcastState,
    Words,
    fallback,
)
from commonbeat.core import live
from commonbeat.delivery import actions as delivery
from commonbeat.delivery.models import Endpoint, OutboxMessage
from commonbeat.delivery.queries import progress
from commonbeat.delivery.rules import MessageState, Standing

# Who was told, or will be: what still waits of a text that was taken back never leaves.
_TAKEN_BACK = [Standing.WITHDRAWING, Standing.WITHDRAWN]
_TOLD = Q(state__in=[MessageState.SENDING, MessageState.SENT]) | (
    Q(state=MessageState.QUEUED) & ~Q(content__standing__in=_TAKEN_BACK)
)


@transaction.atomic
def broadcast(
    *,
    realm_id: int,
    subject: str,
    topic: str,
    cells: Collection[int],
    words: Mapping[str, Words],
    link_path: str,
    urgent: bool,
    told_before: Collection[Broadcast] = (),
    expires_at: datetime | None = None,
    now: datetime,
) -> Broadcast:
    """Ask for a message to go to the followers of a topic in some cells; the worker matches them.

    ``words`` by language: each endpoint gets one text, its own language or the fallback. Everybody
    who was told of ``told_before`` gets it too. Runs in the transaction of whatever it tells of.
    """
    reach = queries.audience(realm_id=realm_id, cells=cells, topic=topic)
    sent = Broadcast.objects.create(
        realm_id=realm_id,
        subject=subject,
        topic=topic,
        cells=sorted(cells),
        expected=reach.total,
        asked_at=now,
    )
    sent.told_before.set(told_before)
    for language, text in words.items():
        content = delivery.write_content(
            realm_id=realm_id,
            label=f"{subject}:{sent.key}",
            language=language,
            subject=text.subject,
            body=text.body,
            link_path=link_path,
            urgent=urgent,
            expires_at=expires_at,
            now=now,
        )
        BroadcastText.objects.create(broadcast=sent, content=content, language=language)
    return sent


@transaction.atomic
def match_chunk(*, broadcast_id: int, now: datetime, size: int = CHUNK) -> bool:
    """Put the next endpoints of a broadcast into the outbox; say whether there is more to do.

    The rows and the mark of how far it came commit together.
    """
    sent = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    if sent.state not in {BroadcastState.WAITING, BroadcastState.RUNNING}:
        return False
    if sent.state == BroadcastState.WAITING:
        sent.state = BroadcastState.RUNNING
        ends = Endpoint.objects.filter(realm_id=sent.realm_id).aggregate(
            low=Min("pk"), high=Max("pk")
        )
        sent.walked_to = max(sent.walked_to, (ends["low"] or 1) - 1)
        sent.walk_end = ends["high"] or 0
    low, high = sent.walked_to + 1, min(sent.walked_to + size, sent.walk_end)
    if low <= high:
        sent.matched += _enqueue_range(sent, low, high, now)
        sent.walked_to = high
    if sent.walked_to >= sent.walk_end:
        sent.state = BroadcastState.DONE
    sent.save(update_fields=["state", "matched", "walked_to", "walk_end"])
    _tell(sent, now)
    return sent.state == BroadcastState.RUNNING


def pause_broadcast(*, broadcast: Broadcast, now: datetime) -> None:
    """Send nothing more for now: neither match nor deliver. Raises ``MoveNotAllowed``."""
    with transaction.atomic():
        _move(broadcast, BroadcastState.PAUSED, now)
        delivery.hold_unsent(contents=queries.contents_of([broadcast]))


def resume_broadcast(*, broadcast: Broadcast, now: datetime) -> None:
    """Go on where it was paused. Raises ``MoveNotAllowed``."""
    with transaction.atomic():
        _move(broadcast, BroadcastState.WAITING, now)
        delivery.release_held(contents=queries.contents_of([broadcast]))


@transaction.atomic
def cancel_broadcast(*, broadcast: Broadcast, now: datetime) -> None:
    """Take back what was not sent yet, and match nobody else; twice is once.

    Nothing leaves from this commit on; the worker then marks the messages one chunk at a time.
    """
    fresh = Broadcast.objects.select_for_update().get(pk=broadcast.pk)
    if fresh.state == BroadcastState.CANCELLED:
        return
    _move(fresh, BroadcastState.CANCELLED, now)
    broadcast.state = fresh.state
    delivery.cancel_unsent(contents=queries.contents_of([broadcast]))


def count_progress(*, broadcast_id: int, now: datetime) -> None:
    """Note what the outbox has done with a broadcast, and tell the pages that watch it."""
    sent = Broadcast.objects.get(pk=broadcast_id)
    counted = progress(queries.contents_of([sent]))
    after = (counted.sent, counted.waiting, counted.failed, counted.stopped)
    over = sent.state in {BroadcastState.DONE, BroadcastState.CANCELLED} and not counted.waiting
    if after == (sent.sent, sent.waiting, sent.failed, sent.stopped) and not over:
        return
    sent.sent, sent.waiting, sent.failed, sent.stopped = after
    sent.settled_at = now if over else None
    with transaction.atomic():
        sent.save(update_fields=["sent", "waiting", "failed", "stopped", "settled_at"])
        _tell(sent, now)


def _enqueue_range(sent: Broadcast, low: int, high: int, now: datetime) -> int:
    contents = {text.language: text.content for text in sent.texts.select_related("content")}
    otherwise = contents.pop(fallback(contents))
    return sum(
        delivery.enqueue_in_own_language(
            contents=contents, otherwise=otherwise, endpoint_ids=endpoint_ids, now=now
        )
        for endpoint_ids in _audiences(sent, list(sent.told_before.all()), low, high)
    )


def _audiences(
    sent: Broadcast, told_before: Collection[Broadcast], low: int, high: int
) -> list[Any]:
    """Return the ids of the endpoints that follow, and of those that were told before.

    The range stands in each of them, so that a chunk reads its own part of the index and no more.
    """
    within = {"endpoint_id__gte": low, "endpoint_id__lte": high}
    found: list[Any] = []
    if sent.cells:
        followers = queries.followers_in(realm_id=sent.realm_id, cells=sent.cells, topic=sent.topic)
        found.append(followers.filter(**within).values("endpoint_id"))
    if told_before:
        told = OutboxMessage.objects.filter(_TOLD, content__in=queries.contents_of(told_before))
        found.append(told.filter(**within).values("endpoint_id"))
    return found


def _move(sent: Broadcast, after: BroadcastState, now: datetime) -> None:
    """Change the state if nobody changed it first."""
    fresh = Broadcast.objects.select_for_update().get(pk=sent.pk)
    BROADCAST_STATES.check(BroadcastState(fresh.state), after)
    Broadcast.objects.filter(pk=sent.pk, state=fresh.state).update(state=after, settled_at=None)
    sent.state = after
    _tell(sent, now)


def _tell(sent: Broadcast, now: datetime) -> None:
    live.publish(
        topic=f"broadcast:{sent.key}",
        kind="progress",
        data={
            "state": sent.state,
            "expected": sent.expected,
            "matched": sent.matched,
            "sent": sent.sent,
            "waiting": sent.waiting,
            "percent": queries.advance(sent).percent,
        },
        now=now,
    )
