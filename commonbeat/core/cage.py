"""The inside of the sandbox: gives up network, files, memory and time, and then does its task.

Runs as a process of its own (``python -I -m commonbeat.core.cage``); nothing of Django is read
for it. The task comes as one line of JSON on standard input, with the keys of the sealed files
whose descriptors it names; the verdict leaves as one line of JSON on standard output.
"""

import base64
import ctypes
import errno
import importlib
import json
import os
import resource
import signal
import socket
import sys
from typing import Any, BinaryIO, cast

from commonbeat.core.sealed_files import SealedReader, SealedWriter

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


class NotCaged(Exception):
    """The system gave this process a new descriptor after all, so nothing may be opened here."""


def leave_network() -> bool:
    """Move into a network without any way out; returns whether the kernel allows that.

    Where it does not (many containers), ``lock`` alone keeps sockets away.
    """
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    except OSError:
        return False
    return True


def limit(*, cpu_seconds: int, memory_bytes: int, output_bytes: int) -> None:
    """Take time, memory, size of files and the leaving of a core from this process, for good."""
    # One second between the signal that says why and the end.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    for kind, most in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    for option, value in (
        (_PR_SET_NO_NEW_PRIVS, 1),
        (_PR_SET_DUMPABLE, 0),
        (_PR_SET_PDEATHSIG, signal.SIGKILL),
    ):
        prctl(option, value, 0, 0, 0)


def lock() -> None:
    """Let the kernel refuse every new descriptor: no socket, no file, no pipe; raises ``NotCaged``.

    Those already open keep working. Only a process with rights over the whole machine could lift
    a hard limit again, and ``leave_network`` took those too.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        socket.socket().close()
    except OSError as refused:
        if refused.errno == errno.EMFILE:
            return
    raise NotCaged


def _reader(end: dict[str, Any]) -> BinaryIO:
    raw = os.fdopen(int(end["descriptor"]), "rb")
    if not end["key"]:
        return raw
    return cast(BinaryIO, SealedReader(raw, base64.b64decode(end["key"])))


class _Sink:
    """The file to write: sealed when its end came with a key."""

    def __init__(self, end: dict[str, Any]) -> None:
        self._raw = os.fdopen(int(end["descriptor"]), "wb")
        key = base64.b64decode(end["key"])
        self._sealed = SealedWriter(self._raw, key) if key else None
        self.file = cast(BinaryIO, self._sealed or self._raw)

    def finish(self) -> dict[str, Any]:
        """Bring everything to the file; returns what to say of it."""
        told = {}
        if self._sealed:
            self._sealed.close()
            told = {"size": self._sealed.size, "sha256": self._sealed.sha256}
        self._raw.flush()
        return told


def main() -> None:
    """Do the task of standard input; whatever goes wrong ends this process without a verdict."""
    order = json.loads(sys.stdin.buffer.readline())
    # One thread is enough for one file, and each would take memory of its own.
    os.environ.update({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
    leave_network()
    limit(**order["limits"])
    program = importlib.import_module(order["module"])
    source = _reader(order["source"])
    sink = _Sink(order["sink"]) if order["sink"] else None
    # What a program needs from the disk it reads here: by then it has seen a few bytes at most.
    work = program.prepare(source, sink and sink.file, order["task"])
    lock()
    verdict = work()
    # What was refused stays without its end, and so can never be taken for a whole file.
    if sink and "fault" not in verdict:
        verdict |= sink.finish()
    sys.stdout.write(json.dumps(verdict) + "\n")
    sys.stdout.flush()
    # Libraries that tidy up behind themselves would ask for files again.
    os._exit(0)


if __name__ == "__main__":
    main()
