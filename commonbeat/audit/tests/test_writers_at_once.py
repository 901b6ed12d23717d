"""G2: however many write at once, the log is one chain without a fork and without a gap."""

import os
import threading
from collections.abc import Callable

import pytest
from django.db import Error, connection, transaction

from commonbeat.audit import actions, queries
from commonbeat.audit.models import AuditEntry
from commonbeat.audit.tests.factories import NOW
from commonbeat.core.actors import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.assurance]
# SQLite has one writer at a time: more of them would only wait for each other.
IS_FULL = os.environ.get("COMMONBEAT_ASSURANCE") == "full" and connection.vendor == "postgresql"
WRITERS, EACH = (50, 200) if IS_FULL else (8, 25)


def _write() -> None:
    for _ in range(EACH):
        with transaction.atomic():
            actions.record(event="audit.read", actor=SYSTEM, realm_id=1, now=NOW)
        actions.chain_unchained()


def _at_once(work: Callable[[], None]) -> list[BaseException]:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def problems() -> list[str]:
    """Let everybody write; return what is wrong with the chain afterwards."""
    found = [f"{type(fault).__name__}" for fault in _at_once(_write)]
    try:
        while actions.chain_unchained():
            pass
    except Error as fault:
        return [*found, type(fault).__name__]
    verdict = queries.verify()
    if not verdict.is_whole:
        found.append(verdict.broken)
    if (verdict.entries, verdict.unchained) != (WRITERS * EACH, 0):
        found.append(f"{verdict.entries} of {WRITERS * EACH} entries")
    links = AuditEntry.objects.chained().values_list("previous_hash", flat=True)
    if len({bytes(link or b"") for link in links}) != verdict.entries:
        found.append("two entries follow the same one")
    return found


def test_writers_at_once_leave_one_unbroken_chain() -> None:
    assert problems() == []


def test_sabotage_a_writer_who_looks_at_the_end_too_early_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end = actions._end_of_chain()
    monkeypatch.setattr(actions, "_end_of_chain", lambda: end)
    assert problems() != []
