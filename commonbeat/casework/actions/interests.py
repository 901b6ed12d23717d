"""Keeping a colleague, or oneself, from a report; letting them see it again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import ReasonMissing
from commonbeat.casework.models import Assignment
from commonbeat.casework.permissions import check_can_keep_from, check_can_lift
from commonbeat.reports.actions import keep_from, lift_conflict
from commonbeat.reports.models import ConflictOfInterest, Report
from commonbeat.reports.rules.conflicts import Ground


@transaction.atomic
def keep_colleague_from(
    *, report: Report, member: User, user: User, reason: str, now: datetime
) -> ConflictOfInterest:
    """Let a report not exist for somebody, who no longer has it in hand; anybody may say so.

    Raises ``NotAllowed``, ``NotOfThePolice``, and ``ReasonMissing``.
    """
    check_can_keep_from(user)
    _check_said(reason)
    Assignment.objects.filter(report=report, officer=member).delete()
    return keep_from(
        report=report,
        member=member,
        ground=Ground.SAID_SO if member.pk == user.pk else Ground.KNOWN,
        actor=user.actor,
        reason=reason.strip(),
        now=now,
    )


def let_see_again(*, conflict: ConflictOfInterest, user: User, reason: str, now: datetime) -> None:
    """Let somebody see a report again: a supervisor decides, and never about themselves.

    Raises ``NotAllowed``, ``ReasonMissing``, and ``Conflict`` when a colleague did just now.
    """
    check_can_lift(user, conflict)
    _check_said(reason)
    lift_conflict(conflict=conflict, actor=user.actor, reason=reason.strip(), now=now)


def _check_said(reason: str) -> None:
    if not rules.says_something(reason):
        raise ReasonMissing(_("Say in a few words why. It stays with the report."))
