"""A mail server that counts: it takes mail fast, pipelined if asked, and remembers who got what."""

import asyncio
import re
import threading
from collections.abc import Callable
from types import TracebackType

_MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)\r$", re.MULTILINE)

type Judge = Callable[[str], str]


def take_everything(_to: str) -> str:
    """The judge of a server that refuses nobody."""
    return "250 OK"


class Sink:
    """Runs in a thread of its own while the ``with`` lasts.

    ``judge`` answers RCPT by address; ``taken`` holds (address, Message-ID, bytes) of each mail.
    """

    def __init__(self, *, judge: Judge = take_everything, pipelining: bool = True) -> None:
        self.judge = judge
        self.pipelining = pipelining
        self.taken: list[tuple[str, str, bytes]] = []
        self.connections = 0
        self.talks: list[asyncio.Transport] = []
        self.hang_up_after: int | None = None  # mails, then the line goes dead without an answer
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sink")
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address of this server, as settings want it."""
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> "Sink":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _listen(self) -> None:
        server = await self._loop.create_server(lambda: _Talk(self), "127.0.0.1", self.port)
        self._server, self.port = server, server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        for talk in self.talks:
            talk.abort()
        await asyncio.sleep(0)


class _Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._buffer = bytearray()
        self._to = ""
        self._in_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._sink.connections += 1
        self._sink.talks.append(transport)
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answers = []
        while (answer := self._next()) is not None:
            answers.append(answer)
        if answers and not self._transport.is_closing():
            self._transport.write(b"".join(answers))

    def _next(self) -> bytes | None:
        """Take one command or one body off the buffer and return the answer."""
        if self._in_body:
            # An empty body is a dot alone at once; any other ends in CRLF dot CRLF.
            if self._buffer.startswith(b".\r\n"):
                end, size = 0, 3
            elif (found := self._buffer.find(b"\r\n.\r\n")) >= 0:
                end, size = found + 2, 3
            else:
                return None
            body = bytes(self._buffer[:end])
            del self._buffer[: end + size]
            self._in_body = False
            return self._take(body)
        if (end := self._buffer.find(b"\r\n")) < 0:
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        return self._command(line)

    def _command(self, line: bytes) -> bytes:
        word = line[:4].upper()
        if word == b"EHLO":
            return b"250-sink\r\n250 PIPELINING\r\n" if self._sink.pipelining else b"250 sink\r\n"
        if word == b"MAIL":
            self._to = ""
            return b"250 OK\r\n"
        if word == b"RCPT":
            to = line.partition(b"<")[2].rstrip(b">").decode()
            answer = self._sink.judge(to)
            self._to = to if answer.startswith("2") else ""
            return f"{answer}\r\n".encode()
        if word == b"DATA":
            if not self._to:
                return b"503 Nobody to send to\r\n"
            self._in_body = True
            return b"354 Go on\r\n"
        if word == b"QUIT":
            self._transport.close()
        return b"250 OK\r\n"

    def _take(self, body: bytes) -> bytes:
        found = _MESSAGE_ID.search(body)
        self._sink.taken.append((self._to, found.group(1).decode() if found else "", body))
        if self._sink.hang_up_after is not None:
            self._sink.hang_up_after -= 1
            if self._sink.hang_up_after <= 0:
                self._sink.hang_up_after = None
                self._transport.abort()
        return b"250 Taken\r\n"
