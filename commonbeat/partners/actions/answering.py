"""A supervisor's answer to a share of what only a few people could know."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import says_something
from commonbeat.partners.actions.agreeing import locked
from commonbeat.partners.actions.ending import held, move
from commonbeat.partners.actions.errors import NotNow, Unsaid
from commonbeat.partners.actions.sharing import check_agreement, decided, note_disclosed
from commonbeat.partners.actions.waking import wake
from commonbeat.partners.models import Share
from commonbeat.partners.permissions import check_can_agree_to_share
from commonbeat.partners.rules import ShareState, may_agree_to_share


@transaction.atomic
def agree_to_share(
    *, share: Share, user: User, reason: str, expected: Stamp, now: datetime
) -> Share:
    """Agree to share what few people could know; it is shared, and its reporter told, at once.

    Raises ``NotAllowed``, ``Unsaid``, ``NotNow``, ``NoAgreement``, and what
    ``casework.actions.decide`` raises.
    """
    agreement = locked(share.agreement)
    current = _waiting(share, user, reason)
    check_agreement(agreement, realm_id=current.realm_id, now=now)
    if current.expires_at <= now:
        raise NotNow(_("Its time ran out while it waited."))
    current.decision = decided(
        current,
        user,
        reason=f"{current.reason}\n\n{reason.strip()}",
        words=current.words or "",
        # Whoever asked was warned when they wrote it.
        drift_accepted=True,
        expected=expected,
        now=now,
    )
    current.agreed_by, current.shared_at = user, now
    current.reason = current.words = None
    changed = ["decision", "agreed_by", "shared_at", "reason", "words"]
    move(current, ShareState.LIVE, changed)
    note_disclosed(current, user, now=now)
    return current


@transaction.atomic
def refuse_share(*, share: Share, user: User, reason: str, now: datetime) -> Share:
    """Refuse to share what few people could know. Raises ``NotAllowed``, ``Unsaid``, ``NotNow``."""
    current = _waiting(share, user, reason)
    current.ended_by, current.ended_at, current.end_reason = user, now, reason.strip()
    move(current, ShareState.REFUSED, ["ended_by", "ended_at", "end_reason"])
    record(
        event="share.refused",
        actor=user.actor,
        realm_id=current.realm_id,
        subject=f"report:{current.report.key}",
        reason=current.end_reason,
        details={"share": current.key, "to": current.agreement.organisation.name},
        now=now,
    )
    wake(current, now=now)
    return current


def _waiting(share: Share, user: User, reason: str) -> Share:
    current = held(share)
    check_can_agree_to_share(user, current)
    if not says_something(reason):
        raise Unsaid(_("Say in a few words why."))
    if not may_agree_to_share(state=current.state, asker=current.asked_by.key, other=user.key):
        raise NotNow(_("This was answered already, or it is over."))
    return current
