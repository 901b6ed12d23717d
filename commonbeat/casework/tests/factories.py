"""An operations room for tests: people at their desks and decisions made through the actions."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.casework.actions import (
    AnswerGiven,
    Assessed,
    Verdict,
    decide,
    keep_answer,
)
from commonbeat.casework.models import AnswerTemplate, CallGrade, Decision, HandoverAlarm
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import (
    OUTCOMES,
    RULES,
    Advice,
    DecisionKind,
    Grade,
    Purpose,
    Thought,
)
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import make_report

REASON = "It is next in the queue"
OFFERED = "Thank you. We look into it now. You will hear from us here by tomorrow."
WORDS = "Thank you. We looked at the camera above the racks. You can write to us here."


class Clock:
    """A clock that a test can move."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def at_desk(role: Role = Role.TRIAGE_OPERATOR, **fields: Any) -> tuple[Client, User]:
    """Return a signed-in client and its person."""
    user = make_user(role, **fields)
    client = Client()
    sign_in(client, user)
    return client, user


def make_assessed(grade: Grade = Grade.PRIORITY, **fields: Any) -> Assessed:
    """Return what somebody thought of a report, and the grade that they chose."""
    thoughts = {Thought.THREAT: "A man waits outside her door", Thought.RISK: "He may come back"}
    in_use = CallGrade.objects.get(kind=grade.value, valid_until=None)
    return Assessed(**{"thoughts": thoughts, "grade": in_use, **fields})


def make_verdict(kind: DecisionKind = DecisionKind.TAKE, **fields: Any) -> Verdict:
    """Return a decision that asks for nothing more."""
    given: dict[str, Any] = {"reason": REASON}
    if RULES[kind].tells:
        given["words"] = WORDS
    if kind in OUTCOMES:
        given["outcome"] = OUTCOMES[kind][0]
    if kind is DecisionKind.ASSESS and "assessed" not in fields:
        given["assessed"] = make_assessed()
    return Verdict(kind, **{**given, **fields})


def make_decision(
    report: Report,
    kind: DecisionKind = DecisionKind.TAKE,
    *,
    user: User,
    now: datetime | None = None,
    **fields: Any,
) -> Decision:
    """Decide about a report as it stands; ``report`` is brought up to date."""
    report.refresh_from_db()
    decision = decide(
        report=report,
        verdict=make_verdict(kind, **fields),
        user=user,
        expected=stamp_of(report),
        now=now or report.received_at + timedelta(minutes=20),
    )
    report.refresh_from_db()
    return decision


def make_graded(
    report: Report,
    grade: Grade = Grade.PRIORITY,
    *,
    user: User,
    now: datetime,
    reason: str = REASON,
    **fields: Any,
) -> Decision:
    """Assess a report and give it a grade; ``fields`` are of what was thought."""
    facts = {"assessed": make_assessed(grade, **fields), "reason": reason}
    return make_decision(report, DecisionKind.ASSESS, user=user, now=now, **facts)


def make_alarm(report: Report, *, user: User, now: datetime, **fields: Any) -> HandoverAlarm:
    """Grade a report Emergency and return its alarm; ``fields`` are of what was thought."""
    make_graded(report, Grade.EMERGENCY, user=user, now=now, **fields)
    return HandoverAlarm.objects.get(report=report)


def make_open_alarm(*, realm_id: int = LIVE_REALM_ID) -> HandoverAlarm:
    """Return the alarm of an emergency that nobody has acknowledged yet."""
    now = clock.now()
    report = make_report(realm_id=realm_id, now=now)
    return make_alarm(report, user=make_user(Role.TRIAGE_OPERATOR), now=now)


def address(report: Report) -> str:
    """Return where a report opens."""
    return f"/staff/reports/{report.reference}/"


def send(client: Client, report: Report, **fields: str) -> Any:
    """Send the form of a decision, as the page would have it now; advice was read before."""
    read = {"shown": " ".join(advice.value for advice in Advice), "as_it_is": "on"}
    return press_send(client, report, **{**read, **fields})


def press_send(client: Client, report: Report, **fields: str) -> Any:
    """Send the form of a decision for the first time, without any advice read."""
    report.refresh_from_db()
    given = {"do": "take", "reason": REASON, "stamp": str(stamp_of(report)), **fields}
    return client.post(f"{address(report)}decide/", given)


def make_answer(
    *,
    purpose: Purpose = Purpose.ANSWER,
    words: dict[str, str] | None = None,
    title: str = "We look into it",
    realm_id: int = LIVE_REALM_ID,
    now: datetime | None = None,
    **fields: Any,
) -> AnswerTemplate:
    """Keep an answer that nothing is to be said about, as a supervisor would."""
    return keep_answer(
        given=AnswerGiven(title, purpose, words or {"en": OFFERED}, **fields),
        before=None,
        user=make_user(Role.SUPERVISOR),
        realm_id=realm_id,
        now=now or clock.now() - timedelta(days=30),
    )
