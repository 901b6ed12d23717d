"""One outcome for everybody who told of an incident: each is told by itself, or stays open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.actions.deciding import Verdict, decide
from commonbeat.casework.actions.errors import NotNow, StaleIncident, WordsMissing
from commonbeat.casework.actions.incident_log import check_said, locked, log_changed, move, write
from commonbeat.casework.models import Incident, IncidentReport
from commonbeat.casework.permissions import check_can_work_on_incidents
from commonbeat.casework.queries import Stamp, incident_links, to_be_told
from commonbeat.casework.rules import INCIDENT_TABLE, EntryKind, IncidentState, Outcome
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.models import Report


@dataclass(frozen=True, slots=True)
class Ending:
    """How an incident ends: ``words`` go to everybody who told of it, ``reason`` stays with us."""

    outcome: Outcome
    words: str
    reason: str
    drift_accepted: bool = False


@dataclass(frozen=True, slots=True)
class NotTold:
    """A report that stays open, and why."""

    report: Report
    why: str


def close_incident(
    *,
    incident: Incident,
    ending: Ending,
    expected_version: int,
    stamps: Mapping[str, Stamp],
    user: User,
    now: datetime,
) -> list[NotTold]:
    """Close an incident and tell its outcome to everybody whose report is still open.

    Each report is decided about in a transaction of its own, as it stood when the page was drawn
    (``stamps``, by the report's key). Return those that stay open, each with its reason: what its
    reporter wrote meanwhile is read first. Nobody is told twice: again, it reaches only them.
    Raises ``NotAllowed``, ``ReasonMissing``, ``WordsMissing``, ``NotNow``, and ``StaleIncident``
    when the incident changed; nobody is told anything then.
    """
    check_can_work_on_incidents(user)
    check_said(ending.reason)
    if not rules.says_something(ending.words):
        raise WordsMissing(_("Write to the reporter what you decided. One word is not enough."))
    current = _close(incident, ending, expected_version, user, now=now)
    links = incident_links(current)
    left = []
    for report, _stamp in to_be_told(links):
        why = _tell(current, report, ending, stamps.get(report.key), user, now=now)
        if why:
            left.append(NotTold(report, why))
    return left


@transaction.atomic
def _close(
    incident: Incident, ending: Ending, expected_version: int, user: User, *, now: datetime
) -> Incident:
    current = locked(incident, user, expected_version=expected_version)
    again = current.standing is IncidentState.CLOSED
    another = again and ending.outcome is not current.ending
    if another or not (again or INCIDENT_TABLE.allows(current.standing, IncidentState.CLOSED)):
        raise NotNow(_("This cannot be done while the incident is as it is."))
    if not again:
        changes = {"outcome": ending.outcome.value, "told": ending.words.strip()}
        move(current, IncidentState.CLOSED, **changes)
    write(current, EntryKind.OUTCOME, user.actor, words=ending.reason, now=now)
    outcome = ending.outcome.value
    log_changed(current, user, reason=ending.reason, now=now, state=current.state, outcome=outcome)
    return current


def _tell(
    incident: Incident,
    report: Report,
    ending: Ending,
    expected: Stamp | None,
    user: User,
    *,
    now: datetime,
) -> str:
    """Decide about one report; return why it stays open, or nothing."""
    if expected is None:
        return _("It was put into the incident after you looked.")
    verdict = Verdict(
        kind=rules.kind_of_ending(ending.outcome),
        reason=ending.reason,
        words=ending.words,
        information=_("The incident %(reference)s") % {"reference": incident.reference},
        outcome=ending.outcome,
        drift_accepted=ending.drift_accepted,
    )
    try:
        with transaction.atomic():
            _check_still_linked(incident, report)
            decide(report=report, verdict=verdict, user=user, expected=expected, now=now)
    except CommonbeatError as error:
        return str(error)
    return ""


def _check_still_linked(incident: Incident, report: Report) -> None:
    Report.objects.select_for_update(of=("self",)).select_related(None).get(pk=report.pk)
    if not IncidentReport.objects.current().filter(incident=incident, report=report).exists():
        raise StaleIncident(_("Somebody else took this report out first."))
