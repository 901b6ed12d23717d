"""What the page of a case shows of shares, and what ends with a report."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from commonbeat.accounts.models import User
from commonbeat.casework.rules import DecisionKind, may_decide
from commonbeat.casework.signals import Panel, case_panels
from commonbeat.core.actors import Actor
from commonbeat.partners import actions, queries
from commonbeat.partners.permissions import can_share
from commonbeat.reports.models import Report, Status
from commonbeat.reports.signals import report_erased, report_status_changed


@receiver(case_panels, dispatch_uid="partners.show_shares")
def show_shares(
    sender: type[Report], report: Report, user: User, now: datetime, **kwargs: Any
) -> Panel | None:
    """Show with whom a report is shared, and the way to share it."""
    shares = queries.shares_of(report)
    may_share = can_share(user)
    can_be_shared = may_share and may_decide(DecisionKind.SHARE, report.status)
    if not shares and not can_be_shared:
        return None
    context = {
        "report": report,
        "shares": shares,
        "may_open": may_share,
        "can_be_shared": can_be_shared,
    }
    return Panel("partners/staff/panel.html", context)


@receiver(report_erased, dispatch_uid="partners.forget_shares")
def forget_shares(
    sender: type[Report], report: Report, actor: Actor, now: datetime, **kwargs: Any
) -> None:
    """Empty the copies and end the shares, in the transaction that erases the report."""
    actions.forget_shares(report=report, actor=actor, now=now)


@receiver(report_status_changed, dispatch_uid="partners.stop_sharing")
def stop_sharing(
    sender: type[Report], report_id: int, after: str, now: datetime, **kwargs: Any
) -> None:
    """End the shares of a report that its reporter took back."""
    if after == Status.WITHDRAWN:
        actions.stop_sharing(report_id=report_id, now=now)
