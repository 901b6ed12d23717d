"""What every action on an incident does: lock it, see that it did not change, write its log."""

from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import ReasonMissing, StaleIncident
from commonbeat.casework.models import Incident, IncidentEntry, IncidentReport
from commonbeat.casework.queries import is_open_to
from commonbeat.casework.rules import INCIDENT_TABLE, EntryKind, IncidentState
from commonbeat.core import live
from commonbeat.core.actors import Actor
from commonbeat.core.errors import NotAllowed
from commonbeat.reports.models import Report, Status


def check_said(reason: str) -> None:
    """Raise ``ReasonMissing`` unless somebody says why in a few words."""
    if not rules.says_something(reason):
        raise ReasonMissing(_("Say in a few words why. It stays with the incident."))


def locked(
    incident: Incident, user: User | None, *, expected_version: int | None = None
) -> Incident:
    """Return the incident as it stands, until the transaction ends nobody else's.

    Raises ``NotAllowed`` where it does not exist for ``user``, and ``StaleIncident`` when it is not
    as it was at ``expected_version``.
    """
    if user is not None and not is_open_to(incident, user):
        raise NotAllowed(_("Somebody else deals with this report."))
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if expected_version is not None and current.version != expected_version:
        raise StaleIncident(_("Somebody else changed this incident first. Look at it again."))
    return current


def write(
    incident: Incident,
    kind: EntryKind,
    actor: Actor,
    *,
    words: str = "",
    report: Report | None = None,
    other: Incident | None = None,
    now: datetime,
) -> IncidentEntry:
    """Write a line into the log of a locked incident."""
    last = IncidentEntry.objects.filter(incident=incident).aggregate(last=Max("number"))["last"]
    return IncidentEntry.objects.create(
        realm_id=incident.realm_id,
        incident=incident,
        number=(last or 0) + 1,
        kind=kind.value,
        state=incident.state,
        words=words.strip(),
        report=report,
        other=other,
        actor_id=actor.id,
        actor_label=actor.label,
        at=now,
    )


def change(incident: Incident, **changes: Any) -> None:
    """Write columns of a locked incident and count its version up."""
    Incident.objects.filter(pk=incident.pk).update(version=F("version") + 1, **changes)
    incident.refresh_from_db()


def move(incident: Incident, after: IncidentState, **changes: Any) -> None:
    """Move a locked incident to another state. Raises ``MoveNotAllowed``."""
    INCIDENT_TABLE.check(incident.standing, after)
    change(incident, state=after.value, **changes)


def place_and_hours(incident: Incident) -> dict[str, Any]:
    """Return where and when its reports say that it happened; nothing new without a report."""
    links = IncidentReport.objects.current().filter(incident=incident).order_by("pk")
    needed = ("cell8", "cell9", "area_id", "happened_hour")
    told = links.exclude(report__status=Status.ERASED.value)
    rows = list(told.values_list(*(f"report__{name}" for name in needed)))
    if not rows:
        return {}
    placed = next((row for row in rows if row[0] is not None), rows[0])
    hours = [row[3] for row in rows if row[3] is not None]
    return {
        **dict(zip(("cell8", "cell9", "area_id"), placed[:3], strict=True)),
        "from_hour": min(hours, default=None),
        "to_hour": max(hours, default=None),
    }


def log_changed(
    incident: Incident, user: User, *, reason: str = "", now: datetime, **details: Any
) -> None:
    """Write that an incident changed into the log of the law."""
    record(
        event="incident.changed",
        actor=user.actor,
        realm_id=incident.realm_id,
        subject=f"incident:{incident.key}",
        reason=reason.strip(),
        details=details,
        now=now,
    )


def wake(report: Report, *, now: datetime) -> None:
    """Let open pages know that what we know about a report changed."""
    live.publish(
        topic=f"queue:{report.realm_id}",
        kind="decision",
        data={"report": report.key, "status": report.status},
        now=now,
    )
