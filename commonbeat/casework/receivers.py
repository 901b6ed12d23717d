"""What every database of the operations room begins with, and what is erased with a report."""

from typing import Any

from django.dispatch import receiver

from commonbeat.casework import actions
from commonbeat.reports.models import Report
from commonbeat.reports.signals import report_erased


def fill_lists_after_migrating(**kwargs: Any) -> None:
    """Fill the lists of who helps where the police do not come, and of grades."""
    actions.add_shipped_services()
    actions.add_shipped_grades()


@receiver(report_erased, dispatch_uid="casework.forget_decisions")
def forget_decisions(sender: type[Report], report: Report, **kwargs: Any) -> None:
    """Erase what we wrote about it, in the transaction that erases the report."""
    actions.forget_words(report=report)
    actions.forget_unlocks(report=report)
    actions.forget_tasks(about=report, now=kwargs["now"])
    actions.forget_in_incidents(report=report, actor=kwargs["actor"], now=kwargs["now"])
