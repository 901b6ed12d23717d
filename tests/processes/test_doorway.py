"""What the door lets in, one request at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from commonbeat.config import doorway
from commonbeat.config.doorway import BodyReader, TooLarge, TooSlow, VisitorLeft
from commonbeat.config.pages import build_environ
from commonbeat.config.veil import Veil

ADDRESS = "198.51.100.7"


def scope(*headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "POST",
        "path": "/举报/",
        "query_string": b"a=1",
        "http_version": "1.1",
        "client": (ADDRESS, 4242),
        "headers": list(headers),
    }


def sender(*pieces: bytes, then: dict[str, Any] | None = None) -> Callable[[], Awaitable[Any]]:
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    messages.append(then or {"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return receive


def run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: journeys leave a loop of their browser's in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def silence() -> Any:
    await asyncio.sleep(60)


def test_a_body_arrives_whole() -> None:
    body = run(BodyReader().read(sender(b"one", b"two"), 6))
    assert body == b"onetwo"


@pytest.mark.parametrize("declared", [0, 200])
def test_a_body_over_the_limit_is_refused_whatever_it_declares(declared: int) -> None:
    with pytest.raises(TooLarge):
        run(BodyReader(limit=100).read(sender(*[b"x" * doorway.SMALL_BODY] * 2), declared))


def test_a_small_limit_holds_for_small_bodies_too() -> None:
    last = {"type": "http.request", "body": b"x" * 101, "more_body": False}
    with pytest.raises(TooLarge):
        run(BodyReader(limit=100).read(sender(then=last), 0))


def test_a_visitor_who_leaves_half_way_sends_nothing() -> None:
    with pytest.raises(VisitorLeft):
        run(BodyReader().read(sender(b"half", then={"type": "http.disconnect"}), 10))


def test_silence_in_the_middle_of_a_body_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "SECONDS_BETWEEN_PIECES", 0.01)
    with pytest.raises(TooSlow):
        run(BodyReader().read(silence, 10))


def test_only_so_many_large_bodies_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "SECONDS_FOR_A_SLOT", 0.01)

    async def crowd() -> None:
        reader = BodyReader(large_bodies=1)
        holder = asyncio.create_task(reader.read(silence, doorway.SMALL_BODY + 1))
        await asyncio.sleep(0)
        with pytest.raises(TooSlow):
            await reader.read(sender(b"x"), doorway.SMALL_BODY + 1)
        # A small one is let in all the same.
        assert await reader.read(sender(b"x"), 1) == b"x"
        holder.cancel()

    run(crowd())


def test_the_environment_tells_django_what_the_request_said() -> None:
    said = scope((b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"host", b"example.org"))
    environ = build_environ(Veil().veiled(said), b"words")
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_HOST"] == "example.org"
    assert environ["CONTENT_LENGTH"] == "5"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/举报/"
