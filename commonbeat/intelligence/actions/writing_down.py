"""What every action of the intelligence room shares: locking, versions, reasons, the log."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.intelligence import rules
from commonbeat.intelligence.actions.errors import Changed, ReasonMissing, ReceiptInside
from commonbeat.intelligence.models import IntelligenceReport


def subject_of(report: IntelligenceReport) -> str:
    """Return what the log calls a report."""
    return f"intelligence:{report.key}"


def write_down(
    event: str,
    report: IntelligenceReport,
    user: User,
    *,
    now: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Record an entry about a report in the caller's transaction; never what it says."""
    record(
        event=f"intelligence.{event}",
        actor=user.actor,
        realm_id=report.realm_id,
        subject=subject_of(report),
        reason=reason.strip(),
        details=details,
        now=now,
    )


def locked(report: IntelligenceReport, *, expected: int | None = None) -> IntelligenceReport:
    """Return the report as it is now, locked; raises ``Changed`` when it is not as expected."""
    current = IntelligenceReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if expected is not None and current.version != expected:
        raise Changed(_("Somebody changed this report while you were writing. Nothing was kept."))
    return current


def count_change(report: IntelligenceReport) -> None:
    """Count a change of a locked report, so that a page drawn before it is known to be old."""
    report.version += 1
    report.save(update_fields=["version"])


def check_says_why(reason: str) -> None:
    """Raise ``ReasonMissing`` unless a reason says something."""
    if not rules.says_something(reason):
        raise ReasonMissing(_("Say why in a few words. It stays in the log."))


def check_no_receipt(*texts: str) -> None:
    """Raise ``ReceiptInside`` where words hold what may be somebody's receipt."""
    if any(rules.holds_receipt(text) for text in texts):
        raise ReceiptInside(
            _("These words hold what may be a receipt. It would lead back to who reported.")
        )
