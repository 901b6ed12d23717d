"""Cleaning a file as the site does it: sealed, in the sandbox, sealed again."""

import tempfile
from collections.abc import Callable
from typing import Any

from commonbeat.core import sandbox
from commonbeat.core.sandbox import End, Program
from commonbeat.core.sealed_files import SealedReader, SealedWriter, new_file_key
from commonbeat.reports.rules.cleaning import CLEAN, Cleaned, Fault, Unfit, read_cleaned

CANARY = b"CANARY-7Q4Z"


def cleaned(data: bytes) -> tuple[Cleaned, bytes]:
    """Return what the sandbox says of a file, and the clean one; raises what it raises."""
    come, go = new_file_key(), new_file_key()
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        with SealedWriter(source, come) as writer:
            writer.write(data)
        source.flush()
        verdict = sandbox.run(
            CLEAN,
            source=End(source.fileno(), come),
            sink=End(sink.fileno(), go),
            read=read_cleaned,
        )
        return verdict, SealedReader(sink, go).read()


def derived[T](
    program: Program,
    data: bytes,
    task: dict[str, Any],
    *,
    read: Callable[[dict[str, Any]], T],
) -> tuple[T, bytes]:
    """Return what a program says of a clean file, and what it made of it."""
    come, go = new_file_key(), new_file_key()
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        with SealedWriter(source, come) as writer:
            writer.write(data)
        source.flush()
        verdict = sandbox.run(
            program,
            source=End(source.fileno(), come),
            sink=End(sink.fileno(), go),
            task=task,
            read=read,
        )
        return verdict, SealedReader(sink, go).read()


def fault_of(data: bytes) -> Fault | None:
    """Return why a file is refused, or nothing when it is taken."""
    try:
        cleaned(data)
    except Unfit as refusal:
        return refusal.fault
    return None
