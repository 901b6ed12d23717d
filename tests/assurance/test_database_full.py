"""A database that can grow no further: nothing is acknowledged that is not kept, nothing breaks.

SQLite is given no page more than it has. On PostgreSQL a full disk is an ``OperationalError`` like
a server that is gone, which ``test_a_database_that_is_gone_loses_nothing_typed`` brings about.
"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from commonbeat.audit.queries import verify
from commonbeat.core import middleware
from commonbeat.reports.models import Report
from commonbeat.reports.queries import report_by_receipt
from commonbeat.reports.tests.test_flow import all_at_once
from tests.assurance.figures import figure

pytestmark = [
    pytest.mark.assurance,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a limit of pages is SQLite's"),
]

FILLED = figure(3, 30)
ROOMY = 1_000_000


def pragma(words: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return cursor.fetchone()[0]


def fill_up(client: Client) -> tuple[list[str], dict[str, str], Any]:
    """Send long reports until one is refused; return receipts taken, the refused one, its page."""
    pragma("wal_checkpoint(TRUNCATE)")
    pragma(f"max_page_count={pragma('page_count') + 4}")
    taken: list[str] = []
    for number in range(200):
        answers = all_at_once(description=f"Report {number}. " + "Every word of it. " * 200)
        page = client.post("/report/", answers)
        if page.status_code != 200:
            return taken, answers, page
        taken.append(answers["receipt"])
    raise AssertionError("the database never filled up")


def check(taken: list[str], refused: dict[str, str], page: Any) -> None:
    """The refused report is not there and still in the page; what was taken is there."""
    assert page.status_code == 503
    assert "Your report was not sent" in page.content.decode()
    assert "Every word of it." in page.content.decode()
    assert report_by_receipt(refused["receipt"]) is None
    assert taken, "nothing was acknowledged that could be lost"
    assert all(report_by_receipt(receipt) for receipt in taken)
    assert pragma("integrity_check") == "ok"
    assert verify().is_whole


@pytest.mark.parametrize("turn", range(FILLED))
def test_a_full_database_says_so_and_recovers_without_a_restart(client: Client, turn: int) -> None:
    client.raise_request_exception = False
    try:
        taken, refused, page = fill_up(client)
        check(taken, refused, page)
        assert client.get("/report/").status_code == 200, "the page opens, and says what to do"
    finally:
        pragma(f"max_page_count={ROOMY}")
    assert client.post("/report/", refused).status_code == 200
    assert Report.objects.count() == len(taken) + 1


def test_sabotage_a_page_that_says_thank_you_all_the_same_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http import HttpResponse

    client.raise_request_exception = False
    monkeypatch.setattr("commonbeat.reports.views.flow._GONE", ())
    monkeypatch.setattr(
        middleware.UnavailableMiddleware,
        "process_exception",
        lambda *_args: HttpResponse("We have your report", status=503),
    )
    try:
        with pytest.raises(AssertionError):
            check(*fill_up(client))
    finally:
        pragma(f"max_page_count={ROOMY}")
