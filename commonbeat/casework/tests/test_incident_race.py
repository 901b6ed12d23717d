"""B18: two people put one report into two incidents at the same moment, again and again."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.actions import StaleIncident, add_report
from commonbeat.casework.actions import incidents as module
from commonbeat.casework.models import Incident, IncidentEntry, IncidentReport
from commonbeat.casework.tests.incidents import WHY, incident_of
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.assurance]
RACES = 1_000 if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else 25


def race(report: Report, incidents: list[Incident], people: list[User]) -> list[object]:
    """Let each person put the report into an incident of their own; return what each got."""
    start = Barrier(len(people))

    def one(incident: Incident, user: User) -> object:
        try:
            start.wait()
            return add_report(incident=incident, report=report, reason=WHY, user=user, now=NOON)
        except StaleIncident as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        running = [pool.submit(one, *pair) for pair in zip(incidents, people, strict=True)]
        return [future.result() for future in running]


def contradictions(report: Report) -> list[str]:
    """Return how what is kept about a report contradicts itself."""
    found = []
    current = IncidentReport.objects.current().filter(report=report)
    entries = IncidentEntry.objects.filter(report=report, kind="linked")
    logged = AuditEntry.objects.filter(event="incident.linked", subject=f"report:{report.key}")
    if current.count() != 1:
        found.append(f"it is in {current.count()} incidents")
    if entries.count() != 1 or logged.count() != 1:
        found.append("a link without its line, or a line without its link")
    return found


@pytest.fixture
def people() -> list[User]:
    return [make_user(Role.TRIAGE_OPERATOR, display_name=name) for name in ("Sara", "Lena")]


def test_of_two_incidents_at_once_one_gets_the_report(people: list[User]) -> None:
    incidents = [incident_of(), incident_of()]
    for number in range(RACES):
        report = make_report()
        results = race(report, incidents, people)
        won = [result for result in results if isinstance(result, IncidentReport)]
        lost = [result for result in results if isinstance(result, StaleIncident)]
        assert (len(won), len(lost)) == (1, 1), (number, results)
        assert contradictions(report) == []


def test_sabotage_a_link_that_pushes_the_other_out_is_noticed(
    monkeypatch: pytest.MonkeyPatch, people: list[User]
) -> None:
    def careless(incident: Incident, report: Report, user: User, **fields: object) -> object:
        IncidentReport.objects.filter(report=report).update(taken_out_at=NOON)
        return original(incident, report, user, **fields)  # type: ignore[arg-type]

    original = module.new_link
    monkeypatch.setattr(module, "new_link", careless)
    report = make_report()
    results = race(report, [incident_of(), incident_of()], people)
    assert [type(result) for result in results] == [IncidentReport, IncidentReport]
    assert contradictions(report) == ["a link without its line, or a line without its link"]
