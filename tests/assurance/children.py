"""A process that forks others in a few milliseconds each, and the pipe over which it is told to.

The near end of the pipe is ``Nursery``, the far end ``serve`` with its ``say``.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from django.conf import settings
from django.db import connection

# Far longer than anything here takes to finish what it has in hand.
SECONDS_TO_END = 60


def _database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{database['NAME']}"
    user, host, port = (database[key] for key in ("USER", "HOST", "PORT"))
    return f"postgresql://{user}@{host}:{port or 5432}/{database['NAME']}"


class Nursery:
    """The process that forks, on the database of the test."""

    def __init__(self, module: str, var: Path, sabotage: str, **more: str) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "commonbeat.config.settings",
            "COMMONBEAT_SECRET_KEY": settings.SECRET_KEY,
            "COMMONBEAT_DEMO": "0",
            "COMMONBEAT_REPORT_GUARD": "0",  # hundreds of reports in a minute, and no browser
            "COMMONBEAT_DATABASE_URL": _database_url(),
            "COMMONBEAT_VAR": str(var),
            "COMMONBEAT_SABOTAGE": sabotage,
            **more,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            env=environment,
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> int:
        """Start a child; return its process id."""
        self._ask("start")
        return int(self.answer())

    def end(self, pid: int, how: signal.Signals) -> int:
        """Send a child a signal; return how it ended."""
        os.kill(pid, how)
        self._ask(f"wait {pid}")
        return int(self.answer())

    def close(self) -> None:
        """Let the process go."""
        _pipe(self._process.stdin).close()
        _pipe(self._process.stdout).close()
        self._process.wait(10)

    def _ask(self, words: str) -> None:
        pipe = _pipe(self._process.stdin)
        pipe.write(f"{words}\n")
        pipe.flush()

    def answer(self) -> str:
        """Return the next answer: a number, or ``ready``."""
        # A server's own log goes to standard output too.
        while line := _pipe(self._process.stdout).readline():
            word = line.strip()
            if word == "ready" or word.lstrip("-").isdigit():
                return word
        raise AssertionError("the nursery ended")


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def say(word: str) -> None:
    """Answer, from inside the nursery."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def serve(run: Callable[[], None]) -> None:
    """Fork children that ``run``, and wait for them, until standard input closes."""
    # A child that is asked to stop before it listens has nothing to finish: it stops well.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: os._exit(0))
    for line in sys.stdin:
        word, _, pid = line.strip().partition(" ")
        if word == "start":
            say(str(_start(run)))
        elif word == "wait":
            say(str(_end_of(int(pid))))


def _end_of(pid: int) -> int:
    """Return how a child ended; one that goes on for ever is killed, and that is how it ended."""
    until = monotonic() + SECONDS_TO_END
    while monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _start(run: Callable[[], None]) -> int:
    alive, living = os.pipe()
    pid = os.fork()
    if pid:
        os.close(living)
        # A signal that comes in the middle of a fork is heard by nobody.
        os.read(alive, 1)
        os.close(alive)
        return pid
    code = 1
    try:
        os.write(living, b".")
        os.close(alive)
        os.close(living)
        run()
        code = 0
    finally:
        os._exit(code)
