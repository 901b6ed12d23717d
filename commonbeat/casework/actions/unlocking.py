"""Seeing a sealed name: one person asks, another agrees, both are written down, and it ends."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import queries, rules
from commonbeat.casework.actions.errors import NotNow, ReasonMissing
from commonbeat.casework.models import IdentityUnlock
from commonbeat.casework.permissions import check_can_answer_unlock, check_can_ask_to_unlock
from commonbeat.casework.rules import UNLOCK_TABLE, UnlockState
from commonbeat.core.actors import SYSTEM, Actor
from commonbeat.core.errors import NotAllowed
from commonbeat.reports.actions import note_identity_event
from commonbeat.reports.models import Identity, Report
from commonbeat.reports.queries import known_contact
from commonbeat.reports.rules import Contact, IdentityEventKind, UnlockWhy

_TOLD = {
    UnlockState.APPROVED: IdentityEventKind.APPROVED,
    UnlockState.REFUSED: IdentityEventKind.REFUSED,
    UnlockState.EXPIRED: IdentityEventKind.EXPIRED,
    UnlockState.TAKEN_BACK: IdentityEventKind.TAKEN_BACK,
}


def ask_to_unlock(
    *, report: Report, user: User, why: UnlockWhy, reason: str, hours: int, now: datetime
) -> IdentityUnlock:
    """Ask to see the sealed name of a report; its reporter is told at once.

    Raises ``NotAllowed``, ``ReasonMissing``, and ``NotNow`` when somebody asked already or there
    is no sealed name.
    """
    check_can_ask_to_unlock(user)
    _check_said(reason)
    if report.rung is not Identity.CONFIDENTIAL or hours not in rules.UNLOCK_HOURS:
        raise NotNow(_("This report has no name that is locked away."))
    try:
        with transaction.atomic():
            unlock = IdentityUnlock.objects.create(
                realm_id=report.realm_id,
                report=report,
                asker=user,
                why=why.value,
                reason=reason.strip(),
                hours=hours,
                asked_at=now,
            )
            details: dict[str, object] = {"unlock": unlock.key, "why": why.value, "hours": hours}
            _record("asked", unlock, user.actor, now=now, reason=reason.strip(), details=details)
            _tell(unlock, IdentityEventKind.ASKED, now=now)
    except IntegrityError as error:
        raise NotNow(_("Somebody asked already. Wait for the answer.")) from error
    return unlock


@transaction.atomic
def answer_unlock(
    *, unlock: IdentityUnlock, user: User, agrees: bool, reason: str, now: datetime
) -> IdentityUnlock:
    """Agree that a sealed name is seen, or refuse; never one's own wish.

    Raises ``NotAllowed``, ``ReasonMissing``, and ``NotNow`` when it was answered already.
    """
    check_can_answer_unlock(user)
    _check_said(reason)
    asked = _locked(unlock)
    if asked.asker_id == user.pk:
        raise NotAllowed(_("You asked yourself. Another supervisor must answer."))
    if not rules.may_answer_unlock(state=asked.state, asker=asked.asker.key, answerer=user.key):
        raise NotNow(_("This was answered already, or it is over."))
    if _lapsed(asked, now=now):
        raise NotNow(_("Nobody answered in time. Ask again."))
    asked.answerer, asked.answer_reason, asked.answered_at = user, reason.strip(), now
    if agrees:
        asked.until = now + timedelta(hours=asked.hours)
    after = UnlockState.APPROVED if agrees else UnlockState.REFUSED
    _move(asked, after, now=now)
    details = {"unlock": asked.key, "agreed": agrees}
    _record("answered", asked, user.actor, now=now, reason=reason.strip(), details=details)
    return asked


@transaction.atomic
def end_unlock(*, unlock: IdentityUnlock, user: User, now: datetime) -> IdentityUnlock:
    """Take a wish back, or end it early, as one of the two. Raises ``NotAllowed``, ``NotNow``."""
    check_can_ask_to_unlock(user)
    current = _locked(unlock)
    if user.pk not in {current.asker_id, current.answerer_id}:
        raise NotAllowed(_("Only the two people who asked and agreed can end this."))
    if not UNLOCK_TABLE.allows(current.standing, UnlockState.TAKEN_BACK):
        raise NotNow(_("This is over already."))
    _move(current, UnlockState.TAKEN_BACK, now=now)
    _record("ended", current, user.actor, now=now, details={"unlock": current.key})
    return current


@transaction.atomic
def look_at_identity(*, report: Report, user: User, now: datetime) -> Contact:
    """Open the sealed name for one of the two people; each look is an entry of its own.

    Raises ``NotAllowed`` for everybody else, and for the two once the time is over.
    """
    unlock = queries.latest_unlock(report)
    if unlock is None or not queries.may_look(unlock, report=report, user=user, now=now):
        raise NotAllowed(_("You cannot see this name, or the time for it is over."))
    contact = known_contact(report)
    if contact is None:
        raise NotNow(_("This report has no name that is locked away."))
    _record("", unlock, user.actor, now=now, details={"unlock": unlock.key})
    return contact


def end_unlocks(*, now: datetime) -> int:
    """Close what ran out, and tell the reporters; return how many. Safe to repeat."""
    ended = 0
    for row in IdentityUnlock.objects.filter(state__in=[s.value for s in rules.UNLOCK_OPEN]):
        with transaction.atomic():
            current = _locked(row)
            if current.standing in rules.UNLOCK_OPEN and _lapsed(current, now=now):
                _move(current, UnlockState.EXPIRED, now=now)
                _record("ended", current, SYSTEM, now=now, details={"unlock": current.key})
                ended += 1
    return ended


def forget_unlocks(*, report: Report) -> None:
    """Erase what was asked about a report's sealed name, with the report."""
    IdentityUnlock.objects.filter(report=report).delete()


def _lapsed(unlock: IdentityUnlock, *, now: datetime) -> bool:
    if unlock.until is not None:
        return now >= unlock.until
    return now >= unlock.asked_at + rules.UNLOCK_ANSWERED_WITHIN


def _check_said(reason: str) -> None:
    if not rules.says_why_to_unlock(reason):
        raise ReasonMissing(_("Say why in a sentence, so that somebody else can judge it."))


def _locked(unlock: IdentityUnlock) -> IdentityUnlock:
    rows = IdentityUnlock.objects.select_for_update(of=("self",))
    return rows.select_related("report", "asker").get(pk=unlock.pk)


def _move(unlock: IdentityUnlock, after: UnlockState, *, now: datetime) -> None:
    UNLOCK_TABLE.check(unlock.standing, after)
    unlock.state = after.value
    unlock.save(update_fields=["state", "answerer", "answer_reason", "answered_at", "until"])
    _tell(unlock, _TOLD[after], now=now)


def _tell(unlock: IdentityUnlock, kind: IdentityEventKind, *, now: datetime) -> None:
    note_identity_event(
        report=unlock.report, kind=kind, why=UnlockWhy(unlock.why), until=unlock.until, now=now
    )


def _record(
    what: str,
    unlock: IdentityUnlock,
    actor: Actor,
    *,
    now: datetime,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> None:
    record(
        event=f"identity.unlock-{what}" if what else "identity.seen",
        actor=actor,
        realm_id=unlock.realm_id,
        subject=f"report:{unlock.report.key}",
        reason=reason,
        details=details,
        now=now,
    )
