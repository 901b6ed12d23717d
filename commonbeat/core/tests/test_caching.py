"""A Redis that hangs is left alone by the whole process, not by one request."""

import socket
from collections.abc import Iterator
from contextvars import Context
from typing import Any

import pytest
from django.core.cache import caches

from commonbeat.core import caching


class Hanging:
    """An address where everybody is let in and nobody is answered."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.door.setblocking(False)
        self.url = f"redis://127.0.0.1:{self.door.getsockname()[1]}/0"

    def callers(self) -> int:
        """Return how many came since this was asked last."""
        came = 0
        while True:
            try:
                self.door.accept()[0].close()
            except BlockingIOError:
                return came
            came += 1


@pytest.fixture
def hanging(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    server = Hanging()
    monkeypatch.setattr(caching, "away_until", {})
    settings.CACHES = {
        "default": {
            "BACKEND": "commonbeat.core.caching.SteadyCache",
            "LOCATION": server.url,
            "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1},
        }
    }
    yield server
    server.door.close()


def in_a_request(*, count: str) -> object:
    """Count once as a request does: in a context of its own, hence with a cache of its own."""

    def ask() -> object:
        cache = caches["default"]
        cache.add(count, 0, timeout=60)
        cache.incr(count)
        return cache

    return Context().run(ask)


def check_one_request_waits_for_all(server: Hanging) -> None:
    first = in_a_request(count="tries")
    assert server.callers() > 0
    second = in_a_request(count="tries")
    assert first is not second, "each request has its own cache"
    assert server.callers() == 0, "Redis is asked again while it hangs"
    assert caches["default"].get("tries") == 2, "what is counted meanwhile is counted together"


def test_a_redis_that_hangs_is_asked_once_in_a_while_and_not_by_each_request(
    hanging: Hanging,
) -> None:
    check_one_request_waits_for_all(hanging)


def test_another_redis_is_asked_all_the_same(hanging: Hanging) -> None:
    in_a_request(count="others")
    other = Hanging()
    options = {"socket_connect_timeout": 0.1, "socket_timeout": 0.1}
    caching.SteadyCache(other.url, {"OPTIONS": options}).get("others")
    assert other.callers() > 0
    other.door.close()


def test_sabotage_a_rest_that_each_cache_keeps_for_itself_is_noticed(
    hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = caching.SteadyCache.__init__

    def alone(self: caching.SteadyCache, server: str, params: dict[str, Any]) -> None:
        honest(self, server, params)
        self.address = f"{server}#{id(self)}"

    monkeypatch.setattr(caching.SteadyCache, "__init__", alone)
    with pytest.raises(AssertionError, match="Redis is asked again while it hangs"):
        check_one_request_waits_for_all(hanging)
