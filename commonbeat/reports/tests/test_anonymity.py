"""What is held about a person who did not say who they are: nothing that finds them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from commonbeat.audit.models import AuditEntry
from commonbeat.core.actors import Actor
from commonbeat.core.retention import retention_rules
from commonbeat.reports.actions import mark_seen, say_as_reporter, submit_report, withdraw_report
from commonbeat.reports.models import CustodyEntry, Message, Report
from commonbeat.reports.queries import question_set
from commonbeat.reports.rules import Contact, Identity, Topic, hour_band
from commonbeat.reports.tests.evidence import keep
from commonbeat.reports.tests.factories import make_intake, make_receipt, make_report
from commonbeat.reports.tests.test_flow import all_at_once

pytestmark = pytest.mark.django_db

CAME = datetime(2026, 11, 14, 9, 43, 12, 345, tzinfo=UTC)
OFFICER = Actor(id="user:x", label="PC Amira Hussain")

# Content, category, place band, time band, status, receipt digest, and our own names for the row.
ALLOWED = {
    *("id", "key", "realm_id", "version", "receipt_digest", "language", "identity", "pseudonym"),
    *("topic", "category", "qualifier", "description", "happened", "happened_hour", "place"),
    *("answers", "question_set_id"),
    *("cell7", "cell8", "cell9", "area_id", "reporter_id"),
    *("status", "asked_from", "status_changed_at", "received_at", "queue_at"),
    *("door", "brought_by", "organisation_id", "about_id"),
    # Who was to read it, as they chose.
    *("to_police", "sent_to_id"),
    *("is_victim", "is_enhanced", "tell_by", "wish"),
    *("seen_at", "seen_late", "assessed_at", "answered_at", "reply_waiting_since"),
}


def held(report: Report) -> dict[str, Any]:
    """Return every column of a report's row: what a court could have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_report WHERE id = %s", [report.pk])
        names = [column[0] for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone() or (), strict=True))


def check_only_allowed(row: dict[str, Any]) -> None:
    assert set(row) <= ALLOWED
    assert row["reporter_id"] is None
    for sealed in ("description", "happened", "place", "answers"):
        assert bytes(row[sealed]).startswith(b"gAAAA")


def test_the_subpoena_drill_finds_nothing_more_than_is_stated() -> None:
    asked = question_set(Topic.BIKE_TAKEN)
    answers = {"bike": ("A red Marin with a frog bell.",)}
    report = make_report(now=CAME, answers=answers, question_set=asked.id)
    check_only_allowed(held(report))


def test_sabotage_a_column_with_an_address_is_noticed() -> None:
    row = {**held(make_report(now=CAME)), "answers": b"gAAAA", "remote_address": "203.0.113.5"}
    with pytest.raises(AssertionError):
        check_only_allowed(row)


def check_times_are_hours(report: Report) -> None:
    report.refresh_from_db()
    assert report.received_at == hour_band(report.received_at)
    for entry in AuditEntry.objects.filter(actor_id="anonymous"):
        assert entry.at == hour_band(entry.at)
    for message in Message.objects.filter(author="reporter"):
        assert message.at == hour_band(message.at)
    if report.reply_waiting_since:
        assert report.reply_waiting_since == hour_band(report.reply_waiting_since)


def read_and_written(**answers: Any) -> Report:
    report = make_report(now=CAME, **answers)
    mark_seen(report=report, actor=OFFICER, now=CAME + timedelta(minutes=30))
    say_as_reporter(report=report, body="More.", now=CAME + timedelta(minutes=41))
    return report


def check_files_tell_hours(rung: Identity) -> None:
    """Send a photograph with a report, read what is written down about it."""
    code = make_receipt()
    keep(code, rung=Identity.NAMED, now=CAME)
    contact = Contact(name="Ruth Example") if rung is Identity.CONFIDENTIAL else None
    report = make_report(now=CAME, receipt=code, identity=rung, contact=contact)
    lines = list(CustodyEntry.objects.filter(exhibit__report=report))
    assert {line.event for line in lines} >= {"sent"}
    for line in lines:
        assert line.at == hour_band(line.at)


@pytest.mark.parametrize("rung", [Identity.ANONYMOUS, Identity.CONFIDENTIAL])
def test_the_record_of_a_file_tells_the_hour_alone(
    rung: Identity, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    check_files_tell_hours(rung)


@pytest.mark.parametrize("rung", [Identity.ANONYMOUS, Identity.CONFIDENTIAL])
def test_sabotage_the_minute_in_which_a_file_was_sent_is_noticed(
    rung: Identity, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(Report, "is_anonymous", False)
    with pytest.raises(AssertionError):
        check_files_tell_hours(rung)


def test_once_it_was_read_only_the_hour_is_left() -> None:
    check_times_are_hours(read_and_written())


def test_taking_it_back_leaves_no_minute_either() -> None:
    report = make_report(now=CAME)
    withdraw_report(report=report, now=CAME + timedelta(minutes=3))
    report.refresh_from_db()
    assert report.status_changed_at == report.received_at == hour_band(CAME)
    for entry in AuditEntry.objects.filter(actor_id="anonymous"):
        assert entry.at == hour_band(entry.at)


def test_sabotage_a_kept_minute_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("submit", "status", "talk"):
        monkeypatch.setattr(f"commonbeat.reports.actions.{module}.hour_band", lambda at: at)
    with pytest.raises(AssertionError):
        check_times_are_hours(read_and_written())


def test_the_police_are_shown_the_hour_while_it_waits() -> None:
    assert make_report(now=CAME).received_shown == hour_band(CAME)


@pytest.mark.parametrize("path", ["/report/", "/receipt/", "/reports/"])
def test_no_session_is_made_and_no_cookie_but_the_token(client: Client, path: str) -> None:
    client.get(path)
    assert set(client.cookies) <= {"cb_csrf"}


def test_reporting_makes_no_session(client: Client, django_assert_num_queries: Any) -> None:
    client.post("/report/", all_at_once())
    assert set(client.cookies) <= {"cb_csrf", "cb_receipt", "cb_receipt_live"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


def test_no_address_of_ours_holds_a_receipt() -> None:
    from commonbeat.reports.urls import urlpatterns

    assert not any(re.search(r"receipt:|<.*code", str(each.pattern)) for each in urlpatterns)


def test_every_table_says_how_long_it_is_kept() -> None:
    rules = retention_rules()
    for model in ("report", "message", "exhibit", "sealedcopy", "arrivingpiece"):
        assert rules[f"reports.{model}"].rule


def test_two_anonymous_reports_of_one_person_share_nothing() -> None:
    one, other = (
        held(submit_report(intake=make_intake(), realm_id=1, reporter=None, now=CAME).report)
        for _ in range(2)
    )
    same = {"realm_id", "language", "identity", "topic", "category", "qualifier", "status"}
    same |= {"door", "brought_by", "to_police", "sent_to_id"}
    alike = {"reporter_id", "area_id", "version", "seen_late", "asked_from", "is_enhanced"}
    for name in ALLOWED - same - alike:
        value = one[name]
        if (
            value is None
            or name.endswith("_at")
            or name.startswith(("cell", "happened_h", "reply"))
        ):
            continue
        assert value != other[name], name
