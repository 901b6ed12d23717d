"""Two incidents that turn out to be one, and undoing that: links and logs of both stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import NotNow
from commonbeat.casework.actions.incident_log import (
    change,
    check_said,
    locked,
    move,
    place_and_hours,
    wake,
    write,
)
from commonbeat.casework.actions.incidents import end_link, new_link
from commonbeat.casework.models import Incident, IncidentReport
from commonbeat.casework.permissions import check_can_work_on_incidents
from commonbeat.casework.rules import EntryKind, IncidentState


@transaction.atomic
def merge_incidents(
    *,
    one: Incident,
    other: Incident,
    expected_versions: tuple[int, int],
    reason: str,
    user: User,
    now: datetime,
) -> Incident:
    """Make two incidents one: the older keeps going and gets the reports of the younger.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow`` when one is finished or gone into another,
    and ``StaleIncident`` when either changed since ``expected_versions``.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    if one.pk == other.pk or one.realm_id != other.realm_id:
        raise NotNow(_("Choose another incident than this one."))
    pairs = sorted(zip((one, other), expected_versions, strict=True), key=lambda pair: pair[0].pk)
    older, younger = (locked(row, user, expected_version=version) for row, version in pairs)
    if not rules.may_merge(older.standing, younger.standing):
        raise NotNow(_("Only incidents that are still open can become one."))
    move(younger, IncidentState.MERGED, state_before=younger.state, merged_into=older)
    _carry(younger, older, user, reason=reason, is_back=False, now=now)
    change(older, **place_and_hours(older))
    for each, partner in ((older, younger), (younger, older)):
        write(each, EntryKind.MERGED, user.actor, words=reason, other=partner, now=now)
    _log("merged", younger, older, user, reason=reason, now=now)
    return older


@transaction.atomic
def undo_merge(
    *, incident: Incident, expected_version: int, reason: str, user: User, now: datetime
) -> Incident:
    """Make an incident that was merged away one of its own again, with what it brought along.

    What was taken out of the other one since stays out. Raises ``NotAllowed``, ``ReasonMissing``,
    ``NotNow`` while the one that holds its reports is finished or merged away itself, and
    ``StaleIncident`` when somebody undid it first.
    """
    check_can_work_on_incidents(user)
    check_said(reason)
    into = incident.merged_into
    if into is None:
        raise NotNow(_("This incident is one of its own already."))
    # The older one first, as merging does, so that two never wait for each other.
    older = locked(into, user)
    younger = locked(incident, user, expected_version=expected_version)
    if younger.merged_into_id != older.pk or not older.takes_reports:
        raise NotNow(_("The incident that it is part of is finished or part of another now."))
    move(younger, IncidentState(younger.state_before), state_before="", merged_into=None)
    _carry(older, younger, user, reason=reason, is_back=True, now=now)
    for each, partner in ((older, younger), (younger, older)):
        change(each, **place_and_hours(each))
        write(each, EntryKind.SPLIT, user.actor, words=reason, other=partner, now=now)
    _log("merge-undone", younger, older, user, reason=reason, now=now)
    return younger


def _carry(
    source: Incident,
    target: Incident,
    user: User,
    *,
    reason: str,
    is_back: bool,
    now: datetime,
) -> None:
    """Move the reports of one incident to another, or only those that came from there back."""
    links = IncidentReport.objects.current().filter(incident=source)
    if is_back:
        links = links.filter(came_from__incident=target)
    for link in links.select_related("report", "came_from__came_from").order_by("pk"):
        end_link(link, user, reason=reason, now=now)
        # What is brought back is as it was: it may itself have come from a third incident.
        came_from = link.came_from.came_from if is_back and link.came_from else link
        new_link(target, link.report, user, reason=reason, came_from=came_from, now=now)
        wake(link.report, now=now)


def _log(
    what: str, younger: Incident, older: Incident, user: User, *, reason: str, now: datetime
) -> None:
    record(
        event=f"incident.{what}",
        actor=user.actor,
        realm_id=younger.realm_id,
        subject=f"incident:{younger.key}",
        reason=reason.strip(),
        details={"other": older.key},
        now=now,
    )
