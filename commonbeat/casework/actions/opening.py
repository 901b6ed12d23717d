"""Reading a report, and reading the log: both are written down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import ReasonMissing
from commonbeat.casework.permissions import (
    can_open_without_asking,
    check_can_read_log,
    check_can_see_queue,
    check_not_kept_from,
)
from commonbeat.core.errors import Conflict
from commonbeat.reports.actions import mark_seen
from commonbeat.reports.models import Report

# Kept as they are in the log, in the language of the law and not of the reader.
TRIAGE = "triage"
DECIDING = "decision"


@transaction.atomic
def open_report(
    *, report: Report, user: User, reason: str = "", is_deciding: bool = False, now: datetime
) -> str:
    """Log that somebody reads a report, and why; return the reason that was logged.

    Triage is reason enough for those who do it, and their reading keeps the first promise; so is
    the decision that they are about to make.
    Raises ``NotAllowed``, and ``ReasonMissing`` when somebody else says nothing.
    """
    check_can_see_queue(user)
    check_not_kept_from(user, report)
    works_here = can_open_without_asking(user)
    given = reason.strip()
    if not given and works_here and is_deciding:
        given = DECIDING
    elif not given and works_here and report.queue_at is not None:
        given = TRIAGE
    elif not rules.says_something(given):
        raise ReasonMissing(_("Say in a few words why you need to read this report."))
    record(
        event="report.opened",
        actor=user.actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=given,
        now=now,
    )
    if works_here:
        _mark_seen(report, user, now=now)
    return given


def _mark_seen(report: Report, user: User, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            mark_seen(report=report, actor=user.actor, now=now)
    except Conflict:
        # Two people opened it at once: the other one's reading kept the promise.
        report.refresh_from_db()


@transaction.atomic
def note_log_read(*, user: User, realm_id: int, looked_for: dict[str, str], now: datetime) -> None:
    """Log that somebody reads the log, and what they looked for. Raises ``NotAllowed``."""
    check_can_read_log(user)
    record(
        event="audit.read",
        actor=user.actor,
        realm_id=realm_id,
        subject="audit",
        details=looked_for,
        now=now,
    )
