"""What becomes of an incident: who has it, how it stands, how it is recorded, and notes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.actions.errors import NotNow, WordsMissing
from commonbeat.casework.actions.incident_log import (
    change,
    check_said,
    locked,
    log_changed,
    move,
    write,
)
from commonbeat.casework.models import Incident
from commonbeat.casework.permissions import check_can_work_on_incidents
from commonbeat.casework.rules import INCIDENT_TABLE, EntryKind, IncidentState, RecordedAs
from commonbeat.reports.models import Category


@dataclass(frozen=True, slots=True)
class Description:
    """What staff call an incident, and how the force's own system of records holds it."""

    title: str
    category: Category
    recorded_as: RecordedAs | None = None
    crime_number: str = ""


@transaction.atomic
def take_charge(
    *, incident: Incident, expected_version: int, reason: str, user: User, now: datetime
) -> None:
    """Take an incident in charge; one that nobody had is under way then.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``StaleIncident``.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    current = locked(incident, user, expected_version=expected_version)
    if not current.takes_reports:
        raise NotNow(_("This incident is finished. Reopen it first."))
    if current.standing is IncidentState.OPEN:
        move(current, IncidentState.UNDER_WAY, officer=user)
    else:
        change(current, officer=user)
    write(current, EntryKind.STATE, user.actor, words=reason, now=now)
    log_changed(current, user, reason=reason, now=now, state=current.state, officer=user.key)


@transaction.atomic
def move_incident(
    *,
    incident: Incident,
    after: IncidentState,
    expected_version: int,
    reason: str,
    user: User,
    now: datetime,
) -> None:
    """Say that an incident is resolved, or open it again.

    It is closed with an outcome, and merged, by actions of their own. Raises ``NotAllowed``,
    ``ReasonMissing``, ``NotNow``, ``StaleIncident``.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    current = locked(incident, user, expected_version=expected_version)
    simple = after in {IncidentState.RESOLVED, IncidentState.UNDER_WAY}
    if not simple or not INCIDENT_TABLE.allows(current.standing, after):
        raise NotNow(_("This cannot be done while the incident is as it is."))
    move(current, after)
    write(current, EntryKind.STATE, user.actor, words=reason, now=now)
    log_changed(current, user, reason=reason, now=now, state=current.state)


@transaction.atomic
def describe_incident(
    *,
    incident: Incident,
    description: Description,
    expected_version: int,
    reason: str,
    user: User,
    now: datetime,
) -> None:
    """Change what an incident is called, counted as and recorded as.

    Raises ``NotAllowed``, ``ReasonMissing``, ``WordsMissing``, ``NotNow``, ``StaleIncident``.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    if not description.title.strip():
        raise WordsMissing(_("Give the incident a title in words of your own."))
    current = locked(incident, user, expected_version=expected_version)
    if current.standing is IncidentState.MERGED:
        raise NotNow(_("This incident is part of another one. Change that one."))
    is_same_kind = description.category == current.category
    change(
        current,
        title=description.title.strip(),
        category=description.category.value,
        qualifier=current.qualifier if is_same_kind else "",
        recorded_as=description.recorded_as.value if description.recorded_as else "",
        crime_number=description.crime_number.strip(),
    )
    write(current, EntryKind.CHANGED, user.actor, words=reason, now=now)
    log_changed(
        current,
        user,
        reason=reason,
        now=now,
        category=current.category,
        recorded_as=current.recorded_as,
        crime_number=current.crime_number,
    )


@transaction.atomic
def add_note(*, incident: Incident, words: str, user: User, now: datetime) -> None:
    """Write a note into the log of an incident, whatever others do meanwhile.

    Raises ``NotAllowed``, ``ReasonMissing``.
    """
    check_can_work_on_incidents(user)
    check_said(words)
    current = locked(incident, user)
    write(current, EntryKind.NOTE, user.actor, words=words, now=now)
    log_changed(current, user, now=now, note=True)
