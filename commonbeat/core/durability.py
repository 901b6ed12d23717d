"""Commits that need not survive a power cut, only a killed process."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def quick_commits() -> Iterator[None]:
    """Commit without waiting for the disk, on this connection, for notes that may be lost.

    A killed process loses nothing; a power cut may lose the last moments. For notes whose loss
    means that something is done again, never for anything acknowledged to a person. Inside a
    transaction it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    is_sqlite = connection.vendor == "sqlite"
    _set("PRAGMA synchronous=NORMAL" if is_sqlite else "SET synchronous_commit TO off")
    try:
        yield
    finally:
        # A connection that broke meanwhile comes back with the safe setting of its own.
        if connection.connection is not None and connection.is_usable():
            _set("PRAGMA synchronous=FULL" if is_sqlite else "RESET synchronous_commit")


def _set(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
