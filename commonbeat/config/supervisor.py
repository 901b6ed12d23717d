"""Keeps the parts of a site running: starts them, starts them again, stops them all.

A part may be killed at any moment and nothing is lost: the socket stays open here, so visitors
wait a moment instead of being refused, and the work of the worker is rows with a state.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

FIRST_WAIT = 0.1
LONGEST_WAIT = 10.0
# A part that lived this long was well; its next fault waits the shortest time again.
WELL_AFTER = 30.0
# After this long a part that was told to stop is killed; everything ends within five seconds.
SECONDS_TO_STOP = 4.0
_TICK = 0.05


@dataclass
class Part:
    """One process of the site."""

    name: str
    arguments: Sequence[str]
    open_files: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait: float = FIRST_WAIT
    start_at: float = field(default=0.0)

    def start(self, now: float) -> None:
        """Start the process, in a group of its own so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "-m", "commonbeat.config.cli", *self.arguments, "--with-parent"],
            stdin=subprocess.PIPE,
            pass_fds=tuple(self.open_files),
            start_new_session=True,
        )
        self.started_at = now

    def note_end(self, now: float) -> int | None:
        """Return how the process ended and plan its next start; nothing while it runs."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        if self.process.stdin:
            self.process.stdin.close()
        self.process = None
        if now - self.started_at >= WELL_AFTER:
            self.wait = FIRST_WAIT
        self.start_at = now + self.wait
        self.wait = min(self.wait * 2, LONGEST_WAIT)
        return code


class Supervisor:
    """Runs parts until it is told to stop by Ctrl-C or SIGTERM."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], object]) -> None:
        self._parts = parts
        self._say = say
        self._stops = 0

    def run(self, when_started: Callable[[], object] = lambda: None) -> None:
        """Start every part and keep them running; returns once all have ended."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._look_after()
            when_started()
            while not self._stops:
                self._look_after()
                time.sleep(_TICK)
        finally:
            self._end_all()

    @property
    def is_stopping(self) -> bool:
        """Whether somebody asked for the end."""
        return self._stops > 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stops += 1

    def _look_after(self) -> None:
        now = time.monotonic()
        for part in self._parts:
            code = part.note_end(now)
            if code is not None:
                self._say(f"{part.name} ended ({_ending(code)}); starting it again.")
            if part.process is None and now >= part.start_at and not self._stops:
                part.start(now)
                self._say(f"{part.name} runs as process {part.process and part.process.pid}.")

    def _end_all(self) -> None:
        running = [part.process for part in self._parts if part.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in running:
            while process.poll() is None and time.monotonic() < deadline and self._stops < 2:
                time.sleep(_TICK)
            if process.poll() is None:
                process.kill()
                process.wait()


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
