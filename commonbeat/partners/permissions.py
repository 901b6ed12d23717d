"""Who keeps agreements, who shares, who agrees to what few could know, and who reads a share."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.casework.permissions import QUEUE_WORKERS, check_can_decide
from commonbeat.core.errors import NotAllowed
from commonbeat.partners.models import Share, SharingAgreement
from commonbeat.reports.permissions import can_report_for

AGREEMENT_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
SHARERS = QUEUE_WORKERS
SHARE_AGREERS = frozenset({Role.SUPERVISOR})


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotAllowed:
        return False
    return True


def check_can_keep_agreements(user: User) -> None:
    """Raise ``NotAllowed`` unless this person makes and ends agreements."""
    if not user.is_active or user.role not in AGREEMENT_KEEPERS:
        raise NotAllowed(_("Only a supervisor or an administrator keeps agreements."))


def can_keep_agreements(user: User) -> bool:
    """Say whether this person makes and ends agreements."""
    return _allows(lambda: check_can_keep_agreements(user))


def check_can_put_in_force(user: User, agreement: SharingAgreement) -> None:
    """Raise ``NotAllowed`` unless this person keeps agreements and did not make this one."""
    check_can_keep_agreements(user)
    if agreement.made_by_id == user.pk:
        raise NotAllowed(_("You made this agreement. Another person must put it in force."))


def can_put_in_force(user: User, agreement: SharingAgreement) -> bool:
    """Say whether this person keeps agreements and did not make this one."""
    return _allows(lambda: check_can_put_in_force(user, agreement))


def check_can_share(user: User) -> None:
    """Raise ``NotAllowed`` unless this person decides about reports."""
    check_can_decide(user)


def can_share(user: User) -> bool:
    """Say whether this person decides about reports."""
    return _allows(lambda: check_can_share(user))


def check_can_agree_to_share(user: User, share: Share) -> None:
    """Raise ``NotAllowed`` unless this person is a supervisor who did not ask for this share."""
    if not user.is_active or user.role not in SHARE_AGREERS:
        raise NotAllowed(_("Only a supervisor agrees to share what few people could know."))
    if share.asked_by_id == user.pk:
        raise NotAllowed(_("You asked yourself. Another supervisor must answer."))


def can_agree_to_share(user: User, share: Share) -> bool:
    """Say whether this person is a supervisor who did not ask for this share."""
    return _allows(lambda: check_can_agree_to_share(user, share))


def reads_share(user: User, share: Share) -> bool:
    """Say whether somebody is a member of the organisation that a share is for."""
    return can_report_for(user, share.agreement.organisation)


def check_reads_share(user: User, share: Share) -> None:
    """Raise ``NotAllowed`` unless ``reads_share``."""
    if not reads_share(user, share):
        raise NotAllowed(_("Only a member of this organisation can do this."))
