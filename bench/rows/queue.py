"""The officers' queue over a thousand reports and over a million: the same page."""

from collections.abc import Iterator
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import filling, town
from bench.filling import random_digest, random_key, seconds_ago
from bench.results import Result, at_most
from bench.timing import p95
from commonbeat.accounts.tests.factories import sign_in
from commonbeat.reports.models import Report

ADDRESS = "/staff/queue/"
LOOKS = 60
# One report in twenty is still open.
OPEN_EVERY = 20


def measure(scale: float) -> Iterator[Result]:
    """Measure the page, fill the table up, and measure it again."""
    town.make_areas()
    template = town.make_report()
    client = Client(SERVER_NAME="127.0.0.1")
    sign_in(client, town.make_operator())
    _fill(template, 1_000)
    few_queries, few = _look(client)
    _fill(template, int(1_000_000 * scale))
    many_queries, many = _look(client)
    yield at_most(
        f"queue page over {Report.objects.count():,} reports, beside 1,000",
        ours=many * 1000,
        floor=few * 1000,
        unit="ms (p95)",
        times=1.5,
    )
    yield at_most(
        "queue page: queries, beside those over 1,000",
        ours=many_queries,
        floor=few_queries,
        unit="queries",
        times=1.0,
    )


def _look(client: Client) -> tuple[int, float]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ADDRESS).status_code == 200
    # Before the next request, which starts a new list.
    asked = len(queries)
    times = []
    for _ in range(LOOKS):
        started = perf_counter()
        client.get(ADDRESS)
        times.append(perf_counter() - started)
    return asked, p95(times)


def _fill(template: Report, count: int) -> None:
    is_open = f"n % {OPEN_EVERY} = 0"
    came = seconds_ago("n % 4000000 + 60")
    filling.copy_row(
        template,
        count,
        key=random_key(),
        receipt_digest=random_digest(),
        status=f"CASE WHEN {is_open} THEN 'submitted' ELSE 'resolved' END",
        received_at=came,
        status_changed_at=came,
        queue_at=f"CASE WHEN {is_open} THEN {came} ELSE NULL END",
    )
