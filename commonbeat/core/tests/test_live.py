"""Live events: heard in order, resumed, cut off, taken away."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory

from commonbeat.core import live, wakers
from commonbeat.core.crypto import seal
from commonbeat.core.follower import EventReader, follower
from commonbeat.core.live_marks import event_of, mark_of

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def db[**P, R](work: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Ask the database in a thread of its own, as another process would."""

    def closing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()

    async def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(closing, *args, **kwargs)

    return asked


@pytest.fixture(autouse=True)
def _no_thread_stays_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadPoolExecutor(max_workers=1) as desk:
        monkeypatch.setattr(live, "_desk", desk)
        yield
        desk.submit(lambda: connection.close())  # noqa: PLW0108  the thread's own
    until = monotonic() + 5
    while follower._thread is not None and monotonic() < until:
        sleep(0.02)
    assert follower._thread is None
    assert follower.count == 0


def _request(last_id: int | None = None, **query: Any) -> HttpRequest:
    headers = {} if last_id is None else {"Last-Event-ID": mark_of(last_id)}
    return RequestFactory().get("/live/test/", query, headers=headers)


def _publish(topic: str = "a", kind: str = "changed", **data: Any) -> None:
    with transaction.atomic():
        live.publish(topic=topic, kind=kind, data=data, now=NOW)


class Page:
    """A browser's end of one stream."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self.seen: list[tuple[int, str, Any]] = []
        self.last_id: int | None = None
        self.ended = False

    async def read(self) -> bytes:
        """Take one chunk and note its events."""
        async with asyncio.timeout(5):
            try:
                chunk = await anext(self._chunks)
            except StopAsyncIteration:
                self.ended = True
                return b""
        for block in chunk.decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
            if "id" in lines:
                self.last_id = event_of(lines["id"])
            if "event" in lines:
                event = (
                    event_of(lines.get("id", "")) or -1,
                    lines["event"],
                    json.loads(lines["data"]),
                )
                self.seen.append(event)
        return chunk

    async def until(self, number: int) -> list[Any]:
        """Read until so many events came; return what they carried."""
        while len(self.seen) < number and not self.ended:
            await self.read()
        return [data for _id, _kind, data in self.seen]


@asynccontextmanager
async def _open(
    *topics: str,
    last_id: int | None = None,
    still_allowed: Callable[[], bool] | None = None,
    **query: Any,
) -> AsyncIterator[Page]:
    response = live.stream(_request(last_id, **query), topics, still_allowed=still_allowed)
    assert isinstance(response, live.LiveAnswer)
    chunks = response.events()
    page = Page(chunks)
    await page.read()
    try:
        yield page
    finally:
        await chunks.aclose()


async def test_a_page_hears_its_topics_in_order() -> None:
    async with _open("a", "b") as page:
        for number, topic in enumerate(["a", "c", "b", "a"]):
            await db(_publish)(topic, number=number)
        assert await page.until(3) == [{"number": 0}, {"number": 2}, {"number": 3}]
        ids = [event_id for event_id, *_ in page.seen]
        assert ids == sorted(ids)
        assert page.last_id == ids[-1]


async def test_an_event_that_is_rolled_back_is_never_heard() -> None:
    def undone() -> None:
        try:
            with transaction.atomic():
                live.publish(topic="a", kind="x", data={"undone": True}, now=NOW)
                raise ZeroDivisionError
        except ZeroDivisionError:
            return

    async with _open("a") as page:
        await db(undone)()
        await db(_publish)("a", done=True)
        assert await page.until(1) == [{"done": True}]


async def test_a_page_that_comes_back_resumes_where_it_was() -> None:
    async with _open("a") as page:
        await db(_publish)("a", n=1)
        await page.until(1)
        last_id = page.last_id
    for n in (2, 3):
        await db(_publish)("a", n=n)
    await db(_publish)("b", n=4)
    async with _open("a", last_id=last_id) as page:
        assert await page.until(2) == [{"n": 2}, {"n": 3}]


async def test_nothing_falls_between_drawing_a_page_and_its_stream() -> None:
    await db(_publish)("a", n=1)
    drawn_at = await db(live.latest_mark)()
    await db(_publish)("a", n=2)
    async with _open("a", since=drawn_at) as page:
        await db(_publish)("a", n=3)
        assert await page.until(2) == [{"n": 2}, {"n": 3}]


async def test_a_page_that_missed_what_was_pruned_is_told_to_load_again() -> None:
    for n in range(3):
        await db(_publish)("a", n=n)
    assert await db(live.prune)(now=NOW + timedelta(hours=2)) == 2
    newest = event_of(await db(live.latest_mark)()) or 0
    async with _open("a", last_id=newest - 2) as page:
        await page.until(1)
        assert page.seen[0][1] == "reload"
    async with _open("a", last_id=newest) as page:
        await db(_publish)("a", n=9)
        assert await page.until(1) == [{"n": 9}], "nothing was missed"


async def test_an_empty_table_is_no_reason_to_load_again() -> None:
    assert await db(live._missed)(frozenset("a"), 0) == []
    assert await db(live._missed)(frozenset("a"), 7) is None


async def test_a_slow_reader_is_cut_off_and_loses_nothing() -> None:
    def many() -> None:
        with transaction.atomic():
            for n in range(100):
                live.publish(topic="a", kind="x", data={"n": n}, now=NOW)

    await db(_publish)("b")
    async with _open("a") as page:
        last_id = page.last_id
        await db(many)()
        while not page.ended:
            await page.read()
    async with _open("a", last_id=last_id) as page:
        assert [data["n"] for data in await page.until(100)] == list(range(100))


async def test_a_right_that_was_taken_away_ends_the_stream(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "RECHECK_SECONDS", 0.05)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    allowed = True
    async with _open("a", still_allowed=lambda: allowed) as page:
        for _ in range(3):
            assert await page.read()
        allowed = False
        await asyncio.sleep(0.1)
        await db(_publish)("a", secret=True)
        while not page.ended:
            await page.read()
        assert page.seen == []


async def test_never_asking_again_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_ask", lambda still_allowed: True)
    with pytest.raises((AssertionError, TimeoutError)):
        async with asyncio.timeout(1):
            await test_a_right_that_was_taken_away_ends_the_stream(monkeypatch)


async def test_an_open_stream_beats_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    async with _open("a") as page:
        assert await page.read() == b": still here\n\n"


async def test_too_many_streams_are_refused_and_staff_last(settings: Any) -> None:
    settings.LIVE_MAX_STREAMS = 10
    pages = [_open("a") for _ in range(9)]
    for opening in pages:
        await opening.__aenter__()
    try:
        refused = live.stream(_request(), ["a"])
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert live.stream(_request(), ["a"], still_allowed=lambda: True).status_code == 200
    finally:
        for opening in pages:
            await opening.__aexit__(None, None, None)


async def test_hundreds_of_pages_hear_one_event() -> None:
    pages = [_open("a") for _ in range(300)]
    opened = [await opening.__aenter__() for opening in pages]
    try:
        await db(_publish)("a", n=1)
        for page in opened:
            assert await page.until(1) == [{"n": 1}]
    finally:
        for opening in pages:
            await opening.__aexit__(None, None, None)


async def test_pages_hear_without_redis_when_it_is_away(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    async with _open("a") as page:
        await db(_publish)("a", n=1)
        assert await page.until(1) == [{"n": 1}]
    wakers._silent_until = 0.0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="ids commit in order on SQLite")
def test_an_event_that_commits_late_is_read_once() -> None:
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            live.publish(topic="a", kind="slow", data={}, now=NOW)
            written.set()
            go_on.wait(5)
        connection.close()

    _publish("a", "first")
    reader = EventReader()
    before = reader.safe_id
    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(5)
    _publish("a", "fast")
    first = reader.read()
    assert [b"fast" in event for _topic, event in first] == [True]
    mark = first[0][1].decode().removeprefix("id: ").partition("\n")[0]
    assert event_of(mark) == before, "a page resumes from before the gap"
    go_on.set()
    thread.join()
    assert [b"slow" in event for _topic, event in reader.read()] == [True]
    assert reader.read() == []


def test_a_mark_tells_nobody_how_many_events_there_were() -> None:
    marks = {mark_of(number) for number in (1, 1, 2, 10**12)}
    assert len(marks) == 4, "the same event has another mark each time"
    assert len({len(mark) for mark in marks}) == 1
    assert not any(mark.isdecimal() for mark in marks)


def test_what_is_no_mark_of_ours_stands_for_no_event() -> None:
    assert event_of(mark_of(7)) == 7
    for given in ("", "7", "x" * 500, "gAAAA", "é" * 40, mark_of(7)[:-3], seal("7").decode()):
        assert event_of(given) is None
