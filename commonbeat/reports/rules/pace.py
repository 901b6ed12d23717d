"""How many reports without a proof of work are taken in a minute, before the next ones wait."""

import threading
from datetime import UTC, datetime, timedelta

# Nobody waits longer, however many come: the line slows a flood down and never keeps anybody out.
LONGEST_WAIT = timedelta(seconds=60)


class Pace:
    """Lets so many through in a minute, as many at once, and gives the next ones a place in line.

    It knows nobody: one count for all who come, in the memory of this process.
    """

    def __init__(self, *, per_minute: float) -> None:
        self._lock = threading.Lock()
        self._gap = timedelta(minutes=1) / per_minute
        self._next = datetime.min.replace(tzinfo=UTC)

    def take(self, *, now: datetime) -> timedelta:
        """Return how long this one has to wait: nothing for most, never more than a minute."""
        with self._lock:
            turn = max(self._next, now - timedelta(minutes=1) + self._gap)
            wait = turn - now
            if wait <= LONGEST_WAIT:
                self._next = turn + self._gap
        return min(max(wait, timedelta(0)), LONGEST_WAIT)
