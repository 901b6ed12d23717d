"""Tasks and hand-overs for tests, made through the actions."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localtime

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import Asked, Wanted, ask_for, write_handover
from commonbeat.casework.models import Incident, ShiftHandover, Task
from commonbeat.casework.rules import Urgency, shift_handed_over
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_report

DO = "Knock at number 14 about their camera"
WORDS = "They may have film of last night. Be there before eight."
TOLD = "PR-26-000001 rings back before nine. The van is in the yard."
BECAUSE = "Nobody opens the door there"


def wanted(*, now: datetime = NOON, **fields: Any) -> Wanted:
    """Return what is to be done."""
    given: dict[str, Any] = {
        "title": DO,
        "words": WORDS,
        "urgency": Urgency.SOON,
        "due_at": now + timedelta(hours=4),
    }
    return Wanted(**{**given, **fields})


def make_task(
    about: Report | Incident | None = None,
    *,
    person: User | None = None,
    team: str = "",
    user: User | None = None,
    now: datetime = NOON,
    **fields: Any,
) -> Task:
    """Ask somebody to do something; of nobody in particular, the neighbourhood officers."""
    of = Asked(person=person) if person else Asked(team=team or Role.NEIGHBOURHOOD_OFFICER.value)
    return ask_for(
        about=about or make_report(now=now),
        wanted=wanted(now=now, **fields),
        of=of,
        user=user or make_user(Role.TRIAGE_OPERATOR),
        now=now,
    )


def make_handover(
    words: str = TOLD,
    *,
    user: User | None = None,
    realm_id: int = LIVE_REALM_ID,
    now: datetime = NOON,
) -> ShiftHandover:
    """Write what the shift of a moment tells the next."""
    shift = shift_handed_over(localtime(now))
    rows = ShiftHandover.objects.in_realm(realm_id).filter(day=shift.day, kind=shift.kind.value)
    before = rows.first()
    return write_handover(
        realm_id=realm_id,
        shift=shift,
        words=words,
        expected_version=before.version if before else 0,
        user=user or make_user(Role.SUPERVISOR),
        now=now,
    )
