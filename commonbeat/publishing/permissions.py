"""Who may write a warning, and who may give it the second yes."""

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.core.errors import NotAllowed
from commonbeat.publishing.models import Publication
from commonbeat.publishing.rules import is_second_person

WRITERS = (Role.ENGAGEMENT_OFFICER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
APPROVERS = (Role.ENGAGEMENT_OFFICER, Role.SUPERVISOR)


class OwnWords(NotAllowed):
    """Somebody tried to approve what they had a hand in."""


def can_write(user: User) -> bool:
    """Say whether somebody may write, update or cancel warnings and news."""
    return user.is_active and user.role in WRITERS


def check_can_write(user: User) -> None:
    """Raise ``NotAllowed`` unless ``can_write``."""
    if not can_write(user):
        raise NotAllowed(_("Your role cannot write warnings."))


def can_approve(user: User, publication: Publication) -> bool:
    """Say whether somebody may give this publication its second yes."""
    try:
        check_can_approve(user, publication)
    except NotAllowed:
        return False
    return True


def check_can_approve(user: User, publication: Publication) -> None:
    """Raise ``NotAllowed`` for other roles, and ``OwnWords`` for whoever wrote any of it."""
    if not user.is_active or user.role not in APPROVERS:
        raise NotAllowed(_("Only an engagement officer or a supervisor can give the second yes."))
    hands = {hand.pk for hand in publication.hands.all()}
    hands |= {publication.started_by_id}
    if publication.asked_by_id is not None:
        hands.add(publication.asked_by_id)
    if not is_second_person(user.pk, hands=hands):
        raise OwnWords(_("You helped to write this. Another person must say yes."))
