"""Right Care, Right Person: nobody below the threshold is left without somebody who helps."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework import rules
from commonbeat.casework.actions import SignpostMissing, Verdict, WordsMissing, keep_service
from commonbeat.casework.forms.deciding import EndForm
from commonbeat.casework.models import Decision, SignpostService
from commonbeat.casework.queries import offered_services
from commonbeat.casework.rules import RULES, DecisionKind
from commonbeat.casework.tests.factories import WORDS, address, at_desk, make_decision, send
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import Category, Report, Status, Topic
from commonbeat.reports.queries import question_set, thread
from commonbeat.reports.rules.questions import SIGNPOSTED
from commonbeat.reports.rules.threshold import is_below_threshold
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db

ENDINGS = [kind for kind in DecisionKind if RULES[kind].ends]


def a_worry(*, below: bool) -> Report:
    answers: dict[str, tuple[str, ...]] = {"life": ("no",), "crime": ("no",), SIGNPOSTED: ("yes",)}
    if not below:
        answers = {"life": ("later",), "crime": ("yes",)}
    asked = question_set(Topic.WORRIED)
    return make_report(topic=Topic.WORRIED, answers=answers, question_set=asked.id)


def test_the_answers_say_whether_a_worry_is_below_the_threshold() -> None:
    assert is_below_threshold(Category.WELFARE, a_worry(below=True).answers)
    assert not is_below_threshold(Category.WELFARE, a_worry(below=False).answers)
    assert not is_below_threshold(Category.OTHER_CRIME, {SIGNPOSTED: ("yes",)})


def unhelped(**facts: Any) -> list[DecisionKind]:
    """Return the endings that leave a worry below the threshold with nobody who helps."""
    left = []
    for kind in ENDINGS:
        report = a_worry(below=True)
        try:
            make_decision(report, kind, user=make_user(Role.TRIAGE_OPERATOR), **facts)
        except SignpostMissing:
            continue
        left.append(kind)
    return left


def test_no_ending_leaves_somebody_without_help() -> None:
    assert len(ENDINGS) == 3
    assert unhelped() == []
    assert unhelped(signpost="   ") == []


def test_sabotage_a_rule_that_needs_no_signpost_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "needs_signpost", lambda *_kind, **_facts: False)
    assert unhelped() == ENDINGS


def test_nothing_is_written_when_it_is_refused() -> None:
    report = a_worry(below=True)
    with pytest.raises(SignpostMissing):
        make_decision(report, DecisionKind.FILE, user=make_user(Role.TRIAGE_OPERATOR))
    report.refresh_from_db()
    assert report.state is Status.SUBMITTED
    assert not Decision.objects.exists()
    assert thread(report) == []


def test_with_a_signpost_it_is_closed_and_the_reporter_is_told_who_helps() -> None:
    report = a_worry(below=True)
    service = offered_services()[0].words
    with pytest.raises(WordsMissing):
        make_decision(
            report,
            DecisionKind.FILE,
            user=make_user(Role.TRIAGE_OPERATOR),
            signpost=service,
            words="",
        )
    decision = make_decision(
        report, DecisionKind.FILE, user=make_user(Role.TRIAGE_OPERATOR), signpost=service
    )
    decision.refresh_from_db()
    assert decision.signpost == service
    assert [message.body for message in thread(report)] == [f"Who can help: {service}", WORDS]


@pytest.mark.parametrize("kind", ENDINGS)
def test_a_worry_at_the_threshold_and_any_other_report_need_none(kind: DecisionKind) -> None:
    for report in (a_worry(below=False), make_report()):
        make_decision(report, kind, user=make_user(Role.TRIAGE_OPERATOR))
        assert report.is_closed


def test_the_closing_form_asks_who_helps_and_only_where_it_must() -> None:
    client, _user = at_desk()
    worry, other = a_worry(below=True), make_report()
    assert "Who can help them instead?" in client.get(address(worry)).content.decode()
    assert "Who can help them instead?" not in client.get(address(other)).content.decode()
    given = {"do": "end", "outcome": "not-police", "words": WORDS}
    refused = send(client, worry, **given)
    assert "Say who can help them instead." in refused.content.decode()
    service = offered_services()[1]
    assert send(client, worry, **given, service=str(service.pk)).status_code == 302
    assert f"Who can help: {service.words}" in [message.body for message in thread(worry)]
    second = a_worry(below=True)
    assert send(client, second, **given, other_service="Her GP").status_code == 302
    assert "Who can help: Her GP" in [message.body for message in thread(second)]


def check_it_is_told_in_the_language_of_the_report() -> None:
    client, _user = at_desk()
    report = a_worry(below=True)
    Report.objects.filter(pk=report.pk).update(language="pl")
    given = {"do": "end", "outcome": "not-police", "words": WORDS}
    service = SignpostService.objects.get(name="The crisis line of the local NHS")
    assert send(client, report, **given, service=str(service.pk)).status_code == 302
    told = thread(report)[0].body
    with translation.override("pl"):
        polish = service.words
    assert polish != service.words
    assert told.endswith(polish), f"told in another language: {told}"
    assert Decision.objects.get(report=report).signpost == service.words


def test_the_reporter_reads_in_their_own_language_who_helps() -> None:
    check_it_is_told_in_the_language_of_the_report()


def test_sabotage_a_service_named_in_the_language_of_the_officer_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = EndForm.verdict

    def named_at_once(form: EndForm) -> Verdict:
        verdict = honest(form)
        return replace(verdict, service=None, signpost=verdict.helper)

    monkeypatch.setattr(EndForm, "verdict", named_at_once)
    with pytest.raises(AssertionError, match="told in another language"):
        check_it_is_told_in_the_language_of_the_report()


def test_the_list_is_the_force_s_own() -> None:
    client, user = at_desk(Role.SUPERVISOR)
    first = SignpostService.objects.order_by("pk")[0]
    facts: dict[str, Any] = {"actor": user.actor, "realm_id": LIVE_REALM_ID, "now": NOON}
    keep_service(name=first.name, reach=first.reach, is_offered=False, **facts)
    assert first.pk not in [service.pk for service in offered_services()]
    added = {
        "list": "service",
        "service-name": "Night team",
        "service-reach": "01772 000 000",
        "service-is_offered": "on",
    }
    assert client.post("/staff/lists/", added).status_code == 302
    assert "Night team: 01772 000 000" in [service.words for service in offered_services()]
    assert client.post("/staff/lists/", {"list": "service"}).status_code == 422
    day = {"list": "day", "day-day": "2027-06-01", "day-name": "Town day", "day-is_off": "on"}
    assert client.post("/staff/lists/", day).status_code == 302
    assert "Town day" in client.get("/staff/lists/").content.decode()
    assert client.post("/staff/lists/", {"list": "day", "day-day": "soon"}).status_code == 422
