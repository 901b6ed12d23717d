"""Pages: Django's WSGI handler in a few threads behind an ASGI server.

Measured against the ready-made bridge this serves two to three times the pages, because a request
crosses between the event loop and its thread once instead of four times (ADR 0007). No thread ever
waits for a visitor: bodies are whole before it starts, and answers are whole when it ends. An
answer that goes on while its page is open (``core.live``) is fed from the loop after its view.
"""

import asyncio
import io
import sys
from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import Any

import structlog

from commonbeat.config.doorway import (
    BODY_LIMIT,
    BodyReader,
    Receive,
    Scope,
    Send,
    TooLarge,
    TooSlow,
    VisitorLeft,
    declared_length,
)

logger = structlog.get_logger("commonbeat")

type Headers = list[tuple[bytes, bytes]]
type WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# Tells ``RefusalMiddleware`` that the door turned the body away; no header can set it.
REFUSED = "commonbeat.refused"
# An answer up to this size leaves its thread at once, however slow the visitor reads.
WHOLE_ANSWER = 8_388_608


class Pages:
    """Runs a WSGI application for ASGI requests."""

    def __init__(
        self, application: WSGIApplication, threads: int, *, limit: int = BODY_LIMIT
    ) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._bodies = BodyReader(limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, refused = b"", 0
        try:
            body = await self._bodies.read(receive, declared_length(scope))
        except (TooLarge, TooSlow) as refusal:
            refused = refusal.status
        except VisitorLeft:
            return
        environ = build_environ(scope, body)
        environ[REFUSED] = refused
        answer = _Answer(send, asyncio.get_running_loop())
        await answer.loop.run_in_executor(self._threads, answer.fill, self._application, environ)
        if answer.events is None:
            await answer.finish()
        else:
            await answer.go_on(answer.events(), receive)


class _Answer:
    """One answer: filled in a thread, sent from the event loop."""

    def __init__(self, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._send = send
        self._status = 500
        self._headers: Headers = []
        self._started = False
        self._pieces: list[bytes] = []
        self.events: Callable[[], AsyncGenerator[bytes]] | None = None

    def fill(self, application: WSGIApplication, environ: dict[str, Any]) -> None:
        """Run the application to its end; only an answer above the limit waits for the reader."""
        response = application(environ, self._start_response)
        self.events = getattr(response, "events", None)
        try:
            size = 0
            for piece in response:
                self._pieces.append(piece)
                size += len(piece)
                if size > WHOLE_ANSWER:
                    asyncio.run_coroutine_threadsafe(self._emit(more=True), self.loop).result()
                    size = 0
        finally:
            close = getattr(response, "close", None)
            if close:
                close()

    async def finish(self) -> None:
        """Send what is left."""
        await self._emit(more=False)

    async def go_on(self, events: AsyncGenerator[bytes], receive: Receive) -> None:
        """Send what comes, until the visitor leaves or nothing more is to come."""
        # It has no length, whatever the view counted.
        self._headers = [header for header in self._headers if header[0] != b"content-length"]
        await self._emit(more=True)
        leaving, feeding = (asyncio.ensure_future(t) for t in (receive(), self._feed(events)))
        try:
            await asyncio.wait({leaving, feeding}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            feeding.cancel()
            await asyncio.wait({leaving, feeding})
        await self._emit(more=False)

    async def _feed(self, events: AsyncGenerator[bytes]) -> None:
        try:
            async with aclosing(events):
                async for piece in events:
                    self._pieces.append(piece)
                    await self._emit(more=True)
        except Exception as error:
            # The page comes back by itself; whoever runs the site reads why.
            logger.warning("live_stream_broke", error=type(error).__name__)

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        self._status = int(status[:3])
        self._headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        return self._pieces.append

    async def _emit(self, *, more: bool) -> None:
        if not self._started:
            self._started = True
            await self._send(
                {
                    "type": "http.response.start",
                    "status": self._status,
                    "headers": self._headers,
                }
            )
        body = b"".join(self._pieces)
        self._pieces.clear()
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


def build_environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI request whose body has been read."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        separator = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    # What was read is what there is, whether or not the sender told its length.
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ
