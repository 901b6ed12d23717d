"""Nobody of the police deals with a report that is about them, or about somebody they know."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import actions, queries
from commonbeat.casework.models import Assignment
from commonbeat.casework.queries import Stamp, Tab, stamp_of
from commonbeat.casework.rules import Noted
from commonbeat.casework.tests.factories import address, at_desk, make_decision, make_verdict
from commonbeat.core.errors import Conflict, NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.actions import keep_from, send_to_police
from commonbeat.reports.models import ConflictOfInterest, Report
from commonbeat.reports.queries import conflicts_of, is_kept_from
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_receiver, make_report

pytestmark = pytest.mark.django_db
TOLD = "PC Okafor shoved me against the wall outside the station."
WHY = "We are cousins and speak every week"


def okafor(role: Role = Role.NEIGHBOURHOOD_OFFICER) -> tuple[Any, User]:
    return at_desk(role, display_name="Dan Okafor")


def seen_by(user: User) -> list[Report]:
    return list(queries.queue(realm_id=LIVE_REALM_ID, tab=Tab.ALL, user=user, now=NOON))


def is_hidden_from(officer: User, colleague: User) -> bool:
    report = make_report(description=TOLD)
    return seen_by(officer) == [] and seen_by(colleague) == [report]


def test_an_officer_who_is_named_in_a_report_never_sees_it() -> None:
    client, officer = okafor()
    _other_client, colleague = at_desk()
    assert is_hidden_from(officer, colleague)
    report = Report.objects.get()
    assert client.get(address(report)).status_code == 404
    assert client.get("/staff/queue/", {"find": report.reference}).status_code == 200
    counts = queries.counts(realm_id=LIVE_REALM_ID, user=officer, now=NOON)
    assert not any(counts.values())


def test_sabotage_a_report_that_nobody_reads_for_names_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("commonbeat.reports.actions.conflicts.police_named_in", lambda *_texts: [])
    _client, officer = okafor()
    assert not is_hidden_from(officer, make_user(Role.TRIAGE_OPERATOR))


def test_an_answer_or_a_place_can_name_somebody_too() -> None:
    _client, officer = okafor()
    report = make_report(place="Where officer Okafor parks his own car")
    assert is_kept_from(report=report, user=officer)


def test_the_log_knows_that_it_happened_by_itself_and_no_minute_of_an_anonymous_report() -> None:
    _client, officer = okafor()
    report = make_report(description=TOLD)
    entry = AuditEntry.objects.get(event="report.kept-from")
    assert (entry.actor_id, entry.at) == ("system", hour_band(NOON))
    assert entry.details == {"member": f"user:{officer.key}", "ground": "named"}
    assert conflicts_of(report)[0].set_at == hour_band(NOON)


def test_only_people_of_the_police_are_looked_for() -> None:
    make_user(Role.RESIDENT, display_name="Dan Okafor")
    make_user(Role.PARTNER_MEMBER, display_name="Dan Okafor")
    make_user(Role.SUPERVISOR, display_name="Dan Okafor", is_active=False)
    make_report(description=TOLD)
    assert not ConflictOfInterest.objects.exists()


def test_what_the_police_get_later_is_read_for_names_then() -> None:
    _client, officer = okafor()
    university = make_receiver()
    report = make_report(description=TOLD, to_police=False, sent_to=university.pk)
    assert not ConflictOfInterest.objects.exists()
    send_to_police(report=report, now=NOON)
    assert is_kept_from(report=report, user=officer)


def test_colleagues_read_who_does_not_see_it() -> None:
    okafor()
    client, _user = at_desk()
    report = make_report(description=TOLD)
    page = client.get(address(report)).content.decode()
    assert "Does not see it" in page
    assert "Dan Okafor" in page


def test_who_knows_somebody_in_it_says_so_and_has_it_in_hand_no_longer() -> None:
    client, officer = okafor()
    report = make_report()
    make_decision(report, user=officer)
    where = reverse("casework:interests", args=[report.reference])
    answer = client.post(where, {"member": officer.key, "reason": WHY}, follow=True)
    assert answer.redirect_chain == [("/staff/queue/", 302)]
    assert f"does not see {report.reference}" in answer.content.decode()
    assert not Assignment.objects.exists()
    assert client.get(where).status_code == 404
    assert conflicts_of(report)[0].ground == Ground.SAID_SO.value


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": WHY}, "Choose a person."),
        ({"member": "nobody", "reason": WHY}, "Choose a person of the list."),
        ({"reason": "Family"}, "One word is not enough."),
        ({}, "Say in a few words why."),
    ],
)
def test_a_form_that_lacks_something_says_what_and_keeps_the_rest(
    fields: dict[str, str], said: str
) -> None:
    client, _user = at_desk()
    report = make_report()
    page = client.post(reverse("casework:interests", args=[report.reference]), fields)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert fields.get("reason", "") in page.content.decode()
    assert not ConflictOfInterest.objects.exists()


def lifted_by(user: User, report: Report) -> None:
    conflict = conflicts_of(report)[0]
    actions.let_see_again(conflict=conflict, user=user, reason=WHY, now=NOON)


def test_another_supervisor_lets_them_see_it_again() -> None:
    client, officer = okafor(Role.SUPERVISOR)
    other, supervisor = at_desk(Role.SUPERVISOR)
    report = make_report(description=TOLD)
    conflict = conflicts_of(report)[0]
    where = reverse("casework:lift", args=[report.reference, conflict.key])
    assert client.post(where, {"reason": WHY}).status_code == 404
    assert other.post(where, {"reason": "Fine"}).status_code == 422
    assert other.post(where, {"reason": "Another Okafor of another force"}).status_code == 302
    assert seen_by(officer) == [report]
    assert AuditEntry.objects.get(event="report.conflict-lifted").actor_id == supervisor.actor.id
    with pytest.raises(Conflict):
        lifted_by(supervisor, report)


@pytest.mark.parametrize("role", [Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER])
def test_nobody_else_lifts_a_conflict(role: Role) -> None:
    okafor()
    report = make_report(description=TOLD)
    with pytest.raises(NotAllowed):
        lifted_by(make_user(role), report)


def test_a_supervisor_does_not_lift_their_own() -> None:
    _client, officer = okafor(Role.SUPERVISOR)
    report = make_report(description=TOLD)
    with pytest.raises(NotAllowed):
        lifted_by(officer, report)


def as_it_stands(report: Report) -> Stamp:
    return stamp_of(Report.objects.get(pk=report.pk))


def refusals(report: Report, officer: User) -> list[bool]:
    """Say of each action whether it refuses an officer who is kept from the report."""
    facts: dict[str, Any] = {"report": report, "user": officer, "now": NOON}
    tries: list[Callable[[], object]] = [
        lambda: actions.open_report(**facts),
        lambda: actions.decide(**facts, verdict=make_verdict(), expected=as_it_stands(report)),
        lambda: actions.note(
            **facts, note=actions.Note(Noted.VICTIM, "They said so"), expected=as_it_stands(report)
        ),
    ]
    return [_refuses(attempt) for attempt in tries]


def _refuses(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except NotAllowed:
        return True
    return False


def test_no_action_takes_it_from_who_is_kept_from_it() -> None:
    _client, officer = okafor()
    assert refusals(make_report(description=TOLD), officer) == [True, True, True]


def test_sabotage_an_action_that_does_not_ask_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.casework.permissions.is_kept_from", lambda **_facts: False)
    _client, officer = okafor()
    assert refusals(make_report(description=TOLD), officer) == [False, False, False]


def test_the_same_twice_is_one_row() -> None:
    _client, officer = okafor()
    report = make_report()
    facts: dict[str, Any] = {"report": report, "member": officer, "ground": Ground.KNOWN}
    first = keep_from(**facts, actor=officer.actor, now=NOON)
    assert keep_from(**facts, actor=officer.actor, now=NOON) == first
    assert AuditEntry.objects.filter(event="report.kept-from").count() == 1
