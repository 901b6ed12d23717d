"""What goes from incidents when a report is erased."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.audit.actions import shred
from commonbeat.casework.actions.errors import StaleIncident
from commonbeat.casework.actions.handing_over import forget_hand_offs
from commonbeat.casework.actions.incident_log import change, locked, place_and_hours
from commonbeat.casework.actions.task_erasing import forget_tasks
from commonbeat.casework.models import Incident, IncidentEntry, IncidentReport
from commonbeat.core.actors import Actor
from commonbeat.reports.models import Report, Status

_NOWHERE: dict[str, Any] = {
    "cell8": None,
    "cell9": None,
    "area_id": None,
    "from_hour": None,
    "to_hour": None,
}


@transaction.atomic
def forget_in_incidents(*, report: Report, actor: Actor, now: datetime) -> None:
    """Empty what was written about an erased report, and take it out of its incident.

    Where and when an incident was follows from the reports that are left. With the last report
    that ever told of it, the incident's own words go too: its title, its log, what was told.
    """
    forget_hand_offs(report=report)
    links = IncidentReport.objects.filter(report=report)
    incidents = list(Incident.objects.filter(links__report=report).distinct().order_by("pk"))
    links.update(why_added="", why_taken_out="")
    links.filter(taken_out_at__isnull=True).update(taken_out_by=actor.label, taken_out_at=now)
    IncidentEntry.objects.filter(report=report).erase_words()
    for incident in incidents:
        current = locked(incident, None)
        change(current, **{**_NOWHERE, **place_and_hours(current)})
        others = IncidentReport.objects.filter(incident=current)
        if not others.exclude(report__status=Status.ERASED.value).exists():
            _forget(current, actor=actor, now=now)


@transaction.atomic
def forget_incident(*, incident: Incident, actor: Actor, now: datetime) -> None:
    """Empty an incident's own words, once every report that it has now was erased.

    A report that was taken out of it before stands for itself, and stays.
    """
    current = locked(incident, None)
    left = IncidentReport.objects.current().filter(incident=current)
    if left.exclude(report__status=Status.ERASED.value).exists():
        raise StaleIncident(_("Somebody else changed this incident first. Look at it again."))
    _forget(current, actor=actor, now=now)


def _forget(incident: Incident, *, actor: Actor, now: datetime) -> None:
    change(incident, title="", told=None)
    IncidentEntry.objects.filter(incident=incident).erase_words()
    forget_tasks(about=incident, now=now)
    shred(subject=f"incident:{incident.key}", realm_id=incident.realm_id, actor=actor, now=now)
