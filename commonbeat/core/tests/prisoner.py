"""A program that tries what a hostile file might make a parser do; run in the sandbox alone."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

type Verdict = dict[str, Any]


def prepare(source: BinaryIO, sink: BinaryIO | None, task: dict[str, Any]) -> Callable[[], Verdict]:
    """Return the deed that the task names."""
    if task["deed"] == "look around":
        seen = {
            "open": sorted(int(path.name) for path in _descriptors() if path.exists()),
            "environment": sorted(set(os.environ) - {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}),
            "arguments": Path("/proc/self/cmdline").read_text(),
            "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        }
        return lambda: seen
    return lambda: DEEDS[task["deed"]](source, sink, task)


def _descriptors() -> list[Path]:
    """Return what is open, and what was opened only to see that."""
    return list(Path("/proc/self/fd").iterdir())


def _copy(source: BinaryIO, sink: BinaryIO | None, _task: dict[str, Any]) -> Verdict:
    assert sink is not None
    sink.write(source.read().upper())
    return {"read": source.tell()}


def _connect(_source: BinaryIO, _sink: BinaryIO | None, task: dict[str, Any]) -> Verdict:
    try:
        socket.create_connection(("127.0.0.1", task["port"]), timeout=5).close()
    except OSError as error:
        return {"refused": error.errno}
    return {"refused": None}


def _touch(_source: BinaryIO, _sink: BinaryIO | None, task: dict[str, Any]) -> Verdict:
    try:
        with Path(task["path"]).open("w") as file:
            file.write("x")
    except OSError as error:
        return {"refused": error.errno}
    return {"refused": None}


def _start(_source: BinaryIO, _sink: BinaryIO | None, task: dict[str, Any]) -> Verdict:
    try:
        subprocess.run(["/bin/touch", task["path"]], check=True)
    except (OSError, subprocess.SubprocessError):
        return {"refused": True}
    return {"refused": False}


def _lift(_source: BinaryIO, _sink: BinaryIO | None, _task: dict[str, Any]) -> Verdict:
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99))
    except (OSError, ValueError):
        return {"refused": True}
    return {"refused": False}


def _grow(_source: BinaryIO, _sink: BinaryIO | None, task: dict[str, Any]) -> Verdict:
    try:
        held = bytearray(task["bytes"])
    except MemoryError:
        return {"refused": True}
    return {"refused": len(held) == 0}


def _fill(_source: BinaryIO, sink: BinaryIO | None, task: dict[str, Any]) -> Verdict:
    assert sink is not None
    try:
        for _turn in range(task["times"]):
            sink.write(bytes(1024 * 1024))
            sink.flush()
    except OSError as error:
        return {"refused": error.errno}
    return {"refused": None}


def _spin(_source: BinaryIO, _sink: BinaryIO | None, _task: dict[str, Any]) -> Verdict:
    while True:
        pass


def _hang(_source: BinaryIO, _sink: BinaryIO | None, _task: dict[str, Any]) -> Verdict:
    while True:
        time.sleep(60)


def _die(_source: BinaryIO, _sink: BinaryIO | None, _task: dict[str, Any]) -> Verdict:
    os.abort()


def _babble(_source: BinaryIO, _sink: BinaryIO | None, task: dict[str, Any]) -> Verdict:
    sys.stdout.write(task["words"])
    sys.stdout.flush()
    os._exit(0)


def _flood(_source: BinaryIO, _sink: BinaryIO | None, _task: dict[str, Any]) -> Verdict:
    while True:
        sys.stdout.write("x" * 65_536)


DEEDS: dict[str, Callable[[BinaryIO, BinaryIO | None, dict[str, Any]], Verdict]] = {
    "copy": _copy,
    "connect": _connect,
    "touch": _touch,
    "start": _start,
    "lift": _lift,
    "grow": _grow,
    "fill": _fill,
    "spin": _spin,
    "hang": _hang,
    "die": _die,
    "babble": _babble,
    "flood": _flood,
}
