"""One thing done about several reports: looked at first, each by itself, nothing by the way."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework import actions
from commonbeat.casework.models import Assignment, Decision, Incident
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import Alone, DecisionKind, Facts, Several, why_alone
from commonbeat.casework.tests.factories import at_desk, make_alarm, make_decision
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.test_signposts import a_worry
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.reports.actions import keep_from, say_as_reporter
from commonbeat.reports.models import Message, Report, Status
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LOOK, DO = "/staff/queue/several/look/", "/staff/queue/several/do/"
WHY = "All from the same street party"
END = {
    "do": "end",
    "outcome": "advice-given",
    "words": "We came and they went home.",
    "reason": WHY,
}


@pytest.fixture(autouse=True)
def _it_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def desk() -> Client:
    client, _user = at_desk()
    return client


def read_report(**fields: Any) -> Report:
    """Return a report that somebody has read."""
    report = make_report(**fields)
    actions.open_report(report=report, user=make_user(Role.TRIAGE_OPERATOR), now=NOON)
    report.refresh_from_db()
    return report


def seen(*reports: Report) -> list[str]:
    return [f"{report.key}={stamp_of(report)}" for report in reports]


def states(*reports: Report) -> list[Status]:
    return [Report.objects.get(pk=report.pk).state for report in reports]


class TestLookingFirst:
    def test_what_goes_along_and_what_does_not_is_shown_and_nothing_is_done(
        self, desk: Client
    ) -> None:
        read, unread = read_report(), make_report()
        page = desk.post(LOOK, {"do": "end", "report": [read.key, unread.key]}).content.decode()
        assert "Nothing was done yet." in page
        assert "Do it for 1 report" in page
        assert "Nobody has read it yet. Open it first." in page
        assert states(read, unread) == [Status.SEEN, Status.SUBMITTED]

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [({"do": "take"}, "Choose at least one report."), ({}, "Choose what to do.")],
    )
    def test_what_was_not_chosen_is_said(
        self, desk: Client, sent: dict[str, str], sentence: str
    ) -> None:
        make_report()
        page = desk.post(LOOK, sent)
        assert page.status_code == 422
        assert sentence in page.content.decode()

    def test_a_reporter_of_another_language_is_marked(self, desk: Client) -> None:
        report = read_report(language="pl")
        page = desk.post(LOOK, {"do": "end", "report": [report.key]}).content.decode()
        assert "Polski" in page

    def test_no_words_of_a_reporter_are_shown(self, desk: Client) -> None:
        report = make_report(description="The green bicycle of my aunt")
        for page in (
            desk.get("/staff/queue/several/"),
            desk.post(LOOK, {"do": "take", "report": [report.key]}),
        ):
            assert "aunt" not in page.content.decode()


class TestDoing:
    def test_each_is_taken_on_with_the_reason(self) -> None:
        client, user = at_desk()
        reports = [make_report(), make_report()]
        client.post(DO, {"do": "take", "reason": WHY, "seen": seen(*reports)})
        assert Assignment.objects.filter(officer=user).count() == 2
        assert {decision.reason for decision in Decision.objects.all()} == {WHY}

    def test_each_reporter_is_told_once(self, desk: Client) -> None:
        reports = [read_report(), read_report()]
        page = desk.post(DO, {**END, "seen": seen(*reports)}, follow=True)
        assert "Done for 2 reports." in page.content.decode()
        assert states(*reports) == [Status.RESOLVED, Status.RESOLVED]
        for report in reports:
            bodies = [message.body for message in Message.objects.filter(report=report)]
            assert bodies.count(END["words"]) == 1

    def test_what_changed_meanwhile_is_left_and_named(self, desk: Client) -> None:
        still, changed = read_report(), read_report()
        chosen = seen(still, changed)
        make_decision(changed, DecisionKind.TAKE, user=make_user(Role.TRIAGE_OPERATOR))
        page = desk.post(DO, {**END, "seen": chosen}, follow=True).content.decode()
        assert "Done for 1 report." in page
        assert changed.reference in page
        assert states(still, changed) == [Status.RESOLVED, Status.ASSIGNED]

    def test_what_somebody_finished_meanwhile_is_counted(self, desk: Client) -> None:
        still, gone = read_report(), read_report()
        chosen = seen(still, gone)
        make_decision(gone, DecisionKind.CLOSE, user=make_user(Role.TRIAGE_OPERATOR))
        page = desk.post(DO, {**END, "seen": chosen}, follow=True).content.decode()
        assert "1 report was finished by somebody else meanwhile." in page

    def test_words_that_are_missing_are_asked_for_and_the_rest_is_kept(self, desk: Client) -> None:
        report = read_report()
        page = desk.post(DO, {**END, "words": "", "seen": seen(report)})
        assert page.status_code == 422
        assert WHY in page.content.decode()
        assert states(report) == [Status.SEEN]

    def test_they_are_put_into_one_new_incident(self, desk: Client) -> None:
        reports = [make_report(), make_report()]
        sent = {"do": "join", "title": "Street party", "reason": WHY, "seen": seen(*reports)}
        desk.post(DO, sent)
        incident = Incident.objects.get()
        assert {link.report_id for link in incident.links.all()} == {r.pk for r in reports}

    def test_they_are_put_into_an_incident_that_is_there(self, desk: Client) -> None:
        incident, report = incident_of(make_report()), make_report()
        sent = {"do": "join", "incident": incident.reference, "reason": WHY, "seen": seen(report)}
        desk.post(DO, sent)
        assert incident.links.filter(report=report).exists()

    def test_an_incident_that_is_not_there_is_said_and_nothing_is_lost(self, desk: Client) -> None:
        report = make_report()
        sent = {"do": "join", "incident": "IN-26-999999", "reason": WHY, "seen": seen(report)}
        page = desk.post(DO, sent)
        assert page.status_code == 422
        assert "There is no incident of this reference." in page.content.decode()
        assert WHY in page.content.decode()

    def test_whoever_is_kept_from_a_report_does_nothing_about_it(self) -> None:
        client, user = at_desk()
        report = read_report()
        keep_from(report=report, member=user, ground=Ground.SAID_SO, actor=SYSTEM, now=NOON)
        page = client.post(DO, {**END, "seen": seen(report)})
        assert page.status_code == 409
        assert states(report) == [Status.SEEN]


def emergency() -> Report:
    report = read_report()
    make_alarm(report, user=make_user(Role.TRIAGE_OPERATOR), now=NOON)
    return report


def waiting() -> Report:
    report = read_report()
    make_decision(report, DecisionKind.ANSWER, user=make_user(Role.TRIAGE_OPERATOR))
    say_as_reporter(report=report, body="He is back.", now=NOON)
    return report


def victim() -> Report:
    report = read_report()
    Report.objects.filter(pk=report.pk).update(is_victim=True)
    return report


def worry() -> Report:
    report = a_worry(below=True)
    actions.open_report(report=report, user=make_user(Role.TRIAGE_OPERATOR), now=NOON)
    report.refresh_from_db()
    return report


WHOLE = [make_report, emergency, waiting, victim, worry]


@pytest.mark.parametrize("make", WHOLE)
def test_what_needs_a_whole_person_is_never_closed_with_others(desk: Client, make: Any) -> None:
    report, plain = make(), read_report()
    before = Decision.objects.filter(report=report).count()
    desk.post(DO, {**END, "seen": seen(report, plain)})
    assert Decision.objects.filter(report=report).count() == before
    assert states(plain) == [Status.RESOLVED]


def test_sabotage_a_server_that_trusts_the_page_is_noticed(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonbeat.casework.actions.several.why_alone", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        test_what_needs_a_whole_person_is_never_closed_with_others(desk, emergency)


@given(
    st.sampled_from(Several),
    st.builds(
        Facts,
        status=st.sampled_from([status.value for status in Status]),
        officer=st.none() | st.integers(1, 3),
        wrote_again=st.booleans(),
        is_emergency=st.booleans(),
        is_victim=st.booleans(),
        is_below_threshold=st.booleans(),
        is_joined=st.booleans(),
    ),
)
def test_nothing_is_closed_with_others_that_a_rule_keeps_apart(do: Several, facts: Facts) -> None:
    why = why_alone(do, facts, by=1)
    apart = facts.is_emergency or facts.is_victim or facts.is_below_threshold or facts.wrote_again
    if do is Several.END and (apart or facts.status == Status.SUBMITTED.value):
        assert why is not None
    if do is Several.TAKE and facts.officer == 1:
        assert why in {Alone.MINE, Alone.NOT_NOW}
