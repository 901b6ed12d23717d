"""Live updates: rows that open pages hear of, in order, over server-sent events.

``publish`` writes a row inside the caller's transaction, so a page never hears of what was rolled
back. ``stream`` answers a request with the rows of some topics as they come; the process reads
the table once for all of its streams (``core.follower``). A view decides who may listen, in a
thread, and ends like any other; the loop at the door then feeds the page (``config.pages``), so
that an open stream holds neither a thread nor a connection to the database.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse

from commonbeat.core.follower import Subscriber, event_bytes, follower
from commonbeat.core.live_marks import event_of, mark_of
from commonbeat.core.models import LiveEvent
from commonbeat.core.rows import insert
from commonbeat.core.wakers import ring

type AccessCheck = Callable[[], bool]

# Two threads, hence two database connections, ask for every stream of the process.
_desk = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-desk")

HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 45.0  # a right that was taken away ends the stream within a minute
REPLAY_LIMIT = 500
KEPT_FOR = timedelta(hours=1)
# The last tenth is kept for pages that had to show a right: the public cannot crowd them out.
_PUBLIC_SHARE = 0.9
_HEARTBEAT = b": still here\n\n"
# The page missed more than is kept: it should load afresh.
_RELOAD = b"event: reload\ndata: {}\n\n"


class LiveAnswer(HttpResponse):
    """An answer that goes on until the page closes: whoever serves it feeds it from ``events``."""

    def __init__(self, events: Callable[[], AsyncGenerator[bytes]]) -> None:
        super().__init__(content_type="text/event-stream")
        self.headers["Cache-Control"] = "no-store"
        self.headers["X-Accel-Buffering"] = "no"
        self.events = events


def publish(*, topic: str, kind: str, data: dict[str, Any], now: datetime) -> None:
    """Tell the open pages that follow ``topic``; ``data`` holds ids and states, never words."""
    insert(LiveEvent(topic=topic, kind=kind, data=data, at=now))
    if settings.REDIS_URL:
        transaction.on_commit(partial(ring, settings.REDIS_URL))


def stream(
    request: HttpRequest, topics: Iterable[str], *, still_allowed: AccessCheck | None = None
) -> HttpResponse:
    """Answer with server-sent events of ``topics`` until the page closes.

    Each event has ``id:``, ``event:`` the kind, and ``data:`` JSON. A page resumes from the id it
    saw last (``Last-Event-ID``); on its first call from ``?since=``: put ``latest_mark()`` of when
    the page was drawn there, and nothing falls in between. ``event: reload`` says that too much
    was missed. A page that reads too slowly is cut off and resumes. ``still_allowed`` (plain, may
    ask the database) is asked again before a minute has passed; once it says no, the stream ends.
    With too many streams open the answer is 503 and the browser tries again.
    """
    if follower.is_full(share=_PUBLIC_SHARE if still_allowed is None else 1.0):
        refused = HttpResponse(status=503)
        refused.headers["Retry-After"] = "30"
        return refused
    return LiveAnswer(partial(_events, frozenset(topics), _last_event_id(request), still_allowed))


async def _events(
    topics: frozenset[str], last_id: int | None, still_allowed: AccessCheck | None
) -> AsyncGenerator[bytes]:
    subscriber = Subscriber(topics)
    follower.join(subscriber)
    check_at = monotonic() + RECHECK_SECONDS
    try:
        if not follower.is_ready:
            await asyncio.to_thread(follower.wait_ready)
        # Joined first, then looked back: what comes in between is sent twice, never missed.
        start = mark_of(follower.safe_id if last_id is None else last_id)
        yield f"retry: 2000\nid: {start}\n\n".encode()
        if last_id is not None and (missed := await _replay(topics, last_id)):
            yield missed
        while True:
            chunk = await subscriber.next(HEARTBEAT_SECONDS)
            if still_allowed is not None and monotonic() >= check_at:
                if not await _at_desk(_ask, still_allowed):
                    return
                check_at = monotonic() + RECHECK_SECONDS
            if subscriber.is_cut:
                return
            yield chunk or _HEARTBEAT
    finally:
        follower.leave(subscriber)


def latest_mark() -> str:
    """Return the mark to hand to a page that is being drawn, for ``?since=``."""
    return mark_of(_latest_id())


def _latest_id() -> int:
    return LiveEvent.objects.aggregate(last=Max("pk"))["last"] or 0


async def _at_desk[**P, R](ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask the database away from the loop."""

    def work() -> R:
        close_old_connections()
        try:
            return ask(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_desk, work)


def _ask(still_allowed: AccessCheck) -> bool:
    return still_allowed()


async def _replay(topics: frozenset[str], last_id: int) -> bytes:
    missed = await _at_desk(_missed, topics, last_id)
    if missed is None:
        return _RELOAD
    return b"".join(event_bytes(pk, kind, data) for pk, kind, data in missed)


def _missed(topics: frozenset[str], last_id: int) -> list[tuple[int, str, Any]] | None:
    oldest = LiveEvent.objects.order_by("pk").values_list("pk", flat=True).first()
    if oldest is None:
        return None if last_id else []
    if oldest > last_id + 1:
        return None  # some of what was missed may be pruned
    rows = LiveEvent.objects.filter(topic__in=topics, pk__gt=last_id).order_by("pk")
    missed = list(rows.values_list("pk", "kind", "data")[: REPLAY_LIMIT + 1])
    return missed if len(missed) <= REPLAY_LIMIT else None


def _last_event_id(request: HttpRequest) -> int | None:
    given = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    return event_of(given)


def prune(*, now: datetime) -> int:
    """Delete events that no page will ask for any more; return how many.

    The newest stays, whatever its age, so that ``latest_mark`` never goes back.
    """
    old = LiveEvent.objects.filter(at__lt=now - KEPT_FOR, pk__lt=_latest_id())
    deleted, _by_model = old.delete()
    return deleted
