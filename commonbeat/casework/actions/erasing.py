"""Erasing what the police wrote about a report."""

from django.db import transaction

from commonbeat.casework.models import Assessment, Assignment, Decision, HandoverAlarm, Presence
from commonbeat.reports.models import Report


@transaction.atomic
def forget_words(*, report: Report) -> int:
    """Empty the rationale of every decision and assessment; return how many decisions there are.

    Alarms go with it. Who decided what, and when, stays.
    """
    Assignment.objects.filter(report=report).delete()
    Presence.objects.filter(report_key=report.key).delete()
    HandoverAlarm.objects.filter(report=report).delete()
    Assessment.objects.filter(report=report).erase_words()
    return Decision.objects.filter(report=report).erase_words()
