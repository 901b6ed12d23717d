"""An erased report is closed to everybody who still had it open."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.reports.actions import NoWish, erase_report, keep_wish, withdraw_report
from commonbeat.reports.models import Message, Report
from commonbeat.reports.rules.victims import HowOften
from commonbeat.reports.tests.factories import make_partner_report, make_report
from commonbeat.reports.tests.walking import opened

pytestmark = pytest.mark.django_db
WISH = {"often": "weekly", "safe_times": "Mornings, when he is at work"}


def erase(report: Report) -> None:
    """Take a report back and erase it, as it stands now."""
    report.refresh_from_db()
    withdraw_report(report=report, now=clock.now())
    erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=clock.now())


def check_is_shut(client: Client) -> None:
    """Knock at every door of the thread with a pass that has not run out."""
    for path in ("thread", "proof", "proof/file", "reminder", "withdraw", "review"):
        assert client.get(f"/receipt/{path}/").status_code == 403, path
    said: dict[str, dict[str, Any]] = {
        "thread": {"body": "CANARY", "once": "o" * 20},
        "wish": WISH,
        "review": {"body": "CANARY", "once": "r" * 20},
    }
    for path, words in said.items():
        client.post(f"/receipt/{path}/", words)
    report = Report.objects.get()
    assert report.wish is None and report.description == ""
    assert not Message.objects.exists()


def test_a_pass_that_has_not_run_out_opens_no_erased_report(client: Client) -> None:
    report, _code = opened(client)
    assert client.get("/receipt/proof/").status_code == 200
    opened_before = client.cookies.output()
    erase(report)
    assert client.cookies.output() == opened_before
    check_is_shut(client)


def test_sabotage_a_pass_that_opens_whatever_is_there_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, _code = opened(client)
    erase(report)

    def whatever(key: str) -> Report | None:
        return Report.objects.filter(key=key).first()

    monkeypatch.setattr("commonbeat.reports.views.opened.report_by_key", whatever)
    with pytest.raises(AssertionError):
        check_is_shut(client)


def wish_after(report: Report) -> object:
    """Send a wish for a report that was read before it was erased; return what is kept of it."""
    read_before = Report.objects.get(pk=report.pk)
    erase(report)
    with pytest.raises(NoWish):
        keep_wish(report=read_before, often=HowOften.WEEKLY, safe_times="Never", now=clock.now())
    return Report.objects.get(pk=report.pk).wish


def test_a_wish_that_crosses_with_the_erasing_leaves_no_word() -> None:
    assert wish_after(make_report(now=clock.now())) is None


def test_sabotage_a_wish_that_asks_only_what_was_read_before_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Report, "takes_more", True)
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        wish_after(make_report(now=clock.now()))
    assert Report.objects.get().wish is not None


def test_a_wish_for_a_report_taken_back_is_not_kept(client: Client) -> None:
    report, _code = opened(client)
    withdraw_report(report=report, now=clock.now())
    answer = client.post("/receipt/wish/", WISH)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/receipt/thread/")
    assert Report.objects.get().wish is None


def test_an_organisation_reads_no_erased_report(client: Client) -> None:
    body = make_organisation("Ribbleside University security")
    member = make_user(Role.PARTNER_MEMBER, organisation=body)
    report = make_partner_report(member, now=clock.now())
    sign_in(client, member)
    thread = reverse("reports:partner_thread", kwargs={"key": report.key})
    assert client.get(thread).status_code == 200
    erase(report)
    assert thread not in client.get("/partner/sent/").content.decode()
    assert client.get(thread).status_code == 404
    assert client.post(thread, {"body": "Hello?", "once": "o" * 20}).status_code == 404
