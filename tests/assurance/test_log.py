"""G2: a log of a million entries is proved in a minute, and no kill parts an entry from its change.

The processes and kills are real. COMMONBEAT_ASSURANCE=full kills a thousand times.
"""

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, process_time, sleep
from typing import Any

import pytest

from commonbeat.accounts.models import Role, User
from commonbeat.audit import actions, queries
from commonbeat.audit.models import AuditEntry
from commonbeat.audit.tests.factories import make_entries
from tests.assurance.children import Nursery
from tests.assurance.figures import FULL, figure
from tests.running_site import wait_until

pytestmark = pytest.mark.assurance

KILLS = figure(10, 1_000)
ENTRIES = figure(3_000, 1_000_000)
CHUNK = 1_000
MILLION_SECONDS = 60
# Every day other work shares the processors, so that only the time at work is counted, and
# PostgreSQL works in a process of its own: what is left of the minute is for it and for disks.
_clock = monotonic if FULL else process_time


def seconds_of_a_million() -> float:
    """Return how long verifying a million entries takes, at the pace of this log."""
    start = _clock()
    verdict = queries.verify()
    took = _clock() - start
    assert verdict.is_whole
    return took * 1_000_000 / verdict.entries


@pytest.mark.django_db
def test_a_million_entries_are_verified_in_a_minute() -> None:
    for _ in range(0, ENTRIES, CHUNK):
        make_entries(CHUNK)
    actions.write_checkpoint(now=AuditEntry.objects.latest("pk").at)
    assert seconds_of_a_million() <= MILLION_SECONDS


@pytest.mark.django_db
def test_sabotage_a_verifier_that_asks_the_database_about_each_entry_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_entries(300)
    step = queries.chain._Walk.step

    def ask(walk: Any, row: dict[str, Any]) -> None:
        AuditEntry.objects.filter(sequence=row["sequence"]).values_list("hash").get()
        step(walk, row)

    monkeypatch.setattr(queries.chain._Walk, "step", ask)
    assert seconds_of_a_million() > MILLION_SECONDS


@contextmanager
def _nursery(var: Path, sabotage: str) -> Iterator[Nursery]:
    nursery = Nursery("tests.assurance.log_nursery", var, sabotage)
    try:
        assert nursery.answer() == "ready"
        yield nursery
    finally:
        nursery.close()


def parted(
    var: Path, kills: int, sabotage: str = "", *, within: float = 0.1
) -> tuple[int, int, int]:
    """Kill whoever invites people; return how many came, and how many lack an entry or a person."""
    chance = random.Random(20260504)
    with _nursery(var, sabotage) as nursery:
        for _ in range(kills):
            before, pid = User.objects.count(), nursery.start()
            wait_until(lambda before=before: User.objects.count() > before)
            sleep(chance.random() * within)
            assert nursery.end(pid, signal.SIGKILL) == -signal.SIGKILL
    people = {f"user:{user.key}" for user in User.objects.filter(role=Role.AUDITOR)}
    entries = AuditEntry.objects.filter(event="account.invited")
    told = set(entries.values_list("subject", flat=True))
    assert entries.count() == len(told)
    while actions.chain_unchained():
        pass
    assert queries.verify().is_whole
    return len(people), len(people - told), len(told - people)


@pytest.mark.django_db(transaction=True)
def test_no_kill_leaves_a_change_without_its_entry_or_an_entry_without_its_change(
    tmp_path: Path,
) -> None:
    came, without_entry, without_change = parted(tmp_path, KILLS)
    assert came >= KILLS
    assert (without_entry, without_change) == (0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sabotage", "which"), [("entry-later", 1), ("entry-first", 2)])
def test_sabotage_an_entry_in_a_transaction_of_its_own_is_noticed(
    sabotage: str, which: int, tmp_path: Path
) -> None:
    assert parted(tmp_path, 12, sabotage, within=0.4)[which] > 0
