"""Assessing a report: what is thought, seen and chosen, and that only a person chooses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import OuterRef

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import queries
from commonbeat.casework.actions import Verdict, WordsMissing, decide, keep_grade
from commonbeat.casework.models import Assessment, CallGrade, Decision, HandoverAlarm, Immutable
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind, Grade, Heading, Prompt, Strand, Thought
from commonbeat.casework.tests.factories import (
    REASON,
    WORDS,
    Clock,
    address,
    at_desk,
    make_assessed,
    make_decision,
    make_graded,
    send,
)
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.actions import erase_report, say_as_reporter
from commonbeat.reports.models import Message, Report, Status
from commonbeat.reports.queries import clocks
from commonbeat.reports.rules import ClockKind, Identity
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)
THREAT = "A man waits outside her door"


@pytest.fixture
def sara() -> User:
    return make_user(Role.TRIAGE_OPERATOR, display_name="Sara Malik")


@pytest.fixture
def report() -> Report:
    return make_report()


def fields(grade: Grade = Grade.PRIORITY, **given: str) -> dict[str, str]:
    """Return the form of an assessment as somebody fills it in."""
    row = CallGrade.objects.get(kind=grade.value, valid_until=None)
    return {
        "do": "assess",
        "threat": THREAT,
        "grade": str(row.pk),
        "area": "urban",
        "review_days": "28",
        **given,
    }


def test_assessing_moves_the_report_stops_its_clock_and_says_nothing_to_its_reporter(
    sara: User, report: Report
) -> None:
    make_graded(report, user=sara, now=SOON)
    assert report.state is Status.ASSESSED
    assert report.assessed_at == SOON
    stopped = {one.kind: one.stopped_at for one in clocks(report, SOON)}
    assert stopped[ClockKind.ASSESSED] == SOON
    assert stopped[ClockKind.ANSWERED] is None
    assert not report.messages.exists()
    kept = Assessment.objects.get(report=report)
    assert (kept.number, kept.threat, kept.grade.grade) == (1, THREAT, Grade.PRIORITY)
    assert kept.decision.kind == "assess"


def test_the_log_says_which_grade_was_chosen_and_which_was_suggested(
    sara: User, report: Report
) -> None:
    make_graded(report, user=sara, now=SOON)
    entry = AuditEntry.objects.get(event="report.decided")
    assert entry.details["grade"] == "priority"
    assert entry.details["suggested"] == "scheduled"
    assert (entry.actor_id, entry.reason) == (sara.actor.id, REASON)


def test_assessing_what_somebody_has_in_hand_leaves_it_in_hand(sara: User, report: Report) -> None:
    make_decision(report, user=sara)
    make_graded(report, user=sara, now=SOON)
    assert report.state is Status.ASSIGNED
    assert report.assignment.officer == sara


def test_versions_are_numbered_without_a_gap_sealed_and_never_changed(
    sara: User, report: Report
) -> None:
    for _again in range(3):
        make_graded(report, user=sara, now=SOON)
    kept = list(Assessment.objects.filter(report=report).order_by("number"))
    assert [one.number for one in kept] == [1, 2, 3]
    with connection.cursor() as cursor:
        cursor.execute("SELECT threat, noted FROM casework_assessment")
        assert b"door" not in b"".join(bytes(v) for row in cursor.fetchall() for v in row)
    with pytest.raises(Immutable):
        kept[0].save()
    with pytest.raises(Immutable):
        Assessment.objects.filter(pk=kept[0].pk).update(number=9)


@pytest.mark.parametrize("threat", ["", "  ", "-"])
def test_an_assessment_that_thinks_of_no_danger_writes_nothing(
    threat: str, sara: User, report: Report
) -> None:
    with pytest.raises(WordsMissing):
        make_graded(
            report,
            user=sara,
            now=SOON,
            thoughts={Thought.THREAT: threat, Thought.ENGAGEMENT: "They want to be called back"},
        )
    assert not Decision.objects.exists()
    assert report.state is Status.SUBMITTED


def test_nothing_known_is_an_answer(sara: User, report: Report) -> None:
    make_graded(report, user=sara, now=SOON, thoughts={Thought.RISK: "Nothing known"})
    assert Assessment.objects.count() == 1


def answer_still_owed(report: Report, sara: User) -> bool:
    """Grade a report whose reporter waits for an answer; say whether they still do."""
    say_as_reporter(report=report, body="He is back.", now=NOON + timedelta(minutes=5))
    make_graded(report, user=sara, now=SOON)
    return report.reply_waiting_since is not None


def test_grading_answers_nobody(sara: User, report: Report) -> None:
    assert answer_still_owed(report, sara)


def test_sabotage_a_grade_that_counts_as_an_answer_is_noticed(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    from commonbeat.reports.actions import status

    honest = status._changes_with_status

    def careless(*given: Any, **more: Any) -> dict[str, Any]:
        return honest(*given, **more) | {"reply_waiting_since": None}

    monkeypatch.setattr(status, "_changes_with_status", careless)
    assert not answer_still_owed(report, sara)


def is_due_again(report: Report) -> bool:
    """Say whether the queue asks for another look at a report."""
    graded = queries.graded(report)
    assert graded is not None
    return graded.wrote_since


def test_what_the_reporter_writes_within_the_same_hour_asks_for_another_look(sara: User) -> None:
    """Of somebody unknown only the hour is kept: the clock cannot tell what came later."""
    report = make_report(identity=Identity.ANONYMOUS)
    make_graded(report, user=sara, now=NOON + timedelta(minutes=15))
    assert not is_due_again(report)
    say_as_reporter(report=report, body="He has a knife.", now=NOON + timedelta(minutes=30))
    assert is_due_again(report)
    client, _user = at_desk()
    assert b"Assess again" in client.get("/staff/queue/").content
    assert b"They wrote after this assessment." in client.get(address(report)).content
    make_graded(report, user=sara, now=NOON + timedelta(minutes=35))
    assert not is_due_again(report)


def test_sabotage_a_queue_that_goes_by_the_clock_is_noticed(
    monkeypatch: pytest.MonkeyPatch, sara: User
) -> None:
    by_the_clock = Message.objects.filter(author="reporter", at__gt=OuterRef("at"))
    monkeypatch.setitem(queries.graded.__globals__, "_from_reporter", lambda: by_the_clock)
    report = make_report(identity=Identity.ANONYMOUS)
    make_graded(report, user=sara, now=NOON + timedelta(minutes=15))
    say_as_reporter(report=report, body="He has a knife.", now=NOON + timedelta(minutes=30))
    assert not is_due_again(report)


def test_flags_of_vulnerability_run_out(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    make_graded(
        report,
        user=sara,
        now=SOON,
        prompts=(Prompt.DANGER,),
        strands=(Strand.RACE,),
        review_days=7,
    )
    kept = Assessment.objects.get(report=report)
    assert (kept.prompts, kept.strands) == ([Prompt.DANGER], [Strand.RACE])
    assert kept.review_by == (SOON + timedelta(days=7)).date()
    client, _user = at_desk()
    monkeypatch.setattr(clock, "now", Clock(SOON + timedelta(hours=1)).now)
    assert b"Look again by" in client.get(address(report)).content


def test_the_form_asks_again_with_all_that_was_typed_where_the_grade_is_missing() -> None:
    client, _user = at_desk()
    report = make_report()
    given = fields(harm="Two bruises on her arm")
    del given["grade"]
    page = send(client, report, **given)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Choose a grade." in text
    assert THREAT in text
    assert "Two bruises on her arm" in text
    assert not Assessment.objects.exists()
    assert send(client, report, **fields()).status_code == 302
    assert Assessment.objects.count() == 1


def test_assessing_again_begins_with_what_was_thought_before_and_with_no_grade(sara: User) -> None:
    report = make_report()
    make_graded(report, user=sara, now=SOON)
    client, _user = at_desk()
    page = client.get(address(report)).content.decode()
    form = page.split('id="act-assess"')[1].split("</form>")[0]
    assert THREAT in form
    assert "checked" not in form.split('name="grade"')[1].split('name="area"')[0]


def test_the_second_assessor_sees_what_the_first_chose_and_keeps_their_words(sara: User) -> None:
    client, _user = at_desk()
    report = make_report()
    client.get(address(report))
    report.refresh_from_db()
    stamp = str(stamp_of(report))
    make_graded(report, user=sara, now=SOON)
    page = send(client, report, **fields(stamp=stamp, harm="Two bruises on her arm"))
    assert page.status_code == 409
    assert b"Sara Malik" in page.content
    assert b"Two bruises on her arm" in page.content
    assert Assessment.objects.count() == 1


def test_the_same_grade_again_gains_no_time_and_another_one_begins_anew(
    sara: User, report: Report
) -> None:
    make_graded(report, user=sara, now=SOON)
    make_graded(report, user=sara, now=SOON + timedelta(minutes=30))
    first, second = queries.assessments(report)
    assert second.graded_at == first.graded_at == SOON
    assert second.due_at == SOON + timedelta(minutes=60)
    make_graded(report, Grade.SCHEDULED, user=sara, now=SOON + timedelta(minutes=40))
    third = queries.assessments(report)[-1]
    assert third.due_at == SOON + timedelta(minutes=40, hours=48)


def test_a_row_shows_the_grade_and_its_time(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    make_graded(report, user=sara, now=SOON)
    monkeypatch.setattr(clock, "now", Clock(SOON + timedelta(minutes=10)).now)
    client, _user = at_desk()
    row = (
        client.get("/staff/queue/")
        .content.decode()
        .split(f'data-key="{report.key}"')[1]
        .split("</li>")[0]
    )
    assert "Priority" in row
    assert ">50:00<" in row


def test_a_force_changes_its_minutes_and_what_was_graded_keeps_its_own(
    sara: User, report: Report
) -> None:
    make_graded(report, user=sara, now=SOON)
    client, _user = at_desk(Role.SUPERVISOR)
    sent = {
        "list": "grade",
        "grade": "priority",
        "priority-name": "Priority",
        "priority-urban_minutes": "45",
        "priority-rural_minutes": "75",
    }
    assert client.post("/staff/lists/", sent).status_code == 302
    assert Assessment.objects.get().due_at == SOON + timedelta(minutes=60)
    rows = CallGrade.objects.filter(kind="priority").order_by("pk")
    assert [row.urban_minutes for row in rows] == [60, 45]
    assert [row.valid_until is None for row in rows] == [False, True]
    page = client.get("/staff/lists/").content.decode()
    assert "45" in page
    assert client.post("/staff/lists/", {**sent, "priority-urban_minutes": "0"}).status_code == 422
    assert AuditEntry.objects.filter(event="call-grades.changed").count() == 1


def test_a_grade_that_was_changed_meanwhile_is_chosen_again(sara: User, report: Report) -> None:
    old = make_assessed()
    facts: dict[str, Any] = {"actor": sara.actor, "realm_id": LIVE_REALM_ID, "now": NOON}
    keep_grade(grade=Grade.PRIORITY, name="Priority", urban_minutes=30, rural_minutes=30, **facts)
    verdict = Verdict(DecisionKind.ASSESS, REASON, assessed=old)
    with pytest.raises(WordsMissing):
        decide(
            report=report, verdict=verdict, user=sara, expected=stamp_of(report), now=clock.now()
        )


def test_more_of_the_reasons_is_kept_and_shown_to_colleagues(report: Report) -> None:
    client, _user = at_desk()
    sent = send(
        client,
        report,
        do="share",
        outcome="council",
        words=WORDS,
        more_powers="Section 35 does not apply",
    )
    assert sent.status_code == 302
    decision = Decision.objects.get(report=report)
    assert decision.more == {Heading.POWERS.value: "Section 35 does not apply"}
    page = client.get(address(report)).content.decode()
    assert "Powers and policy: Section 35 does not apply" in page


def test_erasing_a_report_empties_what_was_thought_of_it(sara: User, report: Report) -> None:
    make_graded(report, Grade.EMERGENCY, user=sara, now=SOON, prompts=(Prompt.DANGER,))
    make_decision(report, DecisionKind.CLOSE, user=sara, now=SOON)
    erase_report(report=report, actor=sara.actor, expected_version=report.version, now=SOON)
    kept = Assessment.objects.get(report=report)
    assert (kept.threat, kept.risk, kept.prompts, kept.review_by) == ("", "", [], None)
    assert kept.grade.grade is Grade.EMERGENCY
    assert not HandoverAlarm.objects.exists()


def test_an_intelligence_officer_reads_the_assessment_and_writes_none(
    sara: User, report: Report
) -> None:
    make_graded(report, user=sara, now=SOON)
    client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
    client.post(address(report), {"reason": "Linked to another case"})
    page = client.get(address(report)).content.decode()
    assert THREAT in page
    assert 'id="act-assess"' not in page
    assert send(client, report, **fields()).status_code == 403
