"""Visitors: processes that ask a site for pages, each visit on a connection of its own."""

import multiprocessing
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from commonbeat.core.ids import random_code

type Visit = Callable[[int], None]

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_COOKIE = re.compile(r"^set-cookie: ([^;\r]+)", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(r"^content-length: (\d+)", re.IGNORECASE | re.MULTILINE)
ANSWERS = {
    "go": "send",
    "danger": "no",
    "topic": "bike-taken",
    "when": "unknown",
    "where_unknown": "1",
    "description": "My green bicycle was taken from the rack. The lock was cut.",
}


class Browser:
    """One connection that asks and reads, and does nothing else: its own work is not measured."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._rest = b""

    def ask(self, method: str, path: str, body: str = "", cookie: str = "") -> tuple[str, bytes]:
        """Return the head and the body of an answer; raises unless it is 200."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if cookie:
            head += f"Cookie: {cookie}\r\n"
        if body:
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        self._connection.sendall(f"{head}\r\n{body}".encode())
        answer = self._until(b"\r\n\r\n").decode("latin-1")
        assert answer.startswith("HTTP/1.1 200"), answer.partition("\r\n")[0]
        length = _LENGTH.search(answer)
        page = self._exactly(int(length.group(1))) if length else self._until(b"\r\n0\r\n\r\n")
        return answer, page

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._rest:
            self._read()
        found, _mark, self._rest = self._rest.partition(mark)
        return found

    def _exactly(self, length: int) -> bytes:
        while len(self._rest) < length:
            self._read()
        found, self._rest = self._rest[:length], self._rest[length:]
        return found

    def _read(self) -> None:
        piece = self._connection.recv(65_536)
        assert piece, "the connection was closed"
        self._rest += piece


@contextmanager
def browser(port: int) -> Iterator[Browser]:
    """Open a connection of one visitor."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Browser(connection)


def report(port: int) -> None:
    """Open the form as a new visitor and send a report; raises unless it was taken."""
    with browser(port) as visitor:
        head, form = visitor.ask("GET", "/report/")
        cookie, token = _COOKIE.search(head), _TOKEN.search(form.decode())
        assert cookie, "the form sets no cookie"
        assert token, "the form has no token"
        answers = {**ANSWERS, "csrfmiddlewaretoken": token.group(1), "receipt": random_code(24)}
        _head, page = visitor.ask("POST", "/report/", urlencode(answers), cookie.group(1))
        assert b"thank you" in page.lower(), "the report was not taken"


def reader(next_path: Callable[[], str]) -> Visit:
    """Return a visit that reads twenty pages over one connection."""

    def read(port: int) -> None:
        with browser(port) as visitor:
            for _ in range(20):
                visitor.ask("GET", next_path())

    return read


def visits_a_second(visit: Visit, port: int, *, visitors: int, seconds: float) -> float:
    """Return how many visits so many visitors at once complete in a second."""
    visit(port)
    context = multiprocessing.get_context("fork")
    counts: multiprocessing.Queue[tuple[int, float]] = context.Queue()
    processes = [
        context.Process(target=_keep_visiting, args=(visit, port, seconds, counts))
        for _ in range(visitors)
    ]
    for process in processes:
        process.start()
    told = [counts.get(timeout=seconds + 60) for _ in processes]
    for process in processes:
        process.join()
    return sum(count / spent for count, spent in told)


def _keep_visiting(
    visit: Visit, port: int, seconds: float, counts: "multiprocessing.Queue[tuple[int, float]]"
) -> None:
    started = time.perf_counter()
    count = 0
    while time.perf_counter() - started < seconds:
        visit(port)
        count += 1
    counts.put((count, time.perf_counter() - started))
