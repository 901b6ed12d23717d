"""A mail server that counts: takes everything, keeps nothing, knows when each mail came."""

import asyncio
import contextlib
import multiprocessing
import socket
import time
from collections.abc import Iterator
from multiprocessing.sharedctypes import Synchronized
from typing import Any

_END = b"\r\n.\r\n"


class Sink:
    """How many mails came, and when the first and the last of them did."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self.count: Synchronized[int] = context.Value("q", 0)
        self.first: Synchronized[float] = context.Value("d", 0.0)
        self.last: Synchronized[float] = context.Value("d", 0.0)
        self.port = 0

    def reset(self) -> None:
        """Count from nothing again."""
        self.count.value, self.first.value, self.last.value = 0, 0.0, 0.0

    def wait_for(self, count: int, seconds: float) -> float:
        """Wait for so many mails and return how many came in a second."""
        deadline = time.monotonic() + seconds
        while self.count.value < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.count.value} of {count} mails came")
            time.sleep(0.01)
        return (count - 1) / (self.last.value - self.first.value)

    def note(self) -> None:
        """One more mail came."""
        now = time.monotonic()
        if not self.count.value:
            self.first.value = now
        self.last.value = now
        self.count.value += 1


@contextlib.contextmanager
def running() -> Iterator[Sink]:
    """Run a sink in a process of its own."""
    sink = Sink()
    listener = socket.create_server(("127.0.0.1", 0))
    sink.port = listener.getsockname()[1]
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(sink, listener))
    process.start()
    try:
        yield sink
    finally:
        process.terminate()
        process.join()
        listener.close()


def _serve(sink: Sink, listener: socket.socket) -> None:
    asyncio.run(_listen(sink, listener))


async def _listen(sink: Sink, listener: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Session(sink), sock=listener)
    await server.serve_forever()


class _Session(asyncio.Protocol):
    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._buffer = b""
        self._in_mail = False
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answers = []
        while True:
            mark = _END if self._in_mail else b"\r\n"
            line, found, rest = self._buffer.partition(mark)
            if not found:
                break
            self._buffer = rest
            answers.append(self._answer(line))
        if answers:
            self._transport.write(b"".join(answers))

    def _answer(self, line: bytes) -> bytes:
        if self._in_mail:
            self._in_mail = False
            self._sink.note()
            return b"250 kept\r\n"
        word = line[:4].upper()
        if word == b"EHLO":
            return b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
        if word == b"DATA":
            self._in_mail = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n"
