"""What the log costs: the same report with and without its entry, and proving a million entries."""

from collections.abc import Iterator
from time import perf_counter
from unittest import mock

from django.db import transaction

from bench import town
from bench.results import Result, at_most
from bench.timing import in_turns
from commonbeat.audit import actions, queries
from commonbeat.audit.actions import record
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.models import LIVE_REALM_ID

ENTRIES = 1_000_000
REPORTS_A_ROUND = 60
_BATCH = 5_000
SECONDS_TO_VERIFY = 60


def measure(scale: float) -> Iterator[Result]:
    """Measure the write in turns, then fill the log up and verify it."""
    town.make_areas()

    def plain() -> None:
        with mock.patch("commonbeat.reports.actions.submit.record"):
            audited()

    def audited() -> None:
        for _ in range(REPORTS_A_ROUND):
            town.make_report()

    ours, floor = in_turns(audited, plain)
    yield at_most(
        "report with its log entry, beside without",
        ours=ours / REPORTS_A_ROUND * 1000,
        floor=floor / REPORTS_A_ROUND * 1000,
        unit="ms",
        times=1.15,
    )
    entries = int(ENTRIES * scale)
    _fill(entries)
    started = perf_counter()
    verdict = queries.verify()
    spent = perf_counter() - started
    assert verdict.is_whole, verdict.broken
    yield at_most(
        f"{verdict.entries:,} entries verified, beside the time allowed",
        ours=spent,
        floor=SECONDS_TO_VERIFY * scale,
        unit="s",
        times=1.0,
    )


def _fill(count: int) -> None:
    """Write entries as ``record`` makes and chains them, many in one statement."""
    now = clock.now()
    with transaction.atomic():
        pattern = record(
            event="report.opened",
            actor=SYSTEM,
            realm_id=LIVE_REALM_ID,
            subject="report:bench",
            reason="triage",
            now=now,
        )
    while actions.chain_unchained():
        pass
    shared = {
        name: getattr(pattern, name)
        for name in ("realm_id", "at", "event", "kind", "actor_id", "actor_label", "subject")
    }
    sequence, last_hash = actions._end_of_chain()
    for _ in range(0, count, _BATCH):
        entries = []
        for _ in range(_BATCH):
            entry = AuditEntry(
                **shared, payload=pattern.payload, payload_digest=pattern.payload_digest
            )
            actions._link(entry, sequence, last_hash)
            sequence, last_hash = sequence + 1, bytes(entry.hash or b"")
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries)
