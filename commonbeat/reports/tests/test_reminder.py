"""The reminder for a calendar: it comes when the answer is due, and gives nothing away."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from commonbeat.core import clock
from commonbeat.core.actors import Actor
from commonbeat.core.ids import grouped
from commonbeat.reports.actions import say_as_police, say_as_reporter, withdraw_report
from commonbeat.reports.models import Identity, MessageKind, Received, Report
from commonbeat.reports.presenters import reminder_due_at, reminder_file
from commonbeat.reports.rules.reminder import reminder_moments
from commonbeat.reports.tests.factories import (
    NOON,
    make_receipt,
    make_receiver,
    make_report,
)
from commonbeat.reports.tests.walking import opened

LONDON = ZoneInfo("Europe/London")
# What a glance at a shared calendar must not show.
TELLING = ("police", "commonbeat", "preston", "crime", "report", "officer", "http", "receipt")


def saved(report: Report, *, discreet: bool) -> bytes:
    """Return the file for the calendar as its reporter saves it at noon."""
    due_at = reminder_due_at(report, now=NOON)
    assert due_at is not None
    return reminder_file(due_at, discreet=discreet, now=NOON)


def events(data: bytes) -> list[dict[str, object]]:
    parsed = Calendar.from_ical(data)
    assert parsed["version"] == "2.0"
    assert parsed["prodid"]
    found = list(parsed.walk("VEVENT"))
    for event in found:
        assert event["uid"]
        assert event["dtstamp"]
        assert [alarm["action"] for alarm in event.walk("VALARM")] == ["DISPLAY"]
    return [{"at": event.decoded("dtstart"), "title": str(event["summary"])} for event in found]


@pytest.mark.django_db
def test_the_reminder_comes_when_the_answer_was_promised_and_a_week_later() -> None:
    report = make_report()
    found = events(saved(report, discreet=False))
    due = datetime(2026, 11, 16, 12, tzinfo=UTC)
    assert [event["at"] for event in found] == [due, due + timedelta(days=7)]
    assert found[0]["title"] == "Look at your answer on Commonbeat Preston"


def telling_words(data: bytes) -> list[str]:
    text = data.decode().casefold().replace("\r\n ", "")
    return [word for word in TELLING if word in text]


@pytest.mark.django_db
def test_a_discreet_reminder_says_nothing_to_others() -> None:
    assert telling_words(saved(make_report(), discreet=True)) == []


@pytest.mark.django_db
def test_sabotage_a_discreet_reminder_with_our_name_is_noticed() -> None:
    assert telling_words(saved(make_report(), discreet=False)) != []


@pytest.mark.django_db
@pytest.mark.parametrize("discreet", [True, False])
def test_no_receipt_no_words_and_no_minute_are_in_it(discreet: bool) -> None:
    code = make_receipt()
    report = make_report(receipt=code)
    text = saved(report, discreet=discreet).decode().replace("\r\n ", "")
    for secret in (code, grouped(code), report.reference, report.key, report.description):
        assert secret not in text
    stamps = [line for line in text.splitlines() if line.startswith(("DTSTAMP", "DTSTART"))]
    assert len(stamps) == 4
    assert all(line.endswith("0000Z") for line in stamps)


@pytest.mark.django_db
def test_the_file_comes_as_a_calendar_and_is_discreet_unless_asked(client: Client) -> None:
    opened(client)
    assert 'value="little"' in client.get("/receipt/reminder/").content.decode()
    little = client.get("/receipt/reminder/file/")
    assert little.headers["Content-Type"].startswith("text/calendar")
    assert len(events(little.content)) == 2
    assert telling_words(little.content) == []
    whole = client.get("/receipt/reminder/file/", {"says": "whole"})
    assert "commonbeat" in telling_words(whole.content)


def offers_a_reminder(client: Client) -> bool:
    """Say whether the thread offers one; what is offered is there, and what is not, is not."""
    offered = "/receipt/reminder/" in client.get("/receipt/thread/").content.decode()
    for path in ("/receipt/reminder/", "/receipt/reminder/file/"):
        answer: Any = client.get(path)
        assert answer.status_code == (200 if offered else 302)
        assert offered or answer.headers["Location"] == "/receipt/thread/"
    return offered


@pytest.mark.django_db
def test_where_nothing_is_promised_no_reminder_is_offered(client: Client) -> None:
    opened(client, identity=Identity.COUNTED)
    assert not offers_a_reminder(client)
    report, _code = opened(client)
    assert offers_a_reminder(client)
    withdraw_report(report=report, now=clock.now())
    assert not offers_a_reminder(client)


@pytest.mark.django_db
def test_an_organisation_promises_an_answer_for_itself(client: Client) -> None:
    report, code = opened(client, sent_to=make_receiver().pk, to_police=False)
    assert offers_a_reminder(client)
    due_at = reminder_due_at(report, now=clock.now())
    sent = Received.objects.get(report=report).sent_at
    assert due_at is not None and due_at > sent
    said = client.post("/report/", {"go": "sent", "receipt": code, "language": "en"})
    assert "/receipt/reminder/" in said.content.decode()
    Received.objects.update(seen_at=clock.now(), answered_at=clock.now())
    assert not offers_a_reminder(client)
    said = client.post("/report/", {"go": "sent", "receipt": code, "language": "en"})
    assert "/receipt/reminder/" not in said.content.decode()


@pytest.mark.django_db
def test_after_the_answer_a_reminder_is_for_the_next_one() -> None:
    report = make_report()
    officer = Actor(id="user:x", label="PC Amira Hussain")
    say_as_police(report=report, kind=MessageKind.ANSWER, body="Hm.", actor=officer, now=NOON)
    Report.objects.update(seen_at=NOON, assessed_at=NOON)
    report.refresh_from_db()
    assert reminder_due_at(report, now=NOON) is None
    say_as_reporter(report=report, body="And now?", now=NOON)
    report.refresh_from_db()
    assert reminder_due_at(report, now=NOON) == report.reply_due_at()


MOMENTS = st.integers(0, 8 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(due=MOMENTS, now=MOMENTS)
def test_a_reminder_is_never_at_night_nor_in_the_past(due: datetime, now: datetime) -> None:
    first, second = reminder_moments(due, now=now, zone=LONDON)
    assert now < first < second
    for moment in (first, second):
        here = moment.astimezone(LONDON)
        assert 9 <= here.hour < 19
        assert (here.minute, here.second, here.microsecond) == (0, 0, 0)
    if due > now:
        assert timedelta(0) <= first - due < timedelta(hours=15)


def test_a_week_later_is_the_same_hour_across_the_change_of_the_clocks() -> None:
    due = datetime(2026, 10, 22, 10, tzinfo=UTC)  # eleven, summer time
    first, second = reminder_moments(due, now=due - timedelta(days=1), zone=LONDON)
    assert (first.hour, second.hour) == (11, 11)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(days=7, hours=1)
