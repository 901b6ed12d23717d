"""Reading what strangers sent in a process that can do nothing but answer.

A program is one of our own modules. It gets a sealed file to read and, often, one to write, both
as open descriptors; the keys travel through a pipe, never as an argument or in the environment.
It has no network, opens no file, and has little memory and time: see ``cage``.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MEBIBYTE = 1024 * 1024
_VERDICT_BYTES = 256 * 1024
_AT_ONCE = 2
_CAGE = ("-I", "-m", "commonbeat.core.cage")
_turns = threading.BoundedSemaphore(_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Program:
    """One of our modules, with a function ``prepare(source, sink, task)``, and what it may use.

    ``prepare`` may look at the first bytes of the source and import what it needs; it returns the
    function that does the work without any new descriptor and returns a verdict for JSON.
    """

    module: str
    cpu_seconds: int = 30
    wall_seconds: float = 90
    memory_bytes: int = 512 * MEBIBYTE
    output_bytes: int = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class End:
    """An open file of one side; ``key`` opens it when it is sealed, and is empty when it is not."""

    descriptor: int
    key: bytes = b""

    def told(self) -> dict[str, Any]:
        """Return this end for JSON."""
        return {"descriptor": self.descriptor, "key": base64.b64encode(self.key).decode()}


class Failure(StrEnum):
    """Why there is no verdict."""

    DIED = "died"
    LATE = "late"
    NONSENSE = "nonsense"
    BUSY = "busy"


class SandboxFailed(Exception):
    """The program gave no verdict; ``failure`` says how. What it wrote is worth nothing."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def run[T](
    program: Program,
    *,
    source: End,
    sink: End | None = None,
    task: dict[str, Any] | None = None,
    read: Callable[[dict[str, Any]], T],
    patience: float = 60,
) -> T:
    """Run a program and return its verdict, made into a typed value by ``read``.

    Waits up to ``patience`` seconds for one of the few places. Raises ``SandboxFailed``; ``read``
    raises ``ValueError``, ``KeyError`` or ``TypeError`` for a verdict that is none, and its other
    errors pass.
    """
    if not _turns.acquire(timeout=patience):
        raise SandboxFailed(Failure.BUSY)
    try:
        line = _answer(program, _order(program, source, sink, task or {}), source, sink)
    finally:
        _turns.release()
    try:
        verdict = json.loads(line)
        if not isinstance(verdict, dict):
            raise TypeError
        return read(verdict)
    except (ValueError, KeyError, TypeError) as error:
        raise SandboxFailed(Failure.NONSENSE) from error


def _order(program: Program, source: End, sink: End | None, task: dict[str, Any]) -> bytes:
    order = {
        "module": program.module,
        "limits": {
            "cpu_seconds": program.cpu_seconds,
            "memory_bytes": program.memory_bytes,
            "output_bytes": program.output_bytes,
        },
        "source": source.told(),
        "sink": sink.told() if sink else None,
        "task": task,
    }
    return json.dumps(order).encode() + b"\n"


def _answer(program: Program, order: bytes, source: End, sink: End | None) -> bytes:
    """Start the program, wait for its line, and see to it that nothing of it is left."""
    child = subprocess.Popen(  # noqa: S603  our own program, without an argument of anybody's
        [sys.executable, *_CAGE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[source.descriptor, *([sink.descriptor] if sink else [])],
        env={},
        cwd="/",
        start_new_session=True,
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(child.pid, signal.SIGKILL)

    watch = threading.Timer(program.wall_seconds, end)
    watch.start()
    try:
        line = _talk(child, order)
    finally:
        watch.cancel()
        watch.join()
        # Not yet waited for, so the number is still its own.
        os.killpg(child.pid, signal.SIGKILL)
        ended = child.wait()
    if line.endswith(b"\n") and len(line) <= _VERDICT_BYTES:
        return line
    if late.is_set() or ended == -signal.SIGXCPU:
        raise SandboxFailed(Failure.LATE)
    raise SandboxFailed(Failure.NONSENSE if line else Failure.DIED)


def _talk(child: subprocess.Popen[bytes], order: bytes) -> bytes:
    """Give the order and return what comes back, up to a little more than a verdict may have."""
    assert child.stdin is not None and child.stdout is not None
    with child.stdin, child.stdout:
        try:
            child.stdin.write(order)
            child.stdin.flush()
        except BrokenPipeError:
            return b""
        return child.stdout.read(_VERDICT_BYTES + 1)
