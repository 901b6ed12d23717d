"""Confidential reports for tests, and wishes to see who sent them."""

from datetime import datetime

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import ask_to_unlock
from commonbeat.casework.models import IdentityUnlock
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import Identity, Report
from commonbeat.reports.rules import Contact, Reach, UnlockWhy
from commonbeat.reports.tests.factories import make_report

WHY = "She may be in danger at home tonight"
NAME = "Ruth Canary-Example"
PHONE = "01632 960 123"


def make_confidential(*, realm_id: int = LIVE_REALM_ID) -> Report:
    """Return a report whose reporter's name is locked away."""
    return make_report(
        realm_id=realm_id,
        identity=Identity.CONFIDENTIAL,
        contact=Contact(NAME, Reach.PHONE, PHONE, "Mornings"),
        now=clock.now(),
    )


def make_asked(
    *,
    realm_id: int = LIVE_REALM_ID,
    asker: User | None = None,
    now: datetime | None = None,
    hours: int = 1,
) -> IdentityUnlock:
    """Return a wish to see such a name, of an operator unless said."""
    return ask_to_unlock(
        report=make_confidential(realm_id=realm_id),
        user=asker or make_user(Role.TRIAGE_OPERATOR),
        why=UnlockWhy.DANGER,
        reason=WHY,
        hours=hours,
        now=now or clock.now(),
    )
