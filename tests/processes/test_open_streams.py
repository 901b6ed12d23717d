"""An answer that goes on while its page is open: what it holds, and how it ends."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from commonbeat.config.pages import Pages
from commonbeat.core.live import LiveAnswer

SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/live/test/",
    "query_string": b"",
    "http_version": "1.1",
    "headers": [],
}


def run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: journeys leave a loop of their browser's in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result(20)


class Door:
    """A site with one thread, whose every address gives one answer."""

    def __init__(self, events: Callable[[], AsyncGenerator[bytes]]) -> None:
        self.pages = Pages(self._application, threads=1)
        self._events = events

    def _application(self, environ: dict[str, Any], start: Any) -> Any:
        answer = LiveAnswer(self._events) if "/live/" in environ["PATH_INFO"] else [b"a page"]
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return answer

    def visit(self, path: str = "/live/test/") -> "Visit":
        return Visit(self.pages, path)


class Visit:
    """One visitor's end of a connection."""

    def __init__(self, pages: Pages, path: str) -> None:
        self._left = asyncio.Event()
        self._body_was_read = False
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.ended = asyncio.ensure_future(
            pages({**SCOPE, "path": path}, self._receive, self._send)
        )

    async def _receive(self) -> dict[str, Any]:
        if not self._body_was_read:
            self._body_was_read = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.heard.put(dict(message))

    def leave(self) -> None:
        self._left.set()

    async def pieces(self, number: int) -> list[bytes]:
        """Return so many pieces that hold something, as they come."""
        found: list[bytes] = []
        while len(found) < number:
            async with asyncio.timeout(5):
                message = await self.heard.get()
            if message.get("body"):
                found.append(message["body"])
        return found


class Source:
    """Events without an end, and whether somebody tidied up after them."""

    def __init__(self) -> None:
        self.open = 0

    async def __call__(self) -> AsyncGenerator[bytes]:
        self.open += 1
        try:
            for number in range(3):
                yield b"%d" % number
            await asyncio.Event().wait()
        finally:
            self.open -= 1


def test_many_open_streams_hold_no_thread_of_the_pages() -> None:
    async def scene() -> None:
        source = Source()
        door = Door(source)
        streams = [door.visit() for _ in range(20)]
        for stream in streams:
            assert await stream.pieces(3) == [b"0", b"1", b"2"]
        assert source.open == 20
        threads = threading.active_count()
        page = door.visit("/")
        assert await page.pieces(1) == [b"a page"]
        assert threading.active_count() == threads, "the one thread served them all"
        for stream in streams:
            stream.leave()
            await stream.ended
        assert source.open == 0

    run(scene())


def test_a_stream_promises_no_length_and_is_known_to_end() -> None:
    async def scene() -> None:
        async def two() -> AsyncGenerator[bytes]:
            yield b"one"
            yield b"two"

        stream = Door(two).visit()
        await stream.ended
        messages = [stream.heard.get_nowait() for _ in range(stream.heard.qsize())]
        assert b"content-length" not in dict(messages[0]["headers"])
        assert [m["more_body"] for m in messages[1:]] == [True, True, True, False]

    run(scene())


@pytest.mark.parametrize("moment", range(4))
def test_whoever_leaves_at_any_moment_leaves_nothing_behind(moment: int) -> None:
    async def scene() -> None:
        source = Source()
        stream = Door(source).visit()
        if moment:
            await stream.pieces(moment)
        stream.leave()
        async with asyncio.timeout(5):
            await stream.ended
        assert source.open == 0

    run(scene())


def test_a_fault_in_the_stream_ends_it_and_is_told_to_whoever_runs_the_site(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def scene() -> None:
        async def broken() -> AsyncGenerator[bytes]:
            yield b"one"
            raise ZeroDivisionError("words of a reporter")

        stream = Door(broken).visit()
        assert await stream.pieces(1) == [b"one"]
        await stream.ended

    run(scene())
    said = "".join(capsys.readouterr())
    assert "live_stream_broke" in said
    assert "ZeroDivisionError" in said
    assert "words of a reporter" not in said


def test_a_site_that_stops_ends_its_streams() -> None:
    async def scene() -> None:
        source = Source()
        stream = Door(source).visit()
        await stream.pieces(3)
        stream.ended.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stream.ended
        assert source.open == 0

    run(scene())


@pytest.mark.parametrize(("size", "status"), [(10, 0), (11, 413)])
def test_a_door_with_a_small_limit_takes_no_more(size: int, status: int) -> None:
    refused: list[int] = []

    def application(environ: dict[str, Any], start: Any) -> Any:
        refused.append(environ["commonbeat.refused"])
        start("200 OK", [])
        return [b"done"]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * size, "more_body": False}

    async def send(message: Any) -> None:
        assert message

    run(Pages(application, threads=1, limit=10)(dict(SCOPE), receive, send))
    assert refused == [status]
