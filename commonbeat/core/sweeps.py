"""Sweeps: idempotent passes over rows with a state, run again and again by the worker.

A sweep declares itself in its context's ``tasks.py``; nothing is queued, so killing the worker
at any moment loses nothing.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

type SweepFunction = Callable[[datetime], int]

# Sweeps that run at least this often also run at once when rows were written.
EAGER = timedelta(minutes=1)

# Set when the worker was asked to stop: a sweep that takes long looks here between two rows.
stopping = threading.Event()


@dataclass(frozen=True, slots=True)
class Sweep:
    """One pass: ``run(now)`` returns how many rows it dealt with; more than none means go again.

    Sweeps of one lane take turns; lanes run beside each other, so that a slow mail server holds
    up mail and nothing else.
    """

    name: str
    every: timedelta
    run: SweepFunction
    lane: str = "main"

    @property
    def is_eager(self) -> bool:
        """Whether it runs as soon as rows were written."""
        return self.every <= EAGER


_registry: dict[str, Sweep] = {}


def sweep(*, every: timedelta, lane: str = "main") -> Callable[[SweepFunction], SweepFunction]:
    """Register a function of ``tasks.py`` to run at least this often while there is a worker."""

    def register(function: SweepFunction) -> SweepFunction:
        name = f"{function.__module__}.{function.__qualname__}"
        _registry[name] = Sweep(name=name, every=every, run=function, lane=lane)
        return function

    return register


def all_sweeps() -> list[Sweep]:
    """Return every registered sweep, in order of name."""
    return [_registry[name] for name in sorted(_registry)]
