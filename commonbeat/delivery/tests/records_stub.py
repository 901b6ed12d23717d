"""Another organisation's system, as a real server on this machine: it takes calls, with faults."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

type Fault = Callable[["RecordsStub", socket.socket], None]


class RecordsStub:
    """It keeps each call once by its id, answers with a number, and has one fault after another.

    ``faults`` are played in order, one a call; after the last it answers as it should.
    ``connections`` counts everybody who as much as knocked.
    """

    def __init__(self, *faults: Fault, context: ssl.SSLContext | None = None) -> None:
        self.faults = list(faults)
        self.context = context
        self.connections = 0
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.kept: dict[str, Any] = {}
        self.numbers: dict[str, str] = {}
        self._stop = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.05)
        self.port = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/in"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)
        self._server.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                line, _who = self._server.accept()
            except TimeoutError:
                continue
            self.connections += 1
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(10)
        with suppress(OSError), line, self._secured(line) as spoken:
            headers, body = self._read(spoken)
            self.calls.append((headers, body))
            if self.faults:
                self.faults.pop(0)(self, spoken)
                return
            answer(spoken, 200, self.keep(headers, body))

    def _secured(self, line: socket.socket) -> socket.socket:
        return self.context.wrap_socket(line, server_side=True) if self.context else line

    def keep(self, headers: dict[str, str], body: bytes) -> bytes:
        """Keep a call once, as a records system that knows idempotency keys does."""
        call_id = headers["webhook-id"]
        self.kept.setdefault(call_id, json.loads(body))
        return json.dumps({"number": self.numbers.get(call_id, "")}).encode()

    def _read(self, line: socket.socket) -> tuple[dict[str, str], bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            more = line.recv(65_536)
            if not more:
                raise OSError("hung up")
            data += more
        head, body = data.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")[1:]
        headers = {name.lower(): value for name, value in (text.split(": ", 1) for text in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            body += line.recv(65_536)
        return headers, body


def answer(line: socket.socket, status: int, body: bytes = b"", **headers: str) -> None:
    """Send one whole answer."""
    said = {"Content-Length": str(len(body)), "Connection": "close"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    line.sendall(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body)


def says(status: int, body: bytes = b"", **headers: str) -> Fault:
    """Answer with a status and keep nothing."""
    return lambda _stub, line: answer(line, status, body, **headers)


def keeps_and_breaks_off(stub: RecordsStub, line: socket.socket) -> None:
    """Keep the call, and hang up in the middle of the answer."""
    stub.keep(*stub.calls[-1])
    line.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{"numb')


def hangs_up(_stub: RecordsStub, _line: socket.socket) -> None:
    """Hang up without a word."""


def keeps_and_talks_nonsense(stub: RecordsStub, line: socket.socket) -> None:
    """Keep the call, and answer with what is no JSON."""
    stub.keep(*stub.calls[-1])
    answer(line, 200, b"<html>thanks</html>")


def drips(_stub: RecordsStub, line: socket.socket) -> None:
    """Answer one byte at a time, so that no single read is ever late."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    with suppress(OSError):
        while True:
            line.sendall(b" ")
            time.sleep(0.02)


def floods(_stub: RecordsStub, line: socket.socket) -> None:
    """Answer with far more than a megabyte."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
    with suppress(OSError):
        for _ in range(760):
            line.sendall(b"x" * 65_536)


@contextmanager
def records_stub(*faults: Fault, context: ssl.SSLContext | None = None) -> Iterator[RecordsStub]:
    """Run a stub for a while."""
    stub = RecordsStub(*faults, context=context)
    stub.start()
    try:
        yield stub
    finally:
        stub.stop()
