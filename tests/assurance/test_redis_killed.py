"""kill -9 of Redis: reporting goes on, and the limits on guessing stay shut.

A real Redis is started on a free port, counted on, killed, and started again.
"""

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.core.cache.backends.dummy import DummyCache
from django.test import Client

from commonbeat.accounts.tests.factories import PASSWORD, make_user
from commonbeat.core import caching
from commonbeat.delivery.actions import sending
from commonbeat.delivery.channels.email.transport import EmailTransport
from commonbeat.delivery.models import OutboxMessage
from commonbeat.delivery.rules import MessageState
from commonbeat.delivery.tests.factories import NOW, make_messages
from commonbeat.delivery.tests.sink import Sink
from commonbeat.reports.models import Report
from commonbeat.reports.rules.limiter import STOPPED_AT, Limiter
from commonbeat.reports.tests.factories import make_receipt
from commonbeat.reports.tests.test_flow import all_at_once
from tests.running_site import free_port, wait_until

pytestmark = [
    pytest.mark.assurance,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server here"),
]

EMAIL = "victim@people.example"
REPORTS = 10


class Redis:
    """A Redis of our own that keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"],
            stdout=subprocess.DEVNULL,
        )
        wait_until(self._answers, 20)

    def _answers(self) -> bool:
        with contextlib.closing(redis.Redis.from_url(self.url)) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def keys(self) -> int:
        """Return how many keys it holds."""
        with contextlib.closing(redis.Redis.from_url(self.url)) as client:
            return len(client.keys())

    def kill(self) -> None:
        """Kill it as a machine would."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(settings: Any) -> Iterator[Redis]:
    caching.away_until.clear()
    own = Redis()
    own.start()
    settings.REDIS_URL = own.url
    use(settings, "commonbeat.core.caching.SteadyCache", own)
    yield own
    own.kill()
    cache.close()


def use(settings: Any, backend: str, server: Redis) -> None:
    """Use a cache on the Redis of this test."""
    options = {"socket_connect_timeout": 0.2, "socket_timeout": 1.0}
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": server.url, "OPTIONS": options}}


def guess(client: Client, tries: int) -> int:
    """Guess a password; return how many tries were judged."""
    page = {"login": EMAIL, "password": "wrong-harbour-lantern"}
    told = [client.post("/accounts/login/", page) for _ in range(tries)]
    assert all(answer.status_code < 500 for answer in told), "signing in falls over"
    return sum("too many" not in answer.content.decode().lower() for answer in told)


def guess_receipts(client: Client) -> list[int]:
    """Guess receipts, as many as the limit; return what each was answered with."""
    wrong = [client.post("/receipt/", {"receipt": make_receipt()}) for _ in range(STOPPED_AT)]
    return [answer.status_code for answer in wrong]


def check_without_redis() -> None:
    """Everything that matters works, and guessing is stopped."""
    client = Client(raise_request_exception=False)
    started = time.monotonic()
    answers = [client.post("/report/", all_at_once()).status_code for _ in range(REPORTS)]
    assert answers == [200] * REPORTS
    assert Report.objects.count() == REPORTS
    assert (time.monotonic() - started) / REPORTS < 2, "nobody waits for what is gone"
    assert client.get("/").status_code == 200
    assert guess(client, 12) < 10, "passwords are guessed without an end"
    told = guess_receipts(client)
    assert set(told) == {422, 429}, "receipts are guessed without an end"


def check_nothing_that_waits_is_lost(server: Redis) -> None:
    """A letter that waits is still there when Redis is gone, and leaves as if it were not."""
    waiting = make_messages(1)[0]
    server.kill()
    assert OutboxMessage.objects.get().state == MessageState.QUEUED
    with Sink() as sink, contextlib.closing(EmailTransport(sink.url)) as post:
        assert post.drain(now=NOW) == 1
        assert [to for to, *_ in sink.taken] == ["person0@example.com"]
    waiting.refresh_from_db()
    assert waiting.state == MessageState.SENT


def test_reporting_and_limits_outlive_redis(server: Redis) -> None:
    make_user(email=EMAIL)
    assert guess(Client(), 2) == 2 and server.keys() > 0, "the tries are counted in Redis"
    check_nothing_that_waits_is_lost(server)
    check_without_redis()


def test_redis_is_used_again_once_it_is_back(
    server: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "RETRY_SECONDS", 0.0)
    make_user(email=EMAIL)
    server.kill()
    guess(Client(), 2)
    server.start()
    right = {"login": EMAIL, "password": PASSWORD}
    assert Client().post("/accounts/login/", right).status_code == 302
    assert server.keys() > 0


def test_sabotage_a_cache_that_needs_redis_is_noticed(server: Redis, settings: Any) -> None:
    use(settings, "django.core.cache.backends.redis.RedisCache", server)
    make_user(email=EMAIL)
    server.kill()
    with pytest.raises((AssertionError, redis.RedisError)):
        check_without_redis()


def test_sabotage_a_fallback_that_counts_nothing_is_noticed(
    server: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(email=EMAIL)
    monkeypatch.setattr(caching, "LocMemCache", lambda _name, params: DummyCache("", params))
    cache.close()
    server.kill()
    with pytest.raises(AssertionError, match="passwords are guessed"):
        check_without_redis()


def test_sabotage_receipts_that_nobody_counts_are_noticed(
    server: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(email=EMAIL)
    monkeypatch.setattr(Limiter, "note_wrong", lambda *_args, **_facts: None)
    server.kill()
    with pytest.raises(AssertionError, match="receipts are guessed"):
        check_without_redis()


def test_sabotage_a_queue_that_needs_redis_is_noticed(
    server: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = sending.claim

    def asks_redis_first(**facts: Any) -> Any:
        with contextlib.closing(redis.Redis.from_url(server.url)) as client:
            client.ping()
        return claim(**facts)

    monkeypatch.setattr(sending, "claim", asks_redis_first)
    with pytest.raises(redis.ConnectionError):
        check_nothing_that_waits_is_lost(server)
