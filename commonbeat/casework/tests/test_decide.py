"""A decision writes state, message, rationale and log entry, or nothing at all."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import actions, permissions, rules
from commonbeat.casework.actions import decide, deciding, opening, room
from commonbeat.casework.models import Assignment, Decision, Immutable
from commonbeat.casework.queries import Stamp, stamp_of
from commonbeat.casework.rules import DecisionKind, Outcome
from commonbeat.casework.tests.factories import REASON, WORDS, make_decision, make_verdict
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LiveEvent
from commonbeat.reports.actions import say_as_reporter
from commonbeat.reports.models import MessageKind, Report, Status
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)


@pytest.fixture
def sara() -> User:
    return make_user(Role.TRIAGE_OPERATOR, display_name="Sara Malik")


@pytest.fixture
def report() -> Report:
    return make_report()


def everything() -> tuple[Any, ...]:
    """Return every row that a decision could write."""
    return (
        list(Report.objects.values()),
        Decision.objects.count(),
        Assignment.objects.count(),
        AuditEntry.objects.count(),
        LiveEvent.objects.count(),
        sum(r.messages.count() for r in Report.objects.all()),
    )


def test_taking_a_report_puts_it_in_hand_and_tells_its_reporter(sara: User, report: Report) -> None:
    make_decision(report, user=sara)
    assert report.state is Status.ASSIGNED
    assert Assignment.objects.get(report=report).officer == sara
    message = report.messages.get()
    assert message.kind == MessageKind.UPDATE.value
    assert message.author_label == "Sara, operations room"
    assert message.body.startswith("Sara, operations room is working on your report now.")


def test_news_that_somebody_took_it_is_not_the_answer_that_was_promised(
    sara: User, report: Report
) -> None:
    make_decision(report, user=sara)
    assert report.answered_at is None
    assert report.queue_at is not None
    make_decision(report, DecisionKind.ANSWER, user=sara)
    assert report.answered_at is not None


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (DecisionKind.ASK, Status.ASKED),
        (DecisionKind.CLOSE, Status.RESOLVED),
        (DecisionKind.FILE, Status.FILED),
        (DecisionKind.HAND_ON, Status.PASSED),
    ],
)
def test_each_decision_moves_the_report_and_says_so(
    kind: DecisionKind, status: Status, sara: User, report: Report
) -> None:
    make_decision(report, user=sara)
    make_decision(report, kind, user=sara)
    assert report.state is status
    assert report.messages.order_by("id").last().body == WORDS  # type: ignore[union-attr]


def test_a_closed_report_leaves_the_queue_and_everybodys_hands(sara: User, report: Report) -> None:
    make_decision(report, user=sara)
    make_decision(report, DecisionKind.CLOSE, user=sara)
    assert report.queue_at is None
    assert not Assignment.objects.exists()


def test_a_hoax_is_filed_as_one_and_nothing_is_learnt_of_who_sent_it(
    sara: User, report: Report
) -> None:
    known = (report.identity, bytes(report.receipt_digest), report.reporter)
    make_decision(report, DecisionKind.FILE, user=sara, outcome=Outcome.NOT_MEANT)
    assert report.state is Status.FILED
    assert (report.identity, bytes(report.receipt_digest), report.reporter) == known
    assert not report.identity_events.exists()
    # Whoever meant it after all writes again, and it is back.
    say_as_reporter(report=report, body="It is true.", now=NOON + timedelta(hours=2))
    report.refresh_from_db()
    assert report.queue_at is not None


def test_what_a_reporter_adds_brings_a_closed_report_back(sara: User, report: Report) -> None:
    make_decision(report, DecisionKind.CLOSE, user=sara)
    say_as_reporter(report=report, body="They are back.", now=NOON + timedelta(hours=3))
    report.refresh_from_db()
    assert report.queue_at is not None
    make_decision(report, DecisionKind.ANSWER, user=sara, now=NOON + timedelta(hours=4))
    assert report.queue_at is None


def test_the_rationale_is_sealed_numbered_and_cannot_be_changed(
    sara: User, report: Report, django_assert_num_queries: Any
) -> None:
    first = make_decision(report, user=sara)
    second = make_decision(
        report, DecisionKind.CLOSE, user=sara, outcome=Outcome.ADVICE_GIVEN, information="A camera"
    )
    assert (first.number, second.number) == (1, 2)
    kept = Decision.objects.get(pk=second.pk)
    assert (kept.reason, kept.information) == (REASON, "A camera")
    assert WORDS in kept.action
    assert (kept.version_before, kept.version_after) == (2, 3)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, information, action FROM casework_decision")
        assert REASON.encode() not in b"".join(bytes(v) for row in cursor.fetchall() for v in row)
    kept.reason = "Something else"
    with pytest.raises(Immutable):
        kept.save()
    with pytest.raises(Immutable):
        Decision.objects.filter(pk=kept.pk).update(number=9)


def test_the_log_says_who_decided_what_and_why(sara: User, report: Report) -> None:
    make_decision(report, DecisionKind.CLOSE, user=sara)
    entry = AuditEntry.objects.get(event="report.decided")
    assert (entry.actor_id, entry.reason) == (sara.actor.id, REASON)
    assert entry.details["kind"] == "close"
    assert WORDS not in str(entry.payload)


@pytest.mark.parametrize("reason", ["", "ok", "  …  "])
def test_a_decision_without_a_reason_writes_nothing(
    reason: str, sara: User, report: Report
) -> None:
    before = everything()
    with pytest.raises(actions.ReasonMissing):
        make_decision(report, user=sara, reason=reason)
    assert everything() == before


def test_closing_without_words_for_the_reporter_writes_nothing(sara: User, report: Report) -> None:
    before = everything()
    for fields in ({"words": "Closed."}, {"words": ""}, {"outcome": None}):
        with pytest.raises(actions.WordsMissing):
            make_decision(report, DecisionKind.CLOSE, user=sara, **fields)
    assert everything() == before


def test_the_fewest_words_are_what_stops_it(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    """Sabotage: with the check away, a closing answer of one word goes out."""
    monkeypatch.setattr(rules.words, "FEWEST_WORDS", 0)
    make_decision(report, DecisionKind.CLOSE, user=sara, words="No", reason="")
    assert report.messages.filter(kind="outcome").exists()


def test_a_decision_after_the_report_moved_on_writes_nothing(sara: User, report: Report) -> None:
    seen = stamp_of(report)
    make_decision(report, user=make_user(Role.SUPERVISOR))
    before = everything()
    with pytest.raises(actions.StaleDecision):
        decide(report=report, verdict=make_verdict(), user=sara, expected=seen, now=SOON)
    assert everything() == before


def test_a_decision_before_reading_what_the_reporter_just_wrote_writes_nothing(
    sara: User, report: Report
) -> None:
    seen = stamp_of(report)
    say_as_reporter(report=report, body="It was a red bike.", now=SOON)
    with pytest.raises(actions.StaleDecision):
        decide(
            report=report,
            verdict=make_verdict(DecisionKind.CLOSE),
            user=sara,
            expected=seen,
            now=SOON,
        )
    report.refresh_from_db()
    assert report.state is Status.SUBMITTED


def test_a_task_for_an_anonymous_reporter_is_sent_only_after_the_warning(
    sara: User, report: Report
) -> None:
    words = "Could you find out where he lives?"
    before = everything()
    with pytest.raises(actions.MayDrift):
        make_decision(report, DecisionKind.ASK, user=sara, words=words)
    assert everything() == before
    make_decision(report, DecisionKind.ASK, user=sara, words=words, drift_accepted=True)
    entry = AuditEntry.objects.get(event="report.decided")
    assert entry.details["informant_warning"]


def test_the_words_of_taking_are_in_the_reporters_language(sara: User) -> None:
    report = make_report(language="zh-hans")
    make_decision(report, user=sara)
    assert report.messages.get().author_label != ""


def test_a_neighbourhood_officer_signs_for_the_neighbourhood(report: Report) -> None:
    officer = make_user(Role.NEIGHBOURHOOD_OFFICER, display_name="Tom Birch")
    make_decision(report, user=officer)
    assert report.messages.get().author_label == "Tom, your neighbourhood team"


def test_taking_over_changes_hands_and_not_the_status(sara: User, report: Report) -> None:
    make_decision(report, user=sara)
    other = make_user(Role.SUPERVISOR)
    make_decision(report, user=other)
    assert Assignment.objects.get(report=report).officer == other
    assert report.state is Status.ASSIGNED
    assert Decision.objects.filter(report=report).count() == 2


NOBODYS = [
    role
    for role in Role
    if role not in {Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER}
]


@pytest.mark.parametrize("role", NOBODYS)
def test_nobody_else_decides(role: Role, report: Report) -> None:
    before = everything()
    with pytest.raises(NotAllowed):
        make_decision(report, user=make_user(role))
    assert (everything()[1:4], report.status) == (before[1:4], Status.SUBMITTED.value)


def test_somebody_whose_account_was_closed_does_not_decide(sara: User, report: Report) -> None:
    sara.is_active = False
    with pytest.raises(NotAllowed):
        make_decision(report, user=sara)


def test_the_check_is_what_stops_them(monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    """Sabotage: with the check away, a resident decides."""
    monkeypatch.setattr(deciding, "check_can_decide", lambda user: None)
    make_decision(report, user=make_user(Role.RESIDENT))
    assert Decision.objects.exists()


def test_each_check_has_its_twin() -> None:
    for name in ("see_queue", "open_without_asking", "decide", "read_log"):
        check, can = (getattr(permissions, f"{way}_{name}") for way in ("check_can", "can"))
        for role in Role:
            user = User(role=role)
            try:
                check(user)
            except NotAllowed:
                assert not can(user)
            else:
                assert can(user)


def test_a_stamp_is_read_back_and_rubbish_is_none() -> None:
    assert Stamp.read(str(Stamp(3, 2, 17))) == Stamp(3, 2, 17)
    for rubbish in ("", "1.2", "a.b.c", "1.2.3.4", "-1.2.3", "1.2." + "9" * 40, "١.٢.٣"):
        assert Stamp.read(rubbish) is None


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.AUDITOR, Role.TRAINER, Role.ADMINISTRATOR])
def test_nobody_else_opens_a_report_or_is_here(role: Role, report: Report) -> None:
    user = make_user(role)
    with pytest.raises(NotAllowed):
        actions.open_report(report=report, user=user, reason="I would like to", now=SOON)
    with pytest.raises(NotAllowed):
        actions.say_here(user=user, realm_id=report.realm_id, report_key=report.key, now=SOON)
    assert not AuditEntry.objects.filter(event="report.opened").exists()


def test_those_checks_are_what_stops_them(monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    """Sabotage: with the checks away, a resident opens a report and is shown in the room."""
    for module in (opening, room):
        monkeypatch.setattr(module, "check_can_see_queue", lambda user: None)
    user = make_user(Role.RESIDENT)
    actions.open_report(report=report, user=user, reason="I would like to", now=SOON)
    actions.say_here(user=user, realm_id=report.realm_id, report_key=report.key, now=SOON)
    assert AuditEntry.objects.filter(event="report.opened").exists()
