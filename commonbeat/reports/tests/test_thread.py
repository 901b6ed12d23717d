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
from commonbeat.core.callers import caller_of
from commonbeat.core.errors import Conflict
from commonbeat.core.ids import grouped
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
from commonbeat.reports.rules.limiter import KEY_LIFE, LONGEST_WAIT, Limiter
from commonbeat.reports.tests.factories import NOON, make_intake, make_receipt, make_report
from commonbeat.reports.views import receipt as receipt_views

pytestmark = pytest.mark.django_db

OFFICER = Actor(id="user:x", label="PC Amira Hussain")


@pytest.fixture(autouse=True)
def fresh_limiter(monkeypatch: pytest.MonkeyPatch) -> Limiter:
    limiter = Limiter()
    monkeypatch.setattr(receipt_views, "_limiter", limiter)
    return limiter


def opened(client: Client, **answers: Any) -> tuple[Report, str]:
    """Submit a report and open it with its receipt."""
    code = make_receipt()
    report = make_report(receipt=code, now=clock.now(), **answers)
    assert client.post("/receipt/", {"receipt": grouped(code)}).status_code == 302
    return report, code


def test_a_receipt_opens_its_report_however_it_was_copied(client: Client) -> None:
    code = make_receipt()
    make_report(receipt=code)
    for copied in (code, grouped(code), grouped(code).lower(), f" {grouped(code)}\n"):
        other = Client()
        assert other.post("/receipt/", {"receipt": copied}).status_code == 302
        assert "library" in other.get("/receipt/thread/").content.decode()


def test_the_receipt_is_in_no_address_and_in_no_row() -> None:
    code = make_receipt()
    report = make_report(receipt=code)
    client = Client()
    page = client.post("/receipt/", {"receipt": code})
    assert page.headers["Location"] == "/receipt/thread/"
    assert code not in str(page.headers) and code not in str(page.cookies)
    row = Report.objects.filter(pk=report.pk).values().get()
    assert len(bytes(row["receipt_digest"])) == 32
    assert code not in str(row) and code.encode() not in bytes(row["receipt_digest"])


def test_the_cookie_is_sealed_and_goes_nowhere_else(client: Client) -> None:
    report, _code = opened(client)
    for name, path in (("cb_receipt", "/receipt/"), ("cb_receipt_live", "/live/receipt/")):
        cookie = client.cookies[name]
        assert cookie["path"] == path
        assert cookie["httponly"] and cookie["samesite"] == "Strict"
        assert not cookie["max-age"] and not cookie["expires"]
        assert report.key not in cookie.value


def test_every_wrong_receipt_gets_the_same_answer() -> None:
    make_report()
    answers = set()
    for code in ("A" * 24, make_receipt(), "QZQZ", "🙂🙂", "0" * 99):
        page = Client().post("/receipt/", {"receipt": code})
        text = page.content.decode().replace(f'value="{code}"', "")
        start, _, end = text.partition("csrfmiddlewaretoken")
        names = frozenset(page.headers)
        answers.add((page.status_code, start, end.partition(">")[2], names))
    assert len(answers) == 1
    assert {answer[0] for answer in answers} == {422}


def test_opening_asks_the_same_of_the_database_right_or_wrong(
    client: Client, django_assert_num_queries: Any
) -> None:
    code = make_receipt()
    make_report(receipt=code)
    for given in (code, make_receipt(), "short"):
        with django_assert_num_queries(1):
            client.post("/receipt/", {"receipt": given})


def check_guessing_is_slowed(limiter: Limiter) -> None:
    now, tries = NOON, 0
    for _second in range(600):
        now += timedelta(seconds=1)
        if not limiter.wait("1.2.3.4", now=now):
            limiter.note_wrong("1.2.3.4", now=now)
            tries += 1
    assert tries < 25


def test_guessing_is_slowed_by_the_fifth_try_and_stopped_by_the_tenth() -> None:
    check_guessing_is_slowed(Limiter())


def test_sabotage_a_limiter_that_does_not_count_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Limiter, "note_wrong", lambda *_a, **_k: None)
    with pytest.raises(AssertionError):
        check_guessing_is_slowed(Limiter())


def test_a_holder_waits_a_minute_at_the_most(client: Client) -> None:
    code = make_receipt()
    make_report(receipt=code)
    statuses = [client.post("/receipt/", {"receipt": "A" * 24}).status_code for _ in range(30)]
    assert statuses[:5] == [422] * 5 and 429 in statuses
    blocked = client.post("/receipt/", {"receipt": code})
    assert blocked.status_code == 429
    assert 0 < int(blocked.headers["Retry-After"]) <= LONGEST_WAIT.total_seconds()
    assert client.post("/receipt/", {"receipt": code}, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_limiter_keeps_no_address_and_forgets_its_key() -> None:
    limiter = Limiter()
    for _ in range(6):
        limiter.note_wrong(caller_of("203.0.113.77"), now=NOON)
    held = repr(vars(limiter))
    assert "203.0.113" not in held
    key = limiter._key
    assert limiter.wait(caller_of("203.0.113.77"), now=NOON)
    assert not limiter.wait(caller_of("203.0.113.77"), now=NOON + KEY_LIFE)
    assert limiter._key != key and not limiter._tries


def test_callers_are_told_apart_by_network() -> None:
    assert caller_of("2001:db8::1") == caller_of("2001:db8::ffff")
    assert caller_of("2001:db8:0:1::1") != caller_of("2001:db8:0:2::1")
    assert caller_of("::ffff:10.1.2.3") == caller_of("10.1.2.3")
    assert caller_of("nonsense") == ""


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
    found = report_by_reference(realm_id=1, reference=report.reference.lower())
    assert found == report
    for wrong in ("", "PR-26", "PR-25-000001", "XX-26-000001", "PR-26-٣", "PR-26-" + "9" * 40):
        assert report_by_reference(realm_id=1, reference=wrong) is None


def test_my_report_opens_for_me_and_is_not_there_for_others() -> None:
    resident, stranger = make_user(role=Role.RESIDENT), make_user(role=Role.RESIDENT)
    report = submit_report(
        intake=make_intake(identity=Identity.IDENTIFIED),
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
