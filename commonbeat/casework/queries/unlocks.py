"""Reads of wishes to see a sealed name."""

from datetime import datetime

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.models import IdentityUnlock
from commonbeat.casework.permissions import can_answer_unlock, can_ask_to_unlock
from commonbeat.casework.queries.open_reports import COUNT_CAP
from commonbeat.casework.rules import UNLOCK_ANSWERED_WITHIN, UnlockState
from commonbeat.reports.models import Identity, Report, kept_from

# What a line of the queue needs; why somebody asks stays sealed until its page is opened.
_LINE = ("id", "report__id", "report__received_at")


def latest_unlock(report: Report) -> IdentityUnlock | None:
    """Return the newest wish about a report, with its two people."""
    rows = IdentityUnlock.objects.in_realm(report.realm_id).filter(report=report)
    return rows.select_related("asker", "answerer").order_by("-id").first()


def wishes_to_answer(*, realm_id: int, user: User, now: datetime) -> list[str]:
    """Return the references of the sealed names about which this person can answer, oldest first.

    Nothing for those who may not answer, and never one's own wishes.
    """
    if not can_answer_unlock(user):
        return []
    rows = IdentityUnlock.objects.in_realm(realm_id).filter(
        state=UnlockState.ASKED.value,
        asked_at__gt=now - UNLOCK_ANSWERED_WITHIN,
        report__identity=Identity.CONFIDENTIAL.value,
        report__to_police=True,
    )
    known = rows.exclude(kept_from(user.pk, report="report"))
    others = known.exclude(asker=user).select_related("report").only(*_LINE)
    return [wish.report.reference for wish in others.order_by("asked_at", "id")[:COUNT_CAP]]


def may_look(unlock: IdentityUnlock | None, *, report: Report, user: User, now: datetime) -> bool:
    """Say whether this person sees the sealed name of a report at ``now``.

    Asked anew at each look: a role that was taken away and a time that is over end it at once.
    """
    if unlock is None or unlock.report_id != report.pk or not can_ask_to_unlock(user):
        return False
    people = {unlock.asker, unlock.answerer} - {None}
    return report.rung is Identity.CONFIDENTIAL and rules.may_look(
        state=unlock.state,
        people=frozenset(person.key for person in people if person is not None),
        looker=user.key,
        until=unlock.until,
        now=now,
    )
