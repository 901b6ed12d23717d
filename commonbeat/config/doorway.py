"""The door of the site: how large and how slow a request may be."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

# Files of 20 MiB that come at once, and the form around them; larger ones come in pieces of 1 MiB.
BODY_LIMIT = 27_000_000
SMALL_BODY = 1_048_576
# Bodies above the small size that may be held in memory at once.
LARGE_BODIES = 6
SECONDS_BETWEEN_PIECES = 30
SECONDS_FOR_A_SLOT = 20


class TooLarge(Exception):
    """The body is larger than anything that the site asks for."""

    status = 413


class TooSlow(Exception):
    """Nothing came for too long, or no room was free for a large body."""

    status = 408


class VisitorLeft(Exception):
    """The connection closed before the request was whole."""


class BodyReader:
    """Reads whole bodies before a thread is given the request, so that no slow visitor holds one.

    Small bodies always fit; large ones (photographs) take one of a few places, which bounds the
    memory of the process.
    """

    def __init__(self, limit: int = BODY_LIMIT, large_bodies: int = LARGE_BODIES) -> None:
        self._limit = limit
        self._places = asyncio.Semaphore(large_bodies)

    async def read(self, receive: Receive, declared: int) -> bytes:
        """Return the body; raises ``TooLarge``, ``TooSlow`` or ``VisitorLeft``."""
        if declared > self._limit:
            await self._pour_away(receive)
            raise TooLarge
        if declared > SMALL_BODY:
            return await self._read_large(receive, bytearray())
        body = bytearray()
        more = await self._fill(receive, body, stop_at=SMALL_BODY)
        return await self._read_large(receive, body) if more else bytes(body)

    async def _read_large(self, receive: Receive, body: bytearray) -> bytes:
        try:
            async with asyncio.timeout(SECONDS_FOR_A_SLOT):
                await self._places.acquire()
        except TimeoutError:
            raise TooSlow from None
        try:
            await self._fill(receive, body)
        finally:
            self._places.release()
        return bytes(body)

    async def _fill(self, receive: Receive, body: bytearray, stop_at: int | None = None) -> bool:
        """Read on until the end, or past ``stop_at``; say whether there is more to come."""
        more = True
        while more and (stop_at is None or len(body) <= stop_at):
            piece, more = await _piece(receive)
            body += piece
            if len(body) > self._limit:
                body.clear()
                if more:
                    await self._pour_away(receive)
                raise TooLarge
        return more

    async def _pour_away(self, receive: Receive) -> None:
        # A browser shows our answer only after it has sent everything, so take some of it.
        poured = 0
        more = True
        while more and poured < 4 * self._limit:
            try:
                piece, more = await _piece(receive)
            except (TooSlow, VisitorLeft):
                return
            poured += len(piece)


async def _piece(receive: Receive) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(SECONDS_BETWEEN_PIECES):
            message = await receive()
    except TimeoutError:
        raise TooSlow from None
    if message["type"] == "http.disconnect":
        raise VisitorLeft
    return message.get("body", b""), message.get("more_body", False)


def declared_length(scope: Scope) -> int:
    """Return what ``Content-Length`` says, 0 when it says nothing that can be read."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
