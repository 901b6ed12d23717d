"""Reading a report, its source or the original: each time is written down."""

from datetime import datetime

from django.db import transaction

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.intelligence import rules
from commonbeat.intelligence.actions.writing_down import check_says_why, write_down
from commonbeat.intelligence.models import IntelligenceReport, SourceDetail
from commonbeat.intelligence.permissions import (
    check_can_read_source,
    check_can_see_intelligence,
    check_can_write_intelligence,
    check_not_kept_from_original,
)
from commonbeat.reports.models import Report

# Kept as it is in the log, in the language of the law and not of the reader.
AT_WORK = "intelligence work"


@transaction.atomic
def open_intelligence(
    *, report: IntelligenceReport, user: User, reason: str = "", now: datetime
) -> str:
    """Log that somebody reads an intelligence report, and why; return the reason that was logged.

    Work on it is reason enough while it is no archive. Raises ``NotAllowed``, ``ReasonMissing``.
    """
    check_can_see_intelligence(user)
    given = reason.strip()
    if not given and report.standing in rules.AT_WORK:
        given = AT_WORK
    else:
        check_says_why(given)
    write_down("opened", report, user, now=now, reason=given)
    return given


@transaction.atomic
def read_source(*, report: IntelligenceReport, user: User, reason: str, now: datetime) -> str:
    """Open who told it, for a reason each time; return nothing where nobody wrote it down.

    Raises ``NotAllowed`` and ``ReasonMissing``.
    """
    check_can_read_source(user)
    check_says_why(reason)
    write_down("source-read", report, user, now=now, reason=reason)
    detail = SourceDetail.objects.filter(report=report).first()
    return detail.words if detail else ""


@transaction.atomic
def read_original(*, report: Report, user: User, reason: str, now: datetime) -> str:
    """Open what a reporter wrote, to make intelligence of it; return the words.

    The entry is about the report, so that erasing it takes the reason along.
    Raises ``NotAllowed`` and ``ReasonMissing``.
    """
    check_can_write_intelligence(user)
    check_not_kept_from_original(user, report)
    check_says_why(reason)
    record(
        event="intelligence.original-read",
        actor=user.actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason.strip(),
        now=now,
    )
    words: str = report.description
    return words
