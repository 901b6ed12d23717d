"""How shares end: recalled, run out, or gone with their report. Access ends with the row."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record, shred
from commonbeat.casework.rules import says_something
from commonbeat.core.actors import SYSTEM, Actor
from commonbeat.partners.actions.errors import NotNow, Unsaid
from commonbeat.partners.models import Share, ShareAnswer, SharingAgreement
from commonbeat.partners.permissions import check_can_share
from commonbeat.partners.rules import SHARE_OPEN, SHARE_TABLE, ShareState
from commonbeat.reports.actions import say_event
from commonbeat.reports.models import Report, Status


@transaction.atomic
def recall_share(*, share: Share, user: User, reason: str, now: datetime) -> Share:
    """Take a share back, or a wish for one; the partner's next request finds nothing.

    Raises ``NotAllowed``, ``Unsaid``, and ``NotNow`` when it is over already.
    """
    check_can_share(user)
    if not says_something(reason):
        raise Unsaid(_("Say in a few words why."))
    current = held(share)
    if current.standing not in SHARE_OPEN:
        raise NotNow(_("It is over already."))
    _end(current, ShareState.RECALLED, user=user, reason=reason.strip(), now=now)
    return current


def expire_shares(*, now: datetime) -> int:
    """Close what ran out, and tell the reporters; return how many. Safe to repeat."""
    ended = 0
    for row in Share.objects.open().filter(expires_at__lte=now):
        with transaction.atomic():
            current = held(row)
            if current.standing in SHARE_OPEN and current.expires_at <= now:
                _end(current, ShareState.EXPIRED, user=None, reason="", now=now)
                ended += 1
    return ended


def end_shares_under(
    agreement: SharingAgreement,
    *,
    after: ShareState,
    user: User | None,
    reason: str,
    now: datetime,
) -> int:
    """End all that is shared under an agreement, in the transaction that ends it."""
    rows = list(Share.objects.open().filter(agreement=agreement))
    for row in rows:
        _end(held(row), after, user=user, reason=reason, now=now)
    return len(rows)


@transaction.atomic
def stop_sharing(*, report_id: int, now: datetime) -> int:
    """End the shares of a report that its reporter took back; return how many."""
    rows = list(Share.objects.open().filter(report_id=report_id))
    for row in rows:
        _end(held(row), ShareState.RECALLED, user=None, reason="", now=now)
    return len(rows)


@transaction.atomic
def forget_shares(*, report: Report, actor: Actor, now: datetime) -> int:
    """Empty the copies of an erased report, end its shares, and forget what was said about them.

    With whom it was shared, by whom, which fields and until when stays; its reporter's thread is
    gone, so nobody is told.
    """
    rows = list(Share.objects.filter(report=report))
    ShareAnswer.objects.filter(share__in=rows).delete()
    for share in rows:
        if share.standing in SHARE_OPEN:
            share.ended_at = now
            move(share, ShareState.RECALLED, ["ended_at"])
        shred(subject=f"share:{share.key}", realm_id=share.realm_id, actor=actor, now=now)
    Share.objects.filter(report=report).update(
        copy={}, purpose="", safe_because=None, reason=None, words=None, end_reason=None
    )
    return len(rows)


def held(share: Share) -> Share:
    """Return the share as it is now, held until the transaction ends."""
    rows = Share.objects.select_for_update(of=("self",))
    return rows.select_related("report", "agreement__organisation", "asked_by").get(pk=share.pk)


def move(share: Share, after: ShareState, changed: list[str]) -> None:
    """Change the state of a share that is held. Raises ``MoveNotAllowed``."""
    SHARE_TABLE.check(share.standing, after)
    share.state = after.value
    share.save(update_fields=["state", *changed])


def _end(share: Share, after: ShareState, *, user: User | None, reason: str, now: datetime) -> None:
    was_shared = share.standing is ShareState.LIVE
    share.ended_by, share.ended_at, share.end_reason = user, now, reason or None
    move(share, after, ["ended_by", "ended_at", "end_reason"])
    actor = user.actor if user else SYSTEM
    record(
        event="share.ended",
        actor=actor,
        realm_id=share.realm_id,
        subject=f"report:{share.report.key}",
        reason=reason,
        details={
            "share": share.key,
            "to": share.agreement.organisation.name,
            "as": after.value,
        },
        now=now,
    )
    if was_shared:
        _tell(share, actor, now=now)


def _tell(share: Share, actor: Actor, *, now: datetime) -> None:
    """Tell the reporter that it is over: who may not read it any more, and nothing of why."""
    if share.report.state is Status.ERASED:
        return
    with translation.override(share.report.language):
        body = _("%(who)s can no longer read what we shared with them.") % {
            "who": share.agreement.organisation.name
        }
    say_event(report=share.report, body=body, actor=actor, now=now)
