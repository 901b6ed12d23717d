"""Joining reports that tell of one event, and taking one out again: nothing is ever lost."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import NotNow, StaleIncident, WordsMissing
from commonbeat.casework.actions.incident_log import (
    change,
    check_said,
    locked,
    place_and_hours,
    wake,
    write,
)
from commonbeat.casework.models import Incident, IncidentReport
from commonbeat.casework.permissions import check_can_work_on_incidents, check_not_kept_from
from commonbeat.casework.rules import EntryKind
from commonbeat.reports.models import Report


@transaction.atomic
def open_incident(*, incident: Incident, user: User, now: datetime) -> None:
    """Log that somebody reads an incident. Raises ``NotAllowed``."""
    check_can_work_on_incidents(user)
    record(
        event="incident.opened",
        actor=user.actor,
        realm_id=incident.realm_id,
        subject=f"incident:{incident.key}",
        now=now,
    )


@transaction.atomic
def note_comparison(*, report: Report, others: Iterable[Report], user: User, now: datetime) -> None:
    """Log that words which others wrote too were shown beside a report; ids only."""
    record(
        event="report.compared",
        actor=user.actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        details={"with": sorted(other.key for other in others)},
        now=now,
    )


def make_incident(
    *, reports: list[Report], title: str, reason: str, user: User, now: datetime
) -> Incident:
    """Make an incident of one report or several, under a title of one's own.

    Raises ``NotAllowed``, ``WordsMissing``, ``ReasonMissing``, ``NotNow`` for a report that nobody
    may join with others, and ``StaleIncident`` when somebody put one of them into an incident
    meanwhile; nothing is written then.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    if not title.strip():
        raise WordsMissing(_("Give the incident a title in words of your own."))
    first = reports[0]
    with transaction.atomic():
        incident = Incident.objects.create(
            realm_id=first.realm_id,
            title=title.strip(),
            category=first.category,
            qualifier=first.qualifier,
            made_at=now,
        )
        write(incident, EntryKind.MADE, user.actor, now=now)
        record(
            event="incident.made",
            actor=user.actor,
            realm_id=incident.realm_id,
            subject=f"incident:{incident.key}",
            now=now,
        )
        for report in reports:
            _link(incident, report, user, reason=reason, now=now)
    return incident


def add_report(
    *, incident: Incident, report: Report, reason: str, user: User, now: datetime
) -> IncidentReport:
    """Say that a report tells of an incident.

    It does not matter what else others add meanwhile. Raises ``NotAllowed``, ``ReasonMissing``,
    ``NotNow``, and ``StaleIncident`` when the report is in an incident already.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    with transaction.atomic():
        return _link(incident, report, user, reason=reason, now=now)


@transaction.atomic
def take_out(*, link: IncidentReport, reason: str, user: User, now: datetime) -> None:
    """Say that a report tells of something else; it stays as it is, and so does what was done.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow`` when the incident is finished, and
    ``StaleIncident`` when somebody took it out first.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    incident = locked(link.incident, user)
    current = IncidentReport.objects.select_related("report").get(pk=link.pk)
    if current.taken_out_at is not None:
        raise StaleIncident(_("Somebody else took this report out first."))
    if not incident.takes_reports:
        raise NotNow(_("This incident is finished. Reopen it first."))
    end_link(current, user, reason=reason, now=now)
    change(incident, **place_and_hours(incident))
    write(incident, EntryKind.UNLINKED, user.actor, words=reason, report=current.report, now=now)
    log_link("unlinked", current, user, reason=reason, now=now)
    wake(current.report, now=now)


def end_link(link: IncidentReport, user: User, *, reason: str, now: datetime) -> None:
    """Note on a link that it holds no more; the row stays."""
    IncidentReport.objects.filter(pk=link.pk).update(
        taken_out_by=user.actor.label, why_taken_out=reason.strip(), taken_out_at=now
    )


def new_link(
    incident: Incident,
    report: Report,
    user: User,
    *,
    reason: str,
    came_from: IncidentReport | None = None,
    now: datetime,
) -> IncidentReport:
    """Put a report into an incident. Raises ``StaleIncident`` when it is in one already."""
    try:
        with transaction.atomic():
            return IncidentReport.objects.create(
                realm_id=incident.realm_id,
                incident=incident,
                report=report,
                came_from=came_from,
                added_by=user.actor.label,
                why_added=reason.strip(),
                added_at=now,
            )
    except IntegrityError as error:
        raise StaleIncident(
            _("%(reference)s is in an incident already: somebody put it there first.")
            % {"reference": report.reference}
        ) from error


def log_link(what: str, link: IncidentReport, user: User, *, reason: str, now: datetime) -> None:
    """Write that a report was joined with others, or parted from them, into the log of the law."""
    record(
        event=f"incident.{what}",
        actor=user.actor,
        realm_id=link.realm_id,
        subject=f"report:{link.report.key}",
        reason=reason.strip(),
        details={"incident": link.incident.key},
        now=now,
    )


def _link(
    incident: Incident, report: Report, user: User, *, reason: str, now: datetime
) -> IncidentReport:
    # The report first, as whoever erases it does, so that two never wait for each other.
    rows = Report.objects.in_realm(incident.realm_id).select_for_update(of=("self",))
    told = rows.select_related(None).get(pk=report.pk)
    check_not_kept_from(user, told)
    current = locked(incident, user)
    if not rules.may_link(state=current.standing, status=told.status):
        raise NotNow(_("This report and this incident cannot be joined as they are now."))
    link = new_link(current, told, user, reason=reason, now=now)
    change(current, **place_and_hours(current))
    write(current, EntryKind.LINKED, user.actor, words=reason, report=told, now=now)
    log_link("linked", link, user, reason=reason, now=now)
    wake(told, now=now)
    return link
