"""Erasing what the police wrote about a report."""

from django.db import transaction

from commonbeat.casework.models import Assignment, Decision, Presence
from commonbeat.reports.models import Report


@transaction.atomic
def forget_words(*, report: Report) -> int:
    """Empty the rationale of every decision about a report; return how many there are.

    Who decided what, and when, stays.
    """
    Assignment.objects.filter(report=report).delete()
    Presence.objects.filter(report_key=report.key).delete()
    return Decision.objects.filter(report=report).erase_words()
