"""What may be the same event is found near in place and time, with reasons, and never joined."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.models import Incident
from commonbeat.casework.presenters.joining import reasons
from commonbeat.casework.queries import Suggestion, duplicates, suggestions
from commonbeat.casework.queries import incident_of as where
from commonbeat.casework.rules import DecisionKind, Nearness
from commonbeat.casework.tests.factories import address, at_desk, make_decision
from commonbeat.casework.tests.incidents import incident_of, make_near
from commonbeat.core import clock
from commonbeat.core.models import Realm
from commonbeat.places.tests.factories import EAST, make_areas
from commonbeat.reports.actions import withdraw_report
from commonbeat.reports.models import Report, Topic
from commonbeat.reports.tests.factories import NOON, make_receiver, make_report

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _town(monkeypatch: pytest.MonkeyPatch) -> None:
    make_areas()
    monkeypatch.setattr(clock, "now", lambda: SOON)


@pytest.fixture
def officer() -> User:
    return make_user(Role.TRIAGE_OPERATOR)


def reader() -> User:
    """Return somebody who is kept from nothing."""
    return User(pk=0)


def found(report: Report) -> list[Report]:
    return [suggestion.report for suggestion in suggestions(report, reader=reader(), now=SOON)]


def test_a_report_of_the_same_place_evening_and_kind_is_suggested_with_its_reasons() -> None:
    report = make_near("Two men broke the back door and took a laptop")
    other = make_near("The laptop is gone and the door is broken", now=NOON - timedelta(hours=2))
    [suggestion] = suggestions(report, reader=reader(), now=SOON)
    assert suggestion.report == other
    assert suggestion.likeness.place is Nearness.SAME_STREETS
    said = "same place, within 2 hours, same kind, shares: door, laptop"
    assert reasons(suggestion.likeness) == said


def test_the_likeliest_comes_first() -> None:
    report = make_near("A man in a red coat broke the window with a brick")
    make_near("My flat was entered", now=NOON - timedelta(hours=9))
    twin = make_near("Somebody threw a brick, a man in a red coat", now=NOON - timedelta(hours=1))
    assert found(report)[0] == twin


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"at": EAST}, "too far away"),
        ({"now": NOON - timedelta(hours=30)}, "too long ago"),
        ({"topic": Topic.LOST}, "another kind altogether"),
    ],
)
def test_what_is_far_in_place_time_or_kind_is_not_suggested(
    answers: dict[str, Any], why: str
) -> None:
    report = make_near()
    make_near(**answers)
    assert found(report) == [], why


def test_nothing_of_another_realm_or_another_reader_is_compared() -> None:
    report = make_near()
    exercise = Realm.objects.create(kind="exercise", name="One", opened_at=NOON)
    make_near(realm_id=exercise.pk)
    make_near(sent_to=make_receiver().pk, to_police=False)
    withdraw_report(report=make_near(), now=NOON)
    assert found(report) == []


def test_sabotage_a_query_that_forgets_the_realm_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = make_near()
    exercise = Realm.objects.create(kind="exercise", name="One", opened_at=NOON)
    stranger = make_near(realm_id=exercise.pk)
    # Whatever a row's realm is, it is taken for the report's own.
    monkeypatch.setattr(duplicates, "F", lambda _name: Value(report.realm_id))
    assert found(report) == [stranger]


def test_a_finished_report_is_suggested_for_thirty_days_without_its_words(officer: User) -> None:
    report, other = make_near(), make_near()
    make_decision(other, DecisionKind.CLOSE, user=officer)
    [suggestion] = suggestions(report, reader=reader(), now=SOON)
    assert suggestion.report == other
    assert suggestion.likeness.words == (), "reading it again needs a reason of its own"
    assert suggestions(report, reader=reader(), now=SOON + timedelta(days=31)) == []


def test_sabotage_words_of_a_finished_report_are_noticed(
    monkeypatch: pytest.MonkeyPatch, officer: User
) -> None:
    report, other = make_near(), make_near()
    make_decision(other, DecisionKind.CLOSE, user=officer)
    monkeypatch.setattr(duplicates, "replace", lambda why, **_words: why)
    [suggestion] = suggestions(report, reader=reader(), now=SOON)
    assert suggestion.likeness.words != ()


def test_several_reports_of_one_incident_are_one_suggestion() -> None:
    report = make_near()
    incident = incident_of(make_near(), make_near())
    [suggestion] = suggestions(report, reader=reader(), now=SOON)
    assert suggestion.incident == incident


def test_a_report_without_a_place_has_no_suggestion() -> None:
    make_near()
    assert suggestions(make_report(), reader=reader(), now=SOON) == []


def test_it_takes_two_queries_and_a_few_dozen_rows_however_much_is_near() -> None:
    report = make_near()
    for _ in range(duplicates.MOST_COMPARED + 4):
        make_near()
    with CaptureQueriesContext(connection) as asked:
        shown: list[Suggestion] = suggestions(report, reader=reader(), now=SOON)
    assert len(asked) == 2
    assert len(shown) == duplicates.MOST_SHOWN
    assert len(duplicates.candidates(report, reader=reader(), now=SOON)) == duplicates.MOST_COMPARED


def test_the_query_is_answered_by_its_index() -> None:
    report = make_near()
    with CaptureQueriesContext(connection) as asked:
        duplicates.candidates(report, reader=reader(), now=SOON)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "reports_report_near" in plan


class TestPage:
    def test_the_case_shows_why_and_joins_nothing_by_itself(self) -> None:
        report, other = make_near(), make_near()
        client, _user = at_desk()
        text = client.get(address(report)).content.decode()
        assert other.reference in text
        assert "same place, within 1 hour, same kind, shares: " in text
        assert "Same event" in text
        assert not Incident.objects.exists()
        assert where(report, reader=reader()) is None

    def test_that_words_were_shown_is_written_down_by_ids_alone(self) -> None:
        report, other = make_near(), make_near()
        client, user = at_desk()
        client.get(address(report))
        entry = AuditEntry.objects.get(event="report.compared")
        assert (entry.actor_id, entry.subject) == (user.actor.id, f"report:{report.key}")
        assert entry.payload["details"] == {"with": [other.key]}

    def test_whoever_only_reads_sees_no_words_of_other_reports(self) -> None:
        report, other = make_near(), make_near()
        client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
        client.post(address(report), {"reason": "For a problem profile"})
        text = client.get(address(report)).content.decode()
        assert report.description in text
        assert "Same event" not in text
        assert f"{other.reference}</span> <bdi>" not in text
        assert not AuditEntry.objects.filter(event="report.compared").exists()

    def test_the_same_event_makes_an_incident_of_both(self) -> None:
        report, other = make_near(), make_near()
        client, _user = at_desk()
        given = {
            "other": other.reference,
            "title": "A break-in",
            "reason": "Same door, same evening",
        }
        done = client.post(f"{address(report)}incident/", {"stamp": "1.0.0", **given})
        assert done.status_code == 302
        incident = Incident.objects.get()
        assert where(report, reader=reader()) == where(other, reader=reader()) == incident
        assert incident.reference in client.get(address(report)).content.decode()

    def test_what_was_typed_stays_when_it_is_not_enough(self) -> None:
        report = make_near()
        client, _user = at_desk()
        given = {"title": "A break-in in the mews", "reason": "so", "stamp": "1.0.0"}
        page = client.post(f"{address(report)}incident/", given)
        assert "A break-in in the mews" in page.content.decode()
        assert "One word is not enough" in page.content.decode()
        assert not Incident.objects.exists()

    def test_the_second_person_sees_the_conflict_and_their_own_words(self) -> None:
        report = make_near()
        client, _user = at_desk()
        incident = incident_of(report)
        given = {"title": "My own title", "reason": "Saw it on camera", "stamp": "1.0.0"}
        page = client.post(f"{address(report)}incident/", given)
        assert page.status_code == 409
        text = page.content.decode()
        for shown in (incident.reference, "My own title", "Saw it on camera", "already"):
            assert shown in text
        assert Incident.objects.count() == 1
