"""Who looks after what is kept, and who may be the second person."""

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.core.errors import NotAllowed
from commonbeat.intelligence.permissions import INTELLIGENCE_READERS
from commonbeat.keeping.models import Hold, RetentionPeriod, Review
from commonbeat.keeping.rules import is_second

KEEPERS = frozenset({Role.SUPERVISOR})
# Intelligence has its own officers: nobody else learns that there is any.
DUE_READERS = KEEPERS | INTELLIGENCE_READERS


def check_can_keep(user: User) -> None:
    """Raise ``NotAllowed`` unless this person reviews what is kept and holds it."""
    if not user.is_active or user.role not in KEEPERS:
        raise NotAllowed(_("Only a supervisor decides how long something is kept."))


def can_keep(user: User) -> bool:
    """Say whether this person reviews what is kept and holds it."""
    return user.is_active and user.role in KEEPERS


def check_can_answer(user: User, asked: Review | Hold | RetentionPeriod) -> None:
    """Raise ``NotAllowed`` unless this person reviews, and somebody else asked."""
    check_can_keep(user)
    if not is_second(first=_asker(asked), person=user.pk):
        raise NotAllowed(_("You asked for this yourself. Another supervisor must answer."))


def can_answer(user: User, asked: Review | Hold | RetentionPeriod) -> bool:
    """Say whether this person reviews, and somebody else asked."""
    return can_keep(user) and is_second(first=_asker(asked), person=user.pk)


def _asker(asked: Review | Hold | RetentionPeriod) -> int:
    if isinstance(asked, RetentionPeriod):
        return asked.proposed_by_id
    return (asked.made_by_id if isinstance(asked, Review) else asked.lift_asked_by_id) or 0
