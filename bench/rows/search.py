"""Searching words over a thousand reports and over a million: the same page."""

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
from commonbeat.reports.models import Report, ReportWord
from commonbeat.reports.queries import digests_of

ADDRESS = "/staff/search/"
WORDS_EACH = 30
VOCABULARY = 20_000
# By how common words are, the first of all: what officers type, from hardly any to all of these.
SEARCHES = (
    *("word0", "word3", "word40", "word900", "word19000", "nowhere"),
    *("word0 word1", "word2 word30", "word5 word4000", "word12 word13", "word300 word301"),
    *("word1 word2 word3 word4", "word7 word19500", "word8000 word8001", "word1 nowhere"),
)
NARROWED = ("", "&standing=open", "&standing=finished&language=en")


def measure(scale: float) -> Iterator[Result]:
    """Measure the page, fill the tables up, and measure it again."""
    town.make_areas()
    template = town.make_report()
    client = Client(SERVER_NAME="127.0.0.1")
    sign_in(client, town.make_operator())
    _fill(template, 1_000)
    few_queries, few = _look(client)
    _fill(template, int(1_000_000 * scale))
    many_queries, many = _look(client)
    yield at_most(
        f"search page over {Report.objects.count():,} reports, beside 1,000",
        ours=many * 1000,
        floor=few * 1000,
        unit="ms (p95)",
        times=1.5,
    )
    yield at_most(
        "search page: queries, beside those over 1,000",
        ours=many_queries,
        floor=few_queries,
        unit="queries",
        times=1.0,
    )


def _look(client: Client) -> tuple[int, float]:
    times = []
    for words in SEARCHES:
        found = client.post(ADDRESS, {"words": words}).headers["Location"]
        for narrowed in NARROWED:
            for _ in range(2):
                started = perf_counter()
                answer = client.get(f"{found}{narrowed}")
                times.append(perf_counter() - started)
                assert answer.status_code == 200
    found = client.post(ADDRESS, {"words": "word0 word1"}).headers["Location"]
    with CaptureQueriesContext(connection) as queries:
        client.get(found)
    asked = len(queries)
    return asked, p95(times)


def _fill(template: Report, count: int) -> None:
    last = Report.objects.order_by("-pk").values_list("pk", flat=True)[0]
    came = seconds_ago(f"({count} - n) * 30 + 60")
    is_open = "n % 20 = 0"
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
    _file(template, last)


def _file(template: Report, after: int) -> None:
    """File every report behind ``after`` under words of which few are common and most are rare."""
    texts = [f"word{rank}" for rank in range(VOCABULARY)]
    digests = [digests_of(template, [text])[0] for text in texts]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS rank (n integer PRIMARY KEY, d bigint)"
        )
        cursor.execute("DELETE FROM rank")
        cursor.executemany("INSERT INTO rank VALUES (%s, %s)", list(enumerate(digests)))
        slots = " UNION ALL ".join(f"SELECT {slot} AS slot" for slot in range(WORDS_EACH))
        chance = "((r.id * 7919 + s.slot * 104729 + (r.id % 977) * 15485863) % 1000003) / 1000003.0"
        chosen = f"CAST(FLOOR(POWER({VOCABULARY - 1}.0, {chance})) AS integer) - 1"
        cursor.execute(
            f'INSERT INTO "{ReportWord._meta.db_table}" (digest, report_id) '
            f"SELECT DISTINCT k.d, c.id FROM (SELECT r.id AS id, {chosen} AS n "
            f"FROM reports_report r CROSS JOIN ({slots}) s WHERE r.id > %s) c "
            "JOIN rank k ON k.n = c.n ORDER BY 1, 2",
            [after],
        )
    filling.analyze()
