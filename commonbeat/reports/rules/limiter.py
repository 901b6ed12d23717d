"""Slowing down whoever guesses receipts or sends very many reports, without keeping who it is.

A caller is known by a keyed hash of what tells callers apart. The key lives in memory alone and is
thrown away every ten minutes with everything counted under it, so yesterday's callers cannot be
found again by anybody.
"""

import hashlib
import hmac
import secrets
import threading
from datetime import datetime, timedelta

KEY_LIFE = timedelta(minutes=10)
FREE_TRIES = 5  # as many as a person needs who copies from paper
STOPPED_AT = 10
LONGEST_WAIT = timedelta(seconds=60)
_MOST_CALLERS = 100_000


class Limiter:
    """Counts tries; who has something right to show never waits longer than a minute."""

    def __init__(self, *, free_tries: int = FREE_TRIES, stopped_at: int = STOPPED_AT) -> None:
        self._free_tries, self._stopped_at = free_tries, stopped_at
        self._lock = threading.Lock()
        self._key = b""
        self._key_until: datetime | None = None
        self._tries: dict[bytes, tuple[int, datetime]] = {}

    def wait(self, caller: str, *, now: datetime) -> timedelta:
        """Return how long this caller has to wait before the next try; nothing for most."""
        with self._lock:
            count, last = self._tries.get(self._name(caller, now), (0, now))
        if count < self._free_tries:
            return timedelta(0)
        return max(timedelta(0), last + self._pause(count) - now)

    def note_wrong(self, caller: str, *, now: datetime) -> None:
        """Count one wrong try, or one try where each counts."""
        with self._lock:
            name = self._name(caller, now)
            if len(self._tries) >= _MOST_CALLERS:
                self._tries.clear()
            count, _last = self._tries.get(name, (0, now))
            self._tries[name] = (count + 1, now)

    def _pause(self, count: int) -> timedelta:
        if count >= self._stopped_at:
            return LONGEST_WAIT
        return timedelta(seconds=2 ** (count - self._free_tries + 1))

    def _name(self, caller: str, now: datetime) -> bytes:
        if self._key_until is None or now >= self._key_until:
            self._key, self._key_until = secrets.token_bytes(32), now + KEY_LIFE
            self._tries = {}
        return hmac.new(self._key, caller.encode(), hashlib.sha256).digest()[:16]
