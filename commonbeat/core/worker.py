"""The worker: runs every sweep when it is due, and at once when rows were written.

One thread a lane. There is no queue: what is to be done is in the tables, so a worker that is
killed at any moment is simply started again, and several may run side by side.
"""

import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from time import monotonic
from types import FrameType

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import autodiscover_modules

from commonbeat.core import clock
from commonbeat.core.sweeps import Sweep, all_sweeps, stopping
from commonbeat.core.wakers import database_version

logger = structlog.get_logger("commonbeat")

_POLL_SECONDS = 0.05
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


def run(*, now: Callable[[], datetime] = clock.now) -> None:
    """Run until SIGTERM or Ctrl-C, then finish the rows in hand and return."""
    stopping.clear()
    _stop_on_signals()
    Worker(load_sweeps(), now=now).run()


def load_sweeps() -> list[Sweep]:
    """Import every context's ``tasks.py`` and return the sweeps declared there."""
    autodiscover_modules("tasks")
    return all_sweeps()


def run_once(sweeps: Iterable[Sweep], *, now: datetime) -> int:
    """Run sweeps until none of them finds anything more; return how many rows they dealt with."""
    total = 0
    while done := sum(sweep.run(now) for sweep in sweeps):
        total += done
    return total


def _stop_on_signals() -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


class Worker:
    """The lanes of one process, and the watch that wakes them."""

    def __init__(self, sweeps: Sequence[Sweep], *, now: Callable[[], datetime]) -> None:
        by_lane: dict[str, list[Sweep]] = {}
        for sweep in sweeps:
            by_lane.setdefault(sweep.lane, []).append(sweep)
        self._lanes = [Lane(name, in_lane, now=now) for name, in_lane in sorted(by_lane.items())]

    def run(self) -> None:
        """Run the lanes until ``stopping`` is set."""
        threads = [
            threading.Thread(target=lane.run, name=f"lane-{lane.name}") for lane in self._lanes
        ]
        for thread in threads:
            thread.start()
        logger.info("worker_started", lanes=[lane.name for lane in self._lanes])
        try:
            self._watch()
        finally:
            stopping.set()
            self._wake()
            for thread in threads:
                thread.join()
            connection.close()
        logger.info("worker_stopped")

    def _watch(self) -> None:
        version: object = None
        while not stopping.wait(_POLL_SECONDS):
            try:
                seen = database_version()
            except DatabaseError:
                # Lanes meet the same fault and say so; here we only try again.
                connection.close()
                stopping.wait(_FIRST_PAUSE)
                continue
            if seen != version:
                version = seen
                self._wake()

    def _wake(self) -> None:
        for lane in self._lanes:
            lane.wake.set()


class Lane:
    """Sweeps that take turns in one thread."""

    def __init__(self, name: str, sweeps: Iterable[Sweep], *, now: Callable[[], datetime]) -> None:
        self.name = name
        self.wake = threading.Event()
        self._now = now
        self._turns = [_Turn(sweep) for sweep in sweeps]

    def run(self) -> None:
        """Run sweeps as they fall due, until ``stopping`` is set."""
        try:
            while not stopping.is_set():
                close_old_connections()
                for turn in self._turns:
                    if turn.due_at <= monotonic() and not stopping.is_set():
                        turn.take(self._now())
                self._rest()
        finally:
            connection.close()

    def _rest(self) -> None:
        pause = min(turn.due_at for turn in self._turns) - monotonic()
        if pause <= 0:
            return
        # Never longer than a second at a stretch, so that a stop is heard.
        if self.wake.wait(min(pause, 1.0)):
            self.wake.clear()
            for turn in self._turns:
                turn.hasten()


class _Turn:
    """When a sweep is due next; one that fails waits longer and longer, and holds up no other."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        self.due_at = monotonic()
        self._pause = 0.0

    def hasten(self) -> None:
        if self.sweep.waits_for_rows and not self._pause:
            self.due_at = monotonic()

    def take(self, now: datetime) -> None:
        try:
            done = self.sweep.run(now)
        except Exception as error:
            self._pause = min(max(self._pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
            self.due_at = monotonic() + self._pause
            # Type and place alone: the message of an error may quote what a person wrote.
            where = traceback.extract_tb(error.__traceback__)[-1]
            logger.error(
                "sweep_failed",
                sweep=self.sweep.name,
                error=type(error).__name__,
                at=f"{where.filename}:{where.lineno}",
                again_in_seconds=self._pause,
            )
            if isinstance(error, DatabaseError):
                connection.close()
            return
        self._pause = 0.0
        self.due_at = monotonic() + (0.0 if done else self.sweep.every.total_seconds())
