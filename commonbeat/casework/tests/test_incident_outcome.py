"""One outcome reaches everybody who told of an incident, each once, and nobody who is gone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import Ending, NotTold, StaleIncident, close_incident
from commonbeat.casework.actions import incident_outcome as module
from commonbeat.casework.models import Decision, Incident, IncidentReport
from commonbeat.casework.queries import Stamp, incident_links, stamp_of, stamps_of, to_be_told
from commonbeat.casework.rules import DecisionKind, IncidentState, Outcome
from commonbeat.casework.tests.factories import at_desk, make_decision
from commonbeat.casework.tests.incidents import incident_of, put_in
from commonbeat.casework.tests.test_signposts import a_worry
from commonbeat.core import clock
from commonbeat.reports.actions import say_as_reporter, withdraw_report
from commonbeat.reports.models import Message, Report, Status
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)
WORDS = "We found the man and gave the things back."
ENDING = Ending(Outcome.DEALT_WITH, WORDS, "He was found with the laptop")


@pytest.fixture(autouse=True)
def _it_is_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def officer() -> User:
    return make_user(Role.SUPERVISOR, display_name="Sara Malik")


def seen(incident: Incident) -> dict[str, Any]:
    """Return what a page drawn now knows."""
    incident.refresh_from_db()
    told = to_be_told(incident_links(incident))
    return {
        "expected_version": incident.version,
        "stamps": {report.key: stamp for report, stamp in told},
    }


def close(incident: Incident, officer: User, page: dict[str, Any] | None = None) -> list[NotTold]:
    return close_incident(
        incident=incident, ending=ENDING, user=officer, now=LATER, **(page or seen(incident))
    )


def outcomes_read_by(report: Report) -> list[str]:
    """Return the outcomes that stand in a thread."""
    return [m.body for m in Message.objects.filter(report=report, kind="outcome").order_by("id")]


def wrongly_told(reports: list[Report]) -> list[str]:
    """Return the reports that were told twice, or told though they are gone."""
    return [
        report.reference
        for report in reports
        if len(outcomes_read_by(report)) != (0 if report.state is Status.WITHDRAWN else 1)
    ]


def test_everybody_is_told_once_in_a_thread_of_their_own(officer: User) -> None:
    reports = [make_report() for _ in range(3)]
    incident = incident_of(*reports)
    assert close(incident, officer) == []
    incident.refresh_from_db()
    assert (incident.standing, incident.told) == (IncidentState.CLOSED, WORDS)
    assert wrongly_told(reports) == []
    for report in reports:
        report.refresh_from_db()
        assert report.state is Status.RESOLVED
        decision = Decision.objects.get(report=report)
        assert incident.reference in decision.information
        assert outcomes_read_by(report) == [WORDS]


def test_no_reporter_learns_of_the_others(officer: User) -> None:
    reports = [make_report() for _ in range(3)]
    incident = incident_of(*reports)
    close(incident, officer)
    thread = " ".join(m.body + m.author_label for m in Message.objects.filter(report=reports[0]))
    for reference in (*(other.reference for other in reports[1:]), incident.reference):
        assert reference not in thread
    assert "3" not in thread


def test_whoever_took_theirs_back_or_was_answered_is_told_nothing_more(officer: User) -> None:
    open_one, answered, gone = (make_report() for _ in range(3))
    incident = incident_of(open_one, answered, gone)
    make_decision(answered, DecisionKind.CLOSE, user=officer, words="It is over now.")
    withdraw_report(report=gone, now=NOON)
    close(incident, officer)
    assert outcomes_read_by(answered) == ["It is over now."]
    assert wrongly_told([open_one, answered, gone]) == []


def test_sabotage_an_outcome_sent_to_everybody_is_noticed(
    monkeypatch: pytest.MonkeyPatch, officer: User
) -> None:
    report, gone = make_report(), make_report()
    incident = incident_of(report, gone)
    page = seen(incident)
    withdraw_report(report=gone, now=NOON)
    gone.refresh_from_db()

    def everybody(links: Iterable[IncidentReport]) -> list[tuple[Report, Stamp]]:
        return [(link.report, stamp_of(link.report)) for link in links]

    monkeypatch.setattr(module, "to_be_told", everybody)
    monkeypatch.setattr("commonbeat.casework.actions.telling.rules.may_decide", lambda *_: True)
    monkeypatch.setattr("commonbeat.casework.actions.deciding.rules.status_after", lambda *_: None)
    page["stamps"] = {link.report.key: stamp_of(link.report) for link in incident_links(incident)}
    close(incident, officer, page)
    assert wrongly_told([gone]) == [gone.reference]


def test_a_report_that_changed_stays_open_and_is_named_with_the_reason(officer: User) -> None:
    still, changed = make_report(), make_report()
    incident = incident_of(still, changed)
    page = seen(incident)
    say_as_reporter(report=changed, body="He is back again.", now=LATER)
    [left] = close(incident, officer, page)
    assert left.report == changed and "changed while" in left.why
    changed.refresh_from_db()
    assert not changed.is_closed
    assert outcomes_read_by(changed) == []
    assert outcomes_read_by(still) == [WORDS]


def test_whoever_was_left_is_told_later_and_nobody_twice(officer: User) -> None:
    still, changed = make_report(), make_report()
    incident = incident_of(still, changed)
    page = seen(incident)
    say_as_reporter(report=changed, body="He is back again.", now=LATER)
    close(incident, officer, page)
    assert close(incident, officer) == []
    assert wrongly_told([still, changed]) == []


def test_nobody_is_told_when_the_incident_changed_meanwhile(officer: User) -> None:
    report, late = make_report(), make_report()
    incident = incident_of(report)
    page = seen(incident)
    put_in(incident, late)
    with pytest.raises(StaleIncident):
        close(incident, officer, page)
    assert not Message.objects.filter(kind="outcome").exists()


def test_a_worry_that_needs_a_helper_is_left_to_be_closed_by_itself(officer: User) -> None:
    report, worry = make_report(), a_worry(below=True)
    [left] = close(incident_of(report, worry), officer)
    assert left.report == worry and "who can help" in left.why
    assert outcomes_read_by(report) == [WORDS]


def test_how_many_reports_stand_is_read_in_two_queries(
    django_assert_num_queries: Any, officer: User
) -> None:
    reports = [make_report() for _ in range(4)]
    make_decision(reports[0], user=officer)
    with django_assert_num_queries(2):
        stamps = stamps_of(reports)
    assert stamps == {report.pk: stamp_of(report) for report in reports}


class TestPages:
    def post(self, client: Any, incident: Incident, **fields: Any) -> Any:
        incident.refresh_from_db()
        given = {"version": incident.version, "outcome": "dealt-with", "words": WORDS}
        facts = {**given, "reason": ENDING.reason, **fields}
        return client.post(f"/staff/incidents/{incident.reference}/outcome/", facts)

    def test_it_shows_who_will_be_told_before_anything_is_sent(self) -> None:
        reports = [make_report(), make_report()]
        incident = incident_of(*reports)
        client, _user = at_desk()
        page = self.post(client, incident)
        text = page.content.decode()
        assert page.status_code == 200
        for shown in (*(report.reference for report in reports), WORDS, "Nothing was sent yet"):
            assert shown in text
        assert not Message.objects.filter(kind="outcome").exists()

    def test_yes_sends_it_and_names_who_was_left(self) -> None:
        still, changed = make_report(), make_report()
        incident = incident_of(still, changed)
        client, _user = at_desk()
        told = seen(incident)["stamps"]
        say_as_reporter(report=changed, body="He is back again.", now=LATER)
        stamps = [f"{key}={stamp}" for key, stamp in told.items()]
        done = self.post(client, incident, sure="yes", seen=stamps)
        assert done.status_code == 302
        text = client.get(done.url).content.decode()
        assert "1 report was answered" in text
        assert f"{changed.reference}: This report changed" in text
        assert "Close it and tell everybody" in text, "whoever is left can be told"

    def test_words_that_give_tasks_are_warned_of_first(self) -> None:
        incident = incident_of(make_report())
        client, _user = at_desk()
        page = self.post(client, incident, words="Please find out where he lives and tell us")
        assert "without a name to find things out" in page.content.decode()
        assert not Message.objects.filter(kind="outcome").exists()
