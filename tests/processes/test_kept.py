"""What the door may answer from memory, and what it must ask for."""

from typing import Any

import pytest

from commonbeat.config.doorway import Receive, Scope, Send
from commonbeat.config.kept import MOST_PAGES, KeptPages
from tests.processes.test_doorway import run, sender

PUBLIC = [(b"cache-control", b"public, max-age=15"), (b"vary", b"Cookie, Accept-Language")]


class Site:
    """Answers with a number that grows each time it is asked."""

    def __init__(self, headers: list[tuple[bytes, bytes]], status: int = 200) -> None:
        self.headers, self.status, self.asked = headers, status, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": str(self.asked).encode()})


class Visitor:
    """Asks one cache at moments of its own choosing."""

    def __init__(self, site: Site) -> None:
        self.now = 0.0
        self.kept = KeptPages(site, clock=lambda: self.now)

    def asks(
        self, path: str = "/", method: str = "GET", query: str = "", **headers: str
    ) -> tuple[bytes, dict[bytes, bytes]]:
        scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
            ],
        }
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        run(self.kept(scope, sender(), send))
        return said[-1]["body"], dict(said[0]["headers"])


def test_a_public_page_is_made_once_for_everybody_and_says_its_age() -> None:
    visitor = Visitor(Site(PUBLIC))
    assert visitor.asks()[0] == b"1"
    visitor.now = 6.7
    body, headers = visitor.asks()
    assert (body, headers[b"age"]) == (b"1", b"6")
    visitor.now = 15
    assert visitor.asks()[0] == b"2"


@pytest.mark.parametrize(
    "header",
    [
        {"cookie": "cb_session=1"},
        {"authorization": "Basic eA=="},
        {"cache_control": "no-cache"},
        {"range": "bytes=0-1"},
        {"if_none_match": "x"},
    ],
)
def test_who_brings_something_of_their_own_is_asked_about(header: dict[str, str]) -> None:
    visitor = Visitor(Site(PUBLIC))
    visitor.asks()
    assert visitor.asks(**header)[0] == b"2"
    assert visitor.asks()[0] == b"1"


def test_each_way_to_ask_has_its_own_page() -> None:
    visitor = Visitor(Site(PUBLIC))
    answers = [
        visitor.asks("/"),
        visitor.asks("/near-me/"),
        visitor.asks("/", query="a=1"),
        visitor.asks("/", accept_language="zh"),
        visitor.asks("/", host="other.example"),
        visitor.asks("/", method="HEAD"),
    ]
    assert len({body for body, _headers in answers}) == 6


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 200),
        ([(b"cache-control", b"no-store")], 200),
        ([(b"cache-control", b"private, max-age=15")], 200),
        ([(b"cache-control", b"max-age=315360000, public, immutable")], 200),
        ([*PUBLIC, (b"set-cookie", b"a=b")], 200),
        ([(b"cache-control", b"public, max-age=15"), (b"vary", b"Accept-Encoding")], 200),
        (PUBLIC, 404),
    ],
)
def test_what_does_not_say_that_everybody_may_keep_it_is_made_anew(
    headers: list[tuple[bytes, bytes]], status: int
) -> None:
    visitor = Visitor(Site(headers, status))
    visitor.asks()
    assert visitor.asks()[0] == b"2"


def test_memory_has_an_end() -> None:
    visitor = Visitor(Site(PUBLIC))
    for number in range(MOST_PAGES + 5):
        visitor.asks(query=str(number))
    assert len(visitor.kept._pages) == MOST_PAGES
    visitor.now = 20
    visitor.asks()
    assert len(visitor.kept._pages) == 1
