"""The log as the auditor reads it: searched, paged, checked, and itself logged."""

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.actions import chain_unchained, record
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import actions
from commonbeat.casework.actions import opening
from commonbeat.casework.queries import LogSearch, Place, log_page, search_log
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import WORDS, at_desk, make_decision
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
append_only = importlib.import_module("commonbeat.audit.migrations._append_only")
LOG = "/staff/audit/"


@pytest.fixture(autouse=True)
def _it_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def sara() -> User:
    return make_user(Role.TRIAGE_OPERATOR, display_name="Sara Malik")


@pytest.fixture
def report(sara: User) -> Report:
    report = make_report(description="A grey jacket")
    make_decision(report, DecisionKind.CLOSE, user=sara, reason="The camera showed nothing")
    return report


@pytest.mark.parametrize("role", list(Role))
def test_only_an_auditor_reads_it(role: Role) -> None:
    client, _user = at_desk(role)
    expected = 200 if role == Role.AUDITOR else 403
    assert client.get(LOG).status_code == expected
    assert client.post(f"{LOG}check/").status_code == expected


def test_the_action_refuses_others_too(monkeypatch: pytest.MonkeyPatch, sara: User) -> None:
    with pytest.raises(NotAllowed):
        actions.note_log_read(user=sara, realm_id=LIVE_REALM_ID, looked_for={}, now=NOON)
    monkeypatch.setattr(opening, "check_can_read_log", lambda user: None)
    actions.note_log_read(user=sara, realm_id=LIVE_REALM_ID, looked_for={}, now=NOON)
    assert AuditEntry.objects.filter(event="audit.read").count() == 1


def test_it_says_who_did_what_and_why_and_nothing_that_a_report_says(report: Report) -> None:
    client, _user = at_desk(Role.AUDITOR)
    page = client.get(LOG).content.decode()
    for shown in ("Sara Malik", "report.decided", "The camera showed nothing"):
        assert shown in page
    assert "grey jacket" not in page
    assert WORDS not in page


def test_reading_it_is_written_into_it(report: Report) -> None:
    client, user = at_desk(Role.AUDITOR)
    client.get(LOG, {"event": "report.opened"})
    entry = AuditEntry.objects.get(event="audit.read")
    assert entry.actor_id == user.actor.id
    assert entry.details == {"event": "report.opened"}


ALL = {"report.submitted", "report.status-changed", "report.message-sent", "report.decided"}


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ({}, ALL),
        ({"kind": "alteration"}, {"report.status-changed", "report.decided"}),
        ({"event": "report.decided"}, {"report.decided"}),
        ({"actor": "sara"}, ALL - {"report.submitted"}),
        ({"actor": "nobody"}, set()),
        ({"since": "2026-11-14", "until": "2026-11-14"}, ALL),
        ({"until": "2026-11-13"}, set()),
        ({"subject": "report:nothing"}, set()),
    ],
)
def test_it_is_searched(query: dict[str, str], events: set[str], report: Report) -> None:
    client, _user = at_desk(Role.AUDITOR)
    rows = client.get(LOG, query).context["rows"]
    assert {row.event for row in rows if row.event.startswith("report.")} == events


def test_a_report_is_found_by_its_reference(report: Report) -> None:
    client, _user = at_desk(Role.AUDITOR)
    rows = client.get(LOG, {"subject": report.reference}).context["rows"]
    assert {row.subject for row in rows} == {report.reference}


def test_an_actor_is_a_link_to_what_they_did(report: Report, sara: User) -> None:
    client, _user = at_desk(Role.AUDITOR)
    rows = client.get(LOG, {"actor": sara.actor.id}).context["rows"]
    assert rows
    assert {row.actor for row in rows} == {"Sara Malik"}


def test_dates_the_wrong_way_round_are_said_so() -> None:
    client, _user = at_desk(Role.AUDITOR)
    page = client.get(LOG, {"since": "2026-11-14", "until": "2026-11-01"})
    assert b"The last day is before the first." in page.content


def test_pages_meet_without_a_gap(sara: User) -> None:
    for number in range(70):
        make_report(now=NOON - timedelta(hours=number % 5))
    _client, auditor = at_desk(Role.AUDITOR)
    entries = search_log(realm_id=LIVE_REALM_ID, search=LogSearch(), reader=auditor)
    seen, before = [], None
    while True:
        page, before = log_page(entries, before=before)
        seen += [opened.entry for opened in page]
        if before is None:
            break
        assert Place.read(str(before)) == before
    assert seen == list(entries)


def test_the_page_costs_the_same_queries_however_many_entries(report: Report) -> None:
    client, _user = at_desk(Role.AUDITOR)

    def cost() -> int:
        with CaptureQueriesContext(connection) as ran:
            client.get(LOG)
        return len(ran)

    client.get(LOG)
    few = cost()
    for _ in range(20):
        make_report()
    assert cost() == few


def test_a_whole_chain_is_said_to_be_whole(report: Report) -> None:
    client, _user = at_desk(Role.AUDITOR)
    chain_unchained()
    assert b"none changed or missing" in client.post(f"{LOG}check/").content


def test_a_chain_that_somebody_changed_is_said_to_be_broken(report: Report) -> None:
    chain_unchained()
    append_only.remove(connection)
    entry = AuditEntry.objects.chained().first()
    assert entry is not None
    AuditEntry.objects.filter(pk=entry.pk).update(actor_label="Somebody else")
    client, _user = at_desk(Role.AUDITOR)
    assert b"The chain is broken." in client.post(f"{LOG}check/").content


def test_words_that_no_key_opens_hide_themselves_and_not_the_log(
    settings: Any, report: Report
) -> None:
    keys = settings.FIELD_KEYS
    settings.FIELD_KEYS = ["a key that was lost"]
    with transaction.atomic():
        record(
            event="audit.read",
            actor=SYSTEM,
            realm_id=LIVE_REALM_ID,
            reason="Nobody can read this",
            now=NOON,
        )
    settings.FIELD_KEYS = keys
    client, _user = at_desk(Role.AUDITOR)
    page = client.get(LOG).content.decode()
    assert "No key that we hold opens this." in page
    assert "The camera showed nothing" in page
