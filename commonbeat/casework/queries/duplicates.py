"""Reports that may tell of the same event as an open one: a suggestion that a person judges."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from commonbeat.accounts.models import User
from commonbeat.casework.models import Incident, IncidentReport
from commonbeat.casework.rules import Likeness, Told, kin_of, likeness, window_of
from commonbeat.places.queries import cells_around
from commonbeat.reports.models import Report, Status

# Finished reports are compared for so long.
FINISHED_FOR = timedelta(days=30)
MOST_COMPARED = 36
MOST_SHOWN = 5
_GONE = [Status.COUNTED.value, Status.WITHDRAWN.value, Status.ERASED.value]
# What is compared and shown, and no more: most of what is compared is never shown.
_COMPARED = (
    *("id", "key", "realm_id", "topic", "category", "status", "received_at", "queue_at"),
    *("cell8", "cell9", "happened_hour", "description"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A report that may tell of the same event, why, and the incident that it is in already."""

    report: Report
    likeness: Likeness
    incident: Incident | None


def candidates(report: Report, *, reader: User, now: datetime) -> list[Report]:
    """Return the latest few reports near enough to be compared, by one indexed query.

    Near is: in the same wide cell or one around it, and within the hours that people may date one
    event differently. Where nobody said when it happened, it counts from when it came in.
    The realm is compared as a sum: told it plainly, SQLite walks through the whole realm.
    """
    if report.cell8 is None:
        return []
    moment, window = report.happened_hour or report.received_at, window_of(report.category)
    near = (
        Report.objects.open_to(reader)
        .alias(moment=Coalesce("happened_hour", "received_at"), of_realm=F("realm_id") + 0)
        .filter(
            of_realm=report.realm_id,
            cell8__in=cells_around(report.cell8),
            moment__range=(moment - window, moment + window),
        )
        .filter(Q(queue_at__isnull=False) | Q(status_changed_at__gte=now - FINISHED_FOR))
        .exclude(pk=report.pk)
        .exclude(status__in=_GONE)
    )
    kin = kin_of(report.category)
    if kin is not None:
        near = near.filter(category__in=sorted(kin))
    return list(near.only(*_COMPARED).order_by("-moment", "-id")[:MOST_COMPARED])


def suggestions(report: Report, *, reader: User, now: datetime) -> list[Suggestion]:
    """Return what may be the same event, the likeliest first; several of one incident once.

    Words are compared in memory and go no further. Which ones are shared is told only of a report
    that whoever works on the queue opens without giving a reason.
    """
    if report.cell8 is None:
        return []
    mine, found = _told(report), candidates(report, reader=reader, now=now)
    alike = [(likeness(mine, _told(other)), other) for other in found]
    likely = [(why, other) for why, other in alike if why.is_likely]
    likely.sort(key=lambda pair: (-pair[0].score, -pair[1].pk))
    incidents = _incidents([other for _why, other in likely], reader)
    shown: dict[str, Suggestion] = {}
    for why, other in likely:
        incident, is_known = incidents.get(other.pk, (None, True))
        if not is_known or (incident is not None and not incident.takes_reports):
            continue
        told = why if other.queue_at is not None else replace(why, words=())
        shown.setdefault(incident.key if incident else other.key, Suggestion(other, told, incident))
    return list(shown.values())[:MOST_SHOWN]


def _told(report: Report) -> Told:
    return Told(
        cell8=report.cell8 or 0,
        cell9=report.cell9,
        at=report.happened_hour or report.received_at,
        category=report.category,
        words=report.description,
    )


def _incidents(reports: list[Report], reader: User) -> dict[int, tuple[Incident, bool]]:
    """Return the incident of each report that is in one, and whether ``reader`` may know of it."""
    links = IncidentReport.objects.current().filter(report__in=[report.pk for report in reports])
    known = Incident.objects.open_to(reader).filter(pk=OuterRef("incident"))
    rows: Any = links.select_related("incident").annotate(is_known=Exists(known))
    return {link.report_id: (link.incident, bool(link.is_known)) for link in rows}
