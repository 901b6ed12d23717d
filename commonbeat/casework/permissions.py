"""Who may see the queue, read a report, decide about it and read the log."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.core.errors import NotAllowed

# They open reports because triage is their work.
QUEUE_WORKERS = frozenset({Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER})
# They may read, and say why each time.
QUEUE_READERS = frozenset(QUEUE_WORKERS | {Role.INTELLIGENCE_OFFICER})
# They may ask to see a sealed name, and somebody else of the others may agree.
UNLOCK_ASKERS = frozenset({Role.TRIAGE_OPERATOR, Role.SUPERVISOR})
UNLOCK_ANSWERERS = frozenset({Role.SUPERVISOR})
# They keep the lists that decisions choose from.
LIST_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
LOG_READERS = frozenset({Role.AUDITOR})


def _allows(check: Callable[[User], None], user: User) -> bool:
    try:
        check(user)
    except NotAllowed:
        return False
    return True


def check_can_see_queue(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may see which reports there are, and open them."""
    if not user.is_active or user.role not in QUEUE_READERS:
        raise NotAllowed(_("Your role does not read reports."))


def can_see_queue(user: User) -> bool:
    """Say whether this person may see which reports there are, and open them."""
    return _allows(check_can_see_queue, user)


def check_can_open_without_asking(user: User) -> None:
    """Raise ``NotAllowed`` unless triage is this person's work, so that it is reason enough."""
    if not user.is_active or user.role not in QUEUE_WORKERS:
        raise NotAllowed(_("Say why you need to read this report."))


def can_open_without_asking(user: User) -> bool:
    """Say whether triage is this person's work, so that it is reason enough to open a report."""
    return _allows(check_can_open_without_asking, user)


def check_can_decide(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may decide about a report and answer."""
    if not user.is_active or user.role not in QUEUE_WORKERS:
        raise NotAllowed(_("Your role can read this report but not decide about it."))


def can_decide(user: User) -> bool:
    """Say whether this person may decide about a report and answer."""
    return _allows(check_can_decide, user)


def check_can_read_log(user: User) -> None:
    """Raise ``NotAllowed`` unless this person audits what others did."""
    if not user.is_active or user.role not in LOG_READERS:
        raise NotAllowed(_("Only an auditor reads the log."))


def can_read_log(user: User) -> bool:
    """Say whether this person audits what others did."""
    return _allows(check_can_read_log, user)


def check_can_ask_to_unlock(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may ask to see a sealed name."""
    if not user.is_active or user.role not in UNLOCK_ASKERS:
        raise NotAllowed(_("Your role cannot ask to see a name that is locked away."))


def can_ask_to_unlock(user: User) -> bool:
    """Say whether this person may ask to see a sealed name."""
    return _allows(check_can_ask_to_unlock, user)


def check_can_answer_unlock(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may agree that a sealed name is seen."""
    if not user.is_active or user.role not in UNLOCK_ANSWERERS:
        raise NotAllowed(_("Only a supervisor decides whether a locked name is seen."))


def can_answer_unlock(user: User) -> bool:
    """Say whether this person may agree that a sealed name is seen."""
    return _allows(check_can_answer_unlock, user)
