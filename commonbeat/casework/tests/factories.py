"""An operations room for tests: people at their desks and decisions made through the actions."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.casework.actions import Verdict, decide
from commonbeat.casework.models import Decision
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import OUTCOMES, RULES, DecisionKind
from commonbeat.reports.models import Report

REASON = "It is next in the queue"
WORDS = "Thank you. We looked at the camera above the racks."


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


def make_verdict(kind: DecisionKind = DecisionKind.TAKE, **fields: Any) -> Verdict:
    """Return a decision that asks for nothing more."""
    given: dict[str, Any] = {"reason": REASON}
    if RULES[kind].tells:
        given["words"] = WORDS
    if kind in OUTCOMES:
        given["outcome"] = OUTCOMES[kind][0]
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


def address(report: Report) -> str:
    """Return where a report opens."""
    return f"/staff/reports/{report.reference}/"


def send(client: Client, report: Report, **fields: str) -> Any:
    """Send the form of a decision, as the page would have it now."""
    report.refresh_from_db()
    given = {"do": "take", "reason": REASON, "stamp": str(stamp_of(report)), **fields}
    return client.post(f"{address(report)}decide/", given)
