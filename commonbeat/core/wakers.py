"""Ways to notice that rows were written, each falling back to looking again soon."""

import contextlib
import threading
from time import monotonic, sleep
from typing import Any, Protocol

import redis
import structlog
from django.conf import settings
from django.db import connection

logger = structlog.get_logger("commonbeat")

_CHANNEL = "commonbeat:live"
# Asked only while a page listens: one row without a table, 0.1 ms on PostgreSQL, less on SQLite.
_LOOK_SECONDS = 0.01
_REDIS_SECONDS = 1.0  # a ring that was lost costs this much
_RETRY_SECONDS = 5.0


class Waker(Protocol):
    """Waits until something may have been written."""

    def wait(self) -> None:
        """Return at once when rows were written, and now and then when none were."""

    def close(self) -> None:
        """Let go of what was opened."""


def make_waker() -> Waker:
    """Return the best waker that this site has."""
    if settings.REDIS_URL:
        return RedisWaker(settings.REDIS_URL)
    return DatabaseWaker()


class DatabaseWaker:
    """Asks the database whether another connection committed, without reading a table."""

    def __init__(self) -> None:
        self._version = database_version()

    def wait(self) -> None:
        until = monotonic() + 1.0
        while monotonic() < until:
            sleep(_LOOK_SECONDS)
            version = database_version()
            if version != self._version:
                self._version = version
                return

    def close(self) -> None:
        """Nothing was opened."""


class RedisWaker:
    """Listens for rings on Redis; asks the database while Redis is away, and tries it every 5 s."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._listener: Any = None
        self._retry_at = 0.0
        self._fallback = DatabaseWaker()

    def wait(self) -> None:
        if self._listener is None and monotonic() >= self._retry_at:
            self._listen()
        if self._listener is None:
            self._fallback.wait()
            return
        try:
            self._listener.get_message(ignore_subscribe_messages=True, timeout=_REDIS_SECONDS)
        except redis.RedisError as error:
            logger.warning("live_redis_lost", error=type(error).__name__)
            self.close()

    def _listen(self) -> None:
        self._retry_at = monotonic() + _RETRY_SECONDS
        client = _client(self._url)
        try:
            listener = client.pubsub()
            listener.subscribe(_CHANNEL)
        except redis.RedisError:
            client.close()
        else:
            self._listener = listener

    def close(self) -> None:
        if self._listener is not None:
            with contextlib.suppress(redis.RedisError):
                self._listener.close()
        self._listener = None


_ringer_lock = threading.Lock()
_ringers: dict[str, Any] = {}
_silent_until = 0.0


def ring(url: str) -> None:
    """Wake every live process through Redis; when it is away nothing happens, and they poll."""
    global _silent_until  # noqa: PLW0603  one circuit breaker a process
    if monotonic() < _silent_until:
        return
    try:
        with _ringer_lock:
            client = _ringers.setdefault(url, _client(url))
        client.publish(_CHANNEL, b"")
    except redis.RedisError:
        _silent_until = monotonic() + _RETRY_SECONDS


def _client(url: str) -> Any:
    return redis.Redis.from_url(url, socket_connect_timeout=0.2, socket_timeout=2.0)


def database_version() -> object:
    """Return a value that differs once another connection has committed a write."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
        else:
            cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]
