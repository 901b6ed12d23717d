"""Handing an incident to the records system: a person decides, and may send it again."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework.actions.errors import NotNow
from commonbeat.casework.actions.incident_log import change, check_said, locked, write
from commonbeat.casework.models import HandOff, Incident
from commonbeat.casework.permissions import check_can_hand_over
from commonbeat.casework.queries import (
    incident_facts,
    incident_links,
    latest_hand_off,
    report_facts,
)
from commonbeat.casework.rules import (
    HAND_OFF_TABLE,
    STUCK,
    UNSENT,
    EntryKind,
    HandedDepth,
    HandOffState,
    IncidentState,
    handed_copy,
    may_hand_again,
)
from commonbeat.core.actors import Actor
from commonbeat.reports.models import Report, Status

# Of what its reporter took back or erased nothing is handed over.
_GONE = (Status.WITHDRAWN, Status.ERASED)


@transaction.atomic
def hand_over(
    *,
    incident: Incident,
    depth: HandedDepth,
    expected_version: int,
    reason: str,
    user: User,
    now: datetime,
) -> HandOff:
    """Decide that an incident goes to the records system, as it stands now.

    It leaves by itself when a system is on; until then it waits, and can be taken along in a file.
    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``StaleIncident``.
    """
    check_can_hand_over(user)
    check_said(reason)
    current = locked(incident, user, expected_version=expected_version)
    if current.standing is IncidentState.MERGED:
        raise NotNow(_("This incident is part of another one. Hand that one over."))
    last = latest_hand_off(current)
    if last is not None and not may_hand_again(last.standing):
        raise NotNow(_("This incident was handed over already."))
    links = [link for link in incident_links(current) if link.report.state not in _GONE]
    if not links:
        raise NotNow(_("No report tells of this incident. There is nothing to hand over."))
    made = HandOff.objects.create(
        realm_id=current.realm_id,
        incident=current,
        copy=handed_copy(incident_facts(current), report_facts(links), depth),
        rows=len(links),
        reason=reason.strip(),
        by=user.actor.label,
        made_at=now,
        next_at=now,
    )
    change(current)
    write(current, EntryKind.HANDED, user.actor, words=reason, now=now)
    record_hand_off(
        "made", made, user.actor, reason=reason, now=now, depth=depth.value, reports=len(links)
    )
    return made


@transaction.atomic
def send_again(
    *, incident: Incident, expected_version: int, reason: str, user: User, now: datetime
) -> None:
    """Try again now what did not arrive: the same copy, under the same id.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``StaleIncident``.
    """
    check_can_hand_over(user)
    check_said(reason)
    current = locked(incident, user, expected_version=expected_version)
    last = latest_hand_off(current)
    if last is None or last.standing not in STUCK:
        raise NotNow(_("Nothing of this incident waits to be sent again."))
    move_hand_off(last, HandOffState.WAITING, tries=0, next_at=now, why="")
    change(current)
    write(current, EntryKind.HANDED, user.actor, words=reason, now=now)
    record_hand_off("again", last, user.actor, reason=reason, now=now)


@transaction.atomic
def forget_hand_offs(*, report: Report) -> None:
    """Empty the copies that hold a report which is erased; what did not leave never leaves."""
    held = Q(incident__links__taken_out_at__isnull=True) | Q(
        incident__links__taken_out_at__gt=F("made_at")
    )
    rows = HandOff.objects.filter(
        held, incident__links__report=report, incident__links__added_at__lte=F("made_at")
    )
    for row in rows.distinct():
        row.copy, row.reason = None, ""
        if row.standing in UNSENT:
            HAND_OFF_TABLE.check(row.standing, HandOffState.WITHDRAWN)
            row.state = HandOffState.WITHDRAWN.value
        row.save(update_fields=["copy", "reason", "state"])


def move_hand_off(hand_off: HandOff, after: HandOffState, **changes: object) -> None:
    """Move a hand-off whose incident is locked. Raises ``MoveNotAllowed``."""
    HAND_OFF_TABLE.check(hand_off.standing, after)
    hand_off.state = after.value
    for name, value in changes.items():
        setattr(hand_off, name, value)
    hand_off.save(update_fields=["state", *changes])


def record_hand_off(
    what: str,
    hand_off: HandOff,
    actor: Actor,
    *,
    reason: str = "",
    now: datetime,
    **details: object,
) -> None:
    """Write what became of a hand-off into the log of the law."""
    record(
        event=f"hand-off.{what}",
        actor=actor,
        realm_id=hand_off.realm_id,
        subject=f"incident:{hand_off.incident.key}",
        reason=reason.strip(),
        details={"hand_off": hand_off.key, **details},
        now=now,
    )
