"""Sweeps: idempotent passes over rows with a state, run again and again by the worker.

A sweep declares itself in its context's ``tasks.py``; nothing is queued, so killing the worker
at any moment loses nothing.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

type SweepFunction = Callable[[datetime], int]

# Set when the worker was asked to stop: a sweep that takes long looks here between two rows.
stopping = threading.Event()


@dataclass(frozen=True, slots=True)
class Sweep:
    """One pass: ``run(now)`` returns how many rows it dealt with; more than none means go again.

    Sweeps of one lane take turns; lanes run beside each other, so that a slow mail server holds
    up mail and nothing else. One that waits for rows runs as soon as any were written; one that
    waits for the clock does not, or a busy hour would have it count and tidy all the time.
    """

    name: str
    every: timedelta
    run: SweepFunction
    lane: str = "main"
    waits_for_rows: bool = False


_registry: dict[str, Sweep] = {}


def sweep(
    *, every: timedelta, lane: str = "main", waits_for_rows: bool = False
) -> Callable[[SweepFunction], SweepFunction]:
    """Register a function of ``tasks.py`` to run at least this often while there is a worker."""

    def register(function: SweepFunction) -> SweepFunction:
        name = f"{function.__module__}.{function.__qualname__}"
        _registry[name] = Sweep(name, every, function, lane, waits_for_rows)
        return function

    return register


def all_sweeps() -> list[Sweep]:
    """Return every registered sweep, in order of name."""
    return [_registry[name] for name in sorted(_registry)]
