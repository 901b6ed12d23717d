"""What a hold stops in the contexts below, and what ends with an erased report."""

from datetime import datetime
from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.models import Incident
from commonbeat.casework.signals import Panel, case_panels
from commonbeat.core.holds import answer_for_holds, check_not_held
from commonbeat.intelligence.models import IntelligenceReport
from commonbeat.keeping import actions, queries
from commonbeat.keeping.permissions import can_keep
from commonbeat.reports.models import Exhibit, Report
from commonbeat.reports.signals import report_erased


@answer_for_holds
def why_held(subject: str) -> str:
    """Say why something must stay; to a resident nothing about a case."""
    if not queries.why_stays(subject):
        return ""
    if subject.startswith("user:"):
        return _(
            "By law we must keep something that you told us for now, so your account cannot be "
            "erased yet. Try again in some months, or ask us in a message."
        )
    return _("It is on hold, so nothing of it can be erased. Two supervisors can end the hold.")


@receiver(pre_delete, sender=Report, dispatch_uid="keeping.hold_report")
def hold_report(sender: type[Report], instance: Report, **kwargs: Any) -> None:
    """Stop the row of a held report from being deleted."""
    check_not_held(f"report:{instance.key}")


@receiver(pre_delete, sender=Incident, dispatch_uid="keeping.hold_incident")
def hold_incident(sender: type[Incident], instance: Incident, **kwargs: Any) -> None:
    """Stop the row of a held incident from being deleted."""
    check_not_held(f"incident:{instance.key}")


@receiver(pre_delete, sender=IntelligenceReport, dispatch_uid="keeping.hold_intelligence")
def hold_intelligence(
    sender: type[IntelligenceReport], instance: IntelligenceReport, **kwargs: Any
) -> None:
    """Stop the row of intelligence from a held report from being deleted."""
    check_not_held(f"intelligence:{instance.key}")


@receiver(pre_delete, sender=Exhibit, dispatch_uid="keeping.hold_exhibit")
def hold_exhibit(sender: type[Exhibit], instance: Exhibit, **kwargs: Any) -> None:
    """Stop a file of a held report from being deleted."""
    check_not_held(f"exhibit:{instance.key}")


@receiver(pre_delete, sender=User, dispatch_uid="keeping.hold_reporter")
def hold_reporter(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Stop who told a held report from being deleted, and with them its name."""
    check_not_held(f"user:{instance.key}")


@receiver(report_erased, dispatch_uid="keeping.close_record")
def close_record(sender: type[Report], report: Report, now: datetime, **kwargs: Any) -> None:
    """Empty what was written here, in the transaction that erases the report."""
    actions.close_record(report=report, now=now)


@receiver(case_panels, dispatch_uid="keeping.show_keeping")
def show_keeping(
    sender: type[Report], report: Report, user: User, now: datetime, **kwargs: Any
) -> Panel | None:
    """Show a supervisor whether a report is on hold, and the way to its review."""
    if not can_keep(user):
        return None
    record = queries.record_of(report)
    hold = queries.current_hold(record) if record is not None else None
    return Panel("keeping/panel.html", {"report": report, "record": record, "hold": hold})
