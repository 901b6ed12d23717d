"""Who may change what reporters are asked."""

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.core.errors import NotAllowed

QUESTION_EDITORS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def can_edit_questions(user: User) -> bool:
    """Say whether somebody may change, preview and publish question sets."""
    return user.is_active and user.role in QUESTION_EDITORS


def check_can_edit_questions(user: User) -> None:
    """Raise ``NotAllowed`` unless ``can_edit_questions``."""
    if not can_edit_questions(user):
        raise NotAllowed(_("Only a supervisor or an administrator can change the questions."))
