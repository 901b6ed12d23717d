"""What is cut when a report is erased."""

from typing import Any

from django.dispatch import receiver

from commonbeat.intelligence import actions
from commonbeat.reports.models import Report
from commonbeat.reports.signals import report_erased


@receiver(report_erased, dispatch_uid="intelligence.forget_original")
def forget_original(sender: type[Report], report: Report, **kwargs: Any) -> None:
    """Forget who told it, in the transaction that erases the report."""
    actions.forget_original(report=report)
