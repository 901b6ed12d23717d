"""What may be the same event as a report, among a million: beside the 20 ms that we promise."""

from collections.abc import Iterator
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import filling, town
from bench.filling import random_digest, random_key, seconds_ago
from bench.results import Result, at_most
from bench.timing import p95
from commonbeat.casework.queries import suggestions
from commonbeat.core import clock
from commonbeat.places.queries import cells_around
from commonbeat.reports.models import Report

PROMISED = 20.0
LOOKS = 60
# A year of a city that is about 61 wide cells large.
YEAR = 31_536_000
RINGS = 4
# Of every two, one says at which hour it happened.
DATED_EVERY = 2


def measure(scale: float) -> Iterator[Result]:
    """Measure the suggestions beside a report of the middle of the city, over a full table."""
    town.make_areas()
    template = town.make_report()
    _fill(template, 1_000)
    few_queries, few = _look(template)
    _fill(template, int(1_000_000 * scale))
    many_queries, many = _look(template)
    yield at_most(
        f"suggested duplicates among {Report.objects.count():,} reports, beside what we promise",
        ours=many * 1000,
        floor=PROMISED,
        unit="ms (p95)",
        times=1.0,
    )
    yield at_most(
        "suggested duplicates: queries, beside those among 1,000",
        ours=many_queries,
        floor=few_queries,
        unit="queries",
        times=1.0,
    )
    assert few > 0


def _look(report: Report) -> tuple[int, float]:
    report = Report.objects.get(pk=report.pk)
    now = clock.now()
    with CaptureQueriesContext(connection) as queries:
        assert suggestions(report, now=now)
    asked = len(queries)
    times = []
    for _ in range(LOOKS):
        started = perf_counter()
        suggestions(report, now=now)
        times.append(perf_counter() - started)
    return asked, p95(times)


def _fill(template: Report, count: int) -> None:
    assert template.cell8 is not None
    came = seconds_ago(f"(n * 31) % {YEAR} + 60")
    filling.copy_row(
        template,
        count,
        key=random_key(),
        receipt_digest=random_digest(),
        cell8=_one_of(_city(template.cell8)),
        happened_hour=f"CASE WHEN n % {DATED_EVERY} = 0 THEN {came} ELSE NULL END",
        received_at=came,
        status_changed_at=came,
        queue_at=came,
    )


def _city(middle: int) -> list[int]:
    """Return the wide cells up to four rings around one."""
    cells = {middle}
    for _ in range(RINGS):
        cells |= {near for cell in cells for near in cells_around(cell)}
    return sorted(cells)


def _one_of(cells: list[int]) -> str:
    """Return SQL for one cell of many, in turns."""
    chosen = " ".join(f"WHEN {i} THEN {cell}" for i, cell in enumerate(cells))
    return f"CASE n % {len(cells)} {chosen} END"
