"""Moving a report from one state to the next, keeping it on, and erasing it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import shred
from commonbeat.intelligence import rules
from commonbeat.intelligence.actions.errors import NotNow
from commonbeat.intelligence.actions.writing_down import (
    check_no_receipt,
    check_says_why,
    locked,
    subject_of,
    write_down,
)
from commonbeat.intelligence.models import (
    CopyRecipient,
    Grading,
    IntelligenceReport,
    SanitisedCopy,
    SourceDetail,
)
from commonbeat.intelligence.permissions import check_can_write_intelligence
from commonbeat.intelligence.queries import current_grading, items_of
from commonbeat.intelligence.rules import STATE_TABLE, State


@transaction.atomic
def move_report(
    *,
    report: IntelligenceReport,
    after: State,
    reason: str,
    user: User,
    expected: int,
    now: datetime,
) -> IntelligenceReport:
    """Hand in, return, finish, archive or take out of the archive, with a reason.

    Raises ``NotAllowed``, ``ReasonMissing``, ``Changed``, and ``NotNow`` where the table has no
    such move or an item has no grade yet.
    """
    check_can_write_intelligence(user)
    check_says_why(reason)
    check_no_receipt(reason)
    current = locked(report, expected=expected)
    if after is State.ERASED or not STATE_TABLE.allows(current.standing, after):
        raise NotNow(_("This cannot be done with the report as it stands now."))
    if after is State.GRADED and not all(current_grading(item) for item in items_of(current)):
        raise NotNow(_("Grade every item first."))
    _move(current, after, reason.strip(), now=now)
    write_down("moved", current, user, now=now, reason=reason, details={"to": after.value})
    return current


@transaction.atomic
def keep_on(
    *, report: IntelligenceReport, reason: str, user: User, expected: int, now: datetime
) -> IntelligenceReport:
    """Decide at its review that a report is still needed: it is looked at again in six years.

    Raises ``NotAllowed``, ``ReasonMissing``, ``Changed``, and ``NotNow`` before its review.
    """
    check_can_write_intelligence(user)
    check_says_why(reason)
    current = locked(report, expected=expected)
    today = timezone.localdate(now)
    if today < current.review_on:
        raise NotNow(_("Its review is not due yet."))
    current.review_on = rules.review_day(today)
    current.version += 1
    current.save(update_fields=["review_on", "version"])
    write_down("kept", current, user, now=now, reason=reason)
    return current


@transaction.atomic
def erase_intelligence(
    *, report: IntelligenceReport, reason: str, user: User, expected: int, now: datetime
) -> IntelligenceReport:
    """Erase what an archived report says once its years are over; that it was there stays.

    Its items, their people, its source and its copies go, and the reasons in the log.
    Raises ``NotAllowed``, ``ReasonMissing``, ``Changed`` and ``NotNow``.
    """
    check_can_write_intelligence(user)
    check_says_why(reason)
    current = locked(report, expected=expected)
    today = timezone.localdate(now)
    if not rules.may_erase(state=current.standing, review_on=current.review_on, today=today):
        raise NotNow(_("Only an archived report can be erased, and only once its review is due."))
    shred(subject=subject_of(current), realm_id=current.realm_id, actor=user.actor, now=now)
    _forget_words(current)
    _move(current, State.ERASED, "", now=now)
    write_down("erased", current, user, now=now)
    return current


def _forget_words(report: IntelligenceReport) -> None:
    """Delete the rows that hold words: what was written once is never emptied one by one."""
    CopyRecipient.objects.filter(copy__report=report).delete()
    SanitisedCopy.objects.filter(report=report).delete()
    Grading.objects.filter(item__report=report).delete()
    report.items.all().delete()
    SourceDetail.objects.filter(report=report).delete()
    report.report, report.area = None, None
    report.save(update_fields=["report", "area"])


def _move(report: IntelligenceReport, after: State, reason: str, *, now: datetime) -> None:
    STATE_TABLE.check(report.standing, after)
    report.state, report.moved_at, report.move_reason = after.value, now, reason
    report.version += 1
    report.save(update_fields=["state", "moved_at", "move_reason", "version"])
