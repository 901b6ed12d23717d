"""One thread a process that reads new live events and hands them to every open stream.

It wakes by Redis where there is one, else by asking the database whether anybody committed; the
rows are the truth, and a wake-up that never comes costs a second. It runs while a stream is open.
"""

import asyncio
import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterable
from time import monotonic
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max, Min, Q

from commonbeat.core.live_marks import mark_of
from commonbeat.core.models import LiveEvent
from commonbeat.core.wakers import make_waker

logger = structlog.get_logger("commonbeat")

_QUEUE_LIMIT = 64  # events a reader may lag behind before it is cut off to resume
_BATCH = 1_000
_GAP_SECONDS = 30.0  # how long a missing id may still belong to a transaction that has not ended
_GAP_LOOK_BACK = 200

type Batch = list[tuple[str, bytes]]


def event_bytes(event_id: int, kind: str, data: Any) -> bytes:
    """Return one event as it travels."""
    text = json.dumps(data, separators=(",", ":"))
    return f"id: {mark_of(event_id)}\nevent: {kind}\ndata: {text}\n\n".encode()


class Subscriber:
    """One open stream: what waits to be written to it, up to a bound."""

    __slots__ = ("_arrived", "_waiting", "is_cut", "loop", "topics")

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.loop = asyncio.get_running_loop()
        self.is_cut = False
        self._waiting: deque[bytes] = deque()
        self._arrived = asyncio.Event()

    def put(self, event: bytes) -> None:
        """Queue one event; a reader that is too far behind is cut off."""
        if len(self._waiting) >= _QUEUE_LIMIT:
            self.cut()
            return
        self._waiting.append(event)
        self._arrived.set()

    def cut(self) -> None:
        """End the stream: the page comes back and resumes from the last id it has."""
        self.is_cut = True
        self._arrived.set()

    async def next(self, timeout: float) -> bytes:
        """Return every waiting event as one chunk, or nothing when none came in time."""
        if not self._arrived.is_set():
            try:
                async with asyncio.timeout(timeout):
                    await self._arrived.wait()
            except TimeoutError:
                return b""
        self._arrived.clear()
        chunk = b"".join(self._waiting)
        self._waiting.clear()
        return chunk


class EventReader:
    """Reads each committed event once, also those whose ids commit out of order.

    PostgreSQL gives out an id when a row is written and shows it when its transaction commits, so
    a lower id may appear after a higher one: ids that were jumped over are looked for again.
    """

    def __init__(self) -> None:
        ends = LiveEvent.objects.aggregate(first=Min("pk"), last=Max("pk"))
        self.last: int = ends["last"] or 0
        self._gaps: dict[int, float] = {}
        self._watches_gaps = connection.vendor == "postgresql"
        if self._watches_gaps:
            low = max(ends["first"] or 0, self.last - _GAP_LOOK_BACK)
            there = LiveEvent.objects.filter(pk__gt=low).values_list("pk", flat=True)
            self._note_gaps(set(range(low + 1, self.last)) - set(there))

    def read(self) -> Batch:
        """Return the events that committed since the last call, as (topic, bytes)."""
        before = self.last
        wanted = Q(pk__gt=self.last)
        if self._gaps:
            wanted |= Q(pk__in=list(self._gaps))
        rows = LiveEvent.objects.filter(wanted).order_by("pk")
        found = list(rows.values_list("pk", "topic", "kind", "data")[:_BATCH])
        if found:
            self.last = max(self.last, found[-1][0])
        if self._watches_gaps:
            seen = {pk for pk, *_rest in found}
            for pk in seen:
                self._gaps.pop(pk, None)
            # Nothing is known of ids below the first one that was ever seen.
            known = before or (found[0][0] if found else 0)
            self._note_gaps(set(range(known + 1, self.last)) - seen)
        safe = self.safe_id
        return [
            (topic, event_bytes(pk if before < pk <= safe else safe, kind, data))
            for pk, topic, kind, data in found
        ]

    @property
    def safe_id(self) -> int:
        """The id from which a page may resume without missing a transaction still open."""
        return min(self._gaps) - 1 if self._gaps else self.last

    def _note_gaps(self, missing: Iterable[int]) -> None:
        now = monotonic()
        for pk in [pk for pk, until in self._gaps.items() if until < now]:
            del self._gaps[pk]
        self._gaps.update(dict.fromkeys(missing, now + _GAP_SECONDS))


class Follower:
    """Every open stream of this process, and the thread that feeds them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: dict[asyncio.AbstractEventLoop, dict[str, set[Subscriber]]] = {}
        self._count = 0
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self.safe_id = 0

    def is_full(self, *, share: float) -> bool:
        """Say whether this share of the streams that a process may hold is taken."""
        return self._count >= settings.LIVE_MAX_STREAMS * share

    @property
    def count(self) -> int:
        """How many streams are open."""
        return self._count

    def join(self, subscriber: Subscriber) -> None:
        """Feed a stream from now on."""
        with self._lock:
            by_topic = self._streams.setdefault(subscriber.loop, defaultdict(set))
            for topic in subscriber.topics:
                by_topic[topic].add(subscriber)
            self._count += 1
            if self._thread is None:
                self._ready.clear()
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()

    def leave(self, subscriber: Subscriber) -> None:
        """Feed a stream no longer; the thread ends with the last one."""
        with self._lock:
            by_topic = self._streams[subscriber.loop]
            for topic in subscriber.topics:
                by_topic[topic].discard(subscriber)
                if not by_topic[topic]:
                    del by_topic[topic]
            if not by_topic:
                del self._streams[subscriber.loop]
            self._count -= 1

    @property
    def is_ready(self) -> bool:
        """Whether the thread knows where it starts from."""
        return self._ready.is_set()

    def wait_ready(self) -> bool:
        """Wait for that; after it, no event can fall between looking back and being fed."""
        return self._ready.wait(10)

    def _run(self) -> None:
        try:
            while self._follow_until_broken_or_idle():
                threading.Event().wait(0.5)
        finally:
            connection.close()

    def _follow_until_broken_or_idle(self) -> bool:
        """Return whether to go on (the database was away), not whether all is well."""
        waker = make_waker()
        try:
            reader = EventReader()
            self.safe_id = reader.safe_id
            if self._ready.is_set():
                # We were blind for a while: every page comes back and looks for itself.
                self._cut_all()
            self._ready.set()
            while True:
                waker.wait()
                if self._leave_if_idle():
                    return False
                batch = reader.read()
                self.safe_id = reader.safe_id
                if batch:
                    self._hand_out(batch)
        except DatabaseError as error:
            logger.warning("live_follower_lost_database", error=type(error).__name__)
            connection.close()
            return not self._leave_if_idle()
        finally:
            waker.close()

    def _leave_if_idle(self) -> bool:
        with self._lock:
            if self._streams:
                return False
            self._thread = None
            return True

    def _hand_out(self, batch: Batch) -> None:
        with self._lock:
            loops = list(self._streams)
        for loop in loops:
            self._in_loop(loop, self._dispatch, loop, batch)

    def _cut_all(self) -> None:
        with self._lock:
            everybody = {s for topics in self._streams.values() for t in topics.values() for s in t}
        for subscriber in everybody:
            self._in_loop(subscriber.loop, subscriber.cut)

    @staticmethod
    def _in_loop(loop: asyncio.AbstractEventLoop, function: Any, *args: Any) -> None:
        # A loop that was closed meanwhile has no pages left to tell.
        if not loop.is_closed():
            loop.call_soon_threadsafe(function, *args)

    def _dispatch(self, loop: asyncio.AbstractEventLoop, batch: Batch) -> None:
        by_topic = self._streams.get(loop)
        if by_topic is None:
            return
        for topic, event in batch:
            for subscriber in by_topic.get(topic, ()):
                subscriber.put(event)


follower = Follower()
