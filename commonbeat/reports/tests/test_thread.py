"""Coming back with a receipt, and the words of both sides."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.actors import Actor
from commonbeat.core.errors import Conflict
from commonbeat.core.models import LiveEvent
from commonbeat.core.states import MoveNotAllowed
from commonbeat.reports.actions import (
    FaultyMessage,
    change_status,
    mark_seen,
    say_as_police,
    say_as_reporter,
    submit_report,
    withdraw_report,
)
from commonbeat.reports.models import Message, MessageKind, Report, Status
from commonbeat.reports.queries import clocks, report_by_reference, thread
from commonbeat.reports.rules import Identity, hour_band
from commonbeat.reports.tests.factories import NOON, make_intake, make_report
from commonbeat.reports.tests.walking import opened

pytestmark = pytest.mark.django_db

OFFICER = Actor(id="user:x", label="PC Amira Hussain")


@pytest.mark.parametrize("cookie", ["", "nonsense", "gAAAAABnonsense=="])
def test_without_a_pass_there_is_no_thread(client: Client, cookie: str) -> None:
    make_report()
    client.cookies["cb_receipt"] = cookie
    for path in ("/receipt/thread/", "/receipt/withdraw/"):
        page = client.get(path)
        assert page.status_code == 403
        assert "library" not in page.content.decode()


def test_a_pass_ends_after_half_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(client)
    later = clock.now() + timedelta(minutes=29)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get("/receipt/thread/").status_code == 200
    last = later + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: last)
    assert client.get("/receipt/thread/").status_code == 403


def test_closing_ends_the_pass_on_this_device(client: Client) -> None:
    opened(client)
    client.post("/receipt/close/")
    assert client.get("/receipt/thread/").status_code == 403


def test_leaving_ends_the_pass_too(client: Client) -> None:
    opened(client)
    client.post("/exit/")
    assert client.get("/receipt/thread/").status_code == 403


def test_a_message_is_sent_once(client: Client) -> None:
    report, _code = opened(client)
    for _ in range(3):
        page = client.post("/receipt/thread/", {"body": "It had a red bell.", "once": "abc"})
        assert page.status_code == 303
    assert [m.body for m in thread(report)] == ["It had a red bell."]
    assert AuditEntry.objects.filter(event="report.reporter-wrote").count() == 1
    report.refresh_from_db()
    assert report.reply_waiting_since is not None


def test_an_empty_or_endless_message_is_refused_beside_the_field(client: Client) -> None:
    opened(client)
    for body, words in (("  ", "Write your message"), ("x" * 5_001, "too long")):
        page = client.post("/receipt/thread/", {"body": body})
        assert page.status_code == 422
        assert page.content.decode().count(words) == 2
    assert not Message.objects.exists()


def asked(report: Report) -> Report:
    mark_seen(report=report, actor=OFFICER, now=NOON)
    change_status(
        report=report,
        after=Status.ASKED,
        actor=OFFICER,
        expected_version=report.version,
        now=NOON,
    )
    say_as_police(
        report=report, kind=MessageKind.QUESTION, body="Which rack?", actor=OFFICER, now=NOON
    )
    return report


def test_an_answer_gives_the_report_back(client: Client) -> None:
    report, _code = opened(client)
    asked(report)
    page = client.get("/receipt/thread/").content.decode()
    assert "We need to ask you something" in page and "Which rack?" in page
    client.post("/receipt/thread/", {"body": "The one by the door.", "once": "1"})
    report.refresh_from_db()
    assert report.state is Status.SEEN
    assert thread(report)[-1].kind == MessageKind.REPLY.value


def test_words_of_the_police_stand_as_text_alone(client: Client) -> None:
    report, _code = opened(client)
    say_as_police(
        report=report,
        kind=MessageKind.ANSWER,
        body="See http://evil.example/x.png <img src=http://evil.example/x.png>",
        actor=OFFICER,
        now=NOON,
    )
    page = client.get("/receipt/thread/").content.decode()
    assert "<img src=http" not in page
    assert 'href="http://evil' not in page


def test_a_report_can_be_taken_back(client: Client) -> None:
    report, _code = opened(client)
    assert "take it back" in client.get("/receipt/withdraw/").content.decode()
    report.refresh_from_db()
    assert report.state is Status.SUBMITTED
    client.post("/receipt/withdraw/")
    report = Report.objects.get()
    assert report.state is Status.WITHDRAWN
    page = client.get("/receipt/thread/").content.decode()
    assert "You took it back" in page and "cb-compose" not in page
    with pytest.raises(FaultyMessage):
        say_as_reporter(report=report, body="More", now=NOON)
    with pytest.raises(MoveNotAllowed):
        withdraw_report(report=report, now=NOON)


def test_two_changes_of_one_version_are_one_change() -> None:
    report = make_report()
    other = Report.objects.get(pk=report.pk)
    facts: dict[str, Any] = {"actor": OFFICER, "expected_version": 1, "now": NOON}
    change_status(report=report, after=Status.ASSESSED, **facts)
    with pytest.raises(Conflict):
        change_status(report=other, after=Status.FILED, **facts)
    assert Report.objects.get(pk=report.pk).state is Status.ASSESSED


def test_a_report_seen_in_time_stays_in_time_when_its_minute_is_forgotten() -> None:
    came = datetime(2026, 11, 14, 9, 40, 12, tzinfo=UTC)
    report = make_report(now=came)
    mark_seen(report=report, actor=OFFICER, now=came + timedelta(minutes=38))
    report.refresh_from_db()
    assert report.received_at == hour_band(came)
    assert report.seen_late is False
    assert clocks(report, came + timedelta(hours=1))[0].is_late is False


def test_a_report_is_found_by_what_the_police_call_it() -> None:
    report = make_report()
    assert report.reference.startswith("PR-26-")
    reader = make_user(Role.TRIAGE_OPERATOR)
    found = report_by_reference(realm_id=1, reference=report.reference.lower(), reader=reader)
    assert found == report
    for wrong in ("", "PR-26", "PR-25-000001", "XX-26-000001", "PR-26-٣", "PR-26-" + "9" * 40):
        assert report_by_reference(realm_id=1, reference=wrong, reader=reader) is None


def test_my_report_opens_for_me_and_is_not_there_for_others() -> None:
    resident, stranger = make_user(role=Role.RESIDENT), make_user(role=Role.RESIDENT)
    report = submit_report(
        intake=make_intake(identity=Identity.NAMED),
        realm_id=1,
        reporter=resident,
        now=NOON,
    ).report
    mine, other = Client(), Client()
    sign_in(mine, resident)
    sign_in(other, stranger)
    assert mine.get(f"/reports/{report.key}/").status_code == 302
    assert "library" in mine.get("/receipt/thread/").content.decode()
    assert other.get(f"/reports/{report.key}/").status_code == 404
    assert other.get("/receipt/thread/").status_code == 403


def test_open_pages_hear_of_what_happens_and_of_no_words() -> None:
    report = make_report()
    LiveEvent.objects.all().delete()
    asked(report)
    say_as_reporter(report=report, body="SECRET", now=NOON)
    mark_seen(report=report, actor=OFFICER, now=NOON)
    events = list(LiveEvent.objects.filter(topic=f"report:{report.key}"))
    assert {"status", "message", "read", "reply"} <= {event.kind for event in events}
    assert all("SECRET" not in str(event.data) for event in events)


def test_the_stream_needs_a_pass(client: Client) -> None:
    assert client.get("/live/receipt/").status_code == 403
