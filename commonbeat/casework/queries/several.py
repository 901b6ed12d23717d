"""Several open reports at once, and what decides whether each may go along with the others."""

from collections.abc import Iterable

from commonbeat.accounts.models import User
from commonbeat.casework.models import HandoverAlarm, IncidentReport
from commonbeat.casework.queries.assessments import grades_of
from commonbeat.casework.rules import ALARM_OPEN, MOST_AT_ONCE, Facts, Grade
from commonbeat.reports.models import Category, Report
from commonbeat.reports.rules.threshold import is_below_threshold


def open_by_keys(*, realm_id: int, keys: Iterable[str], reader: User) -> list[Report]:
    """Return the open reports of some keys that somebody may know of, in the queue's order."""
    known = Report.objects.in_realm(realm_id).open_to(reader).filter(queue_at__isnull=False)
    wanted = [key for key in keys if key.isalnum()][:MOST_AT_ONCE]
    rows = known.filter(key__in=wanted).select_related("area", "assignment__officer")
    return list(rows.order_by("queue_at", "id"))


def facts_of(reports: list[Report]) -> dict[int, Facts]:
    """Return what decides about each of several reports, in three queries."""
    ids = [report.pk for report in reports]
    grades = grades_of(reports)
    alarms = HandoverAlarm.objects.filter(report__in=ids, state__in=[s.value for s in ALARM_OPEN])
    alarmed = set(alarms.values_list("report_id", flat=True))
    joined = IncidentReport.objects.current().filter(report__in=ids)
    joined_ids = set(joined.values_list("report_id", flat=True))
    return {
        report.pk: Facts(
            status=report.status,
            officer=report.assignment.officer_id if hasattr(report, "assignment") else None,
            wrote_again=report.reply_waiting_since is not None,
            is_emergency=report.pk in alarmed
            or (report.pk in grades and grades[report.pk].kind is Grade.EMERGENCY),
            is_victim=bool(report.is_victim) or report.tell_by is not None,
            is_below_threshold=is_below_threshold(Category(report.category), report.answers or {}),
            is_joined=report.pk in joined_ids,
        )
        for report in reports
    }
