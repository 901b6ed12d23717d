"""Doors in words: who took a report down, and how many came in by each."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.accounts.models import Organisation, User
from commonbeat.reports.models import DOOR_WORDS, EntryDoor, Report
from commonbeat.reports.queries import door_totals


def officer_label(user: User, *, language: str) -> str:
    """Return how a reporter reads which officer wrote their report down: a first name only."""
    first = next(iter(user.display_name.split()), "")
    with override(language):
        return _("%(name)s, %(force)s") % {"name": first, "force": settings.FORCE_NAME}


def member_label(user: User, organisation: Organisation) -> str:
    """Return how a partner's member signs."""
    return f"{user.display_name}, {organisation.name}"


def brought_text(report: Report) -> str:
    """Return, above a report's own words, who brought it for its reporter; empty for most."""
    if not report.brought_by:
        return ""
    if report.door == EntryDoor.OFFICER.value:
        return _("%(who)s took this down for you") % {"who": report.brought_by}
    return _("Sent by %(who)s") % {"who": report.brought_by}


@dataclass(frozen=True, slots=True)
class DoorCount:
    """How many reports came in by one door."""

    words: Promise
    number: int
    share: int  # per cent of all, rounded


def door_counts(*, realm_id: int, now: datetime) -> list[DoorCount]:
    """Return how reports came in over the last thirty days, the busiest door first."""
    totals = door_totals(realm_id=realm_id, now=now)
    whole = sum(totals.values()) or 1
    found = [
        DoorCount(DOOR_WORDS[door], totals.get(door, 0), round(100 * totals.get(door, 0) / whole))
        for door in EntryDoor
    ]
    return sorted(found, key=lambda each: -each.number)
