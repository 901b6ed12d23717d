"""A partner reads a share and answers it: each reading is an entry with the member's name."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.partners.actions.ending import held
from commonbeat.partners.actions.errors import NotNow, Unsaid
from commonbeat.partners.actions.waking import wake
from commonbeat.partners.models import Share, ShareAnswer
from commonbeat.partners.permissions import check_reads_share
from commonbeat.partners.rules import AnswerKind

LONGEST = 2_000


@transaction.atomic
def read_share(*, share: Share, member: User, now: datetime) -> Share:
    """Note that a member reads a share; the first reading is its receipt.

    Raises ``NotAllowed``, and ``NotNow`` when it ended a moment ago.
    """
    check_reads_share(member, share)
    current = _readable(share, now=now)
    if current.first_read_at is None:
        current.first_read_at, current.first_read_by = now, member
        current.save(update_fields=["first_read_at", "first_read_by"])
        wake(current, now=now)
    record(
        event="share.read",
        actor=member.actor,
        realm_id=current.realm_id,
        subject=f"share:{current.key}",
        reason=current.purpose,
        details={"organisation": current.agreement.organisation.name},
        now=now,
    )
    return current


def answer_share(
    *, share: Share, member: User, kind: AnswerKind, words: str, once: str, now: datetime
) -> ShareAnswer:
    """Keep what a partner says to a share; the same ``once`` again is the same answer.

    Raises ``NotAllowed``, ``Unsaid``, and ``NotNow`` when it ended a moment ago.
    """
    check_reads_share(member, share)
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise Unsaid(_("Write your answer in a sentence or two."))
    try:
        with transaction.atomic():
            return _answer(share, member, kind, said, once=once, now=now)
    except IntegrityError:
        return ShareAnswer.objects.get(share=share, once=once)


def _answer(
    share: Share, member: User, kind: AnswerKind, words: str, *, once: str, now: datetime
) -> ShareAnswer:
    current = _readable(share, now=now)
    answer = ShareAnswer.objects.create(
        share=current, kind=kind.value, words=words, author=member, once=once, at=now
    )
    record(
        event="share.answered",
        actor=member.actor,
        realm_id=current.realm_id,
        subject=f"share:{current.key}",
        details={
            "organisation": current.agreement.organisation.name,
            "answer": answer.pk,
            "kind": kind.value,
        },
        now=now,
    )
    wake(current, now=now)
    return answer


def _readable(share: Share, *, now: datetime) -> Share:
    current = held(share)
    if not Share.objects.in_realm(current.realm_id).readable(now).filter(pk=share.pk).exists():
        raise NotNow(_("This is no longer shared with you."))
    return current
