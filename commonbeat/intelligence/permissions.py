"""Who may know of intelligence, grade it, agree to a copy, check one, and read one."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.core.errors import NotAllowed
from commonbeat.intelligence import rules
from commonbeat.intelligence.models import CopyRecipient, SanitisedCopy
from commonbeat.reports.models import Report, kept_from

# Everybody else is told nothing: not that there is any.
INTELLIGENCE_READERS = frozenset({Role.INTELLIGENCE_OFFICER})
# They see a copy that few could know, and nothing behind it, when somebody asks them to agree.
COPY_AGREERS = frozenset({Role.SUPERVISOR})


def _asks[**P](check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> bool:
    try:
        check(*args, **kwargs)
    except NotAllowed:
        return False
    return True


def _check_role(user: User) -> None:
    if not user.is_active or user.role not in INTELLIGENCE_READERS:
        raise NotAllowed(_("Only an intelligence officer can do this."))


def check_can_see_intelligence(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may know which intelligence there is, and read it."""
    _check_role(user)


def can_see_intelligence(user: User) -> bool:
    """Say whether this person may know which intelligence there is, and read it."""
    return _asks(check_can_see_intelligence, user)


def check_can_write_intelligence(user: User) -> None:
    """Raise ``NotAllowed`` unless this person makes intelligence reports and moves them on."""
    _check_role(user)


def can_write_intelligence(user: User) -> bool:
    """Say whether this person makes intelligence reports and moves them on."""
    return _asks(check_can_write_intelligence, user)


def check_not_kept_from_original(user: User, report: Report) -> None:
    """Raise ``NotAllowed`` where the report that intelligence is made of names this person."""
    if Report.objects.filter(pk=report.pk).filter(kept_from(user.pk)).exists():
        raise NotAllowed(_("Somebody else deals with this report."))


def check_can_read_source(user: User) -> None:
    """Raise ``NotAllowed`` unless this person may learn, for a reason, who told something."""
    _check_role(user)


def can_read_source(user: User) -> bool:
    """Say whether this person may learn, for a reason, who told something."""
    return _asks(check_can_read_source, user)


def check_can_grade(user: User) -> None:
    """Raise ``NotAllowed`` unless this person grades information."""
    _check_role(user)


def can_grade(user: User) -> bool:
    """Say whether this person grades information."""
    return _asks(check_can_grade, user)


def check_can_sanitise(user: User) -> None:
    """Raise ``NotAllowed`` unless this person writes sanitised copies."""
    _check_role(user)


def can_sanitise(user: User) -> bool:
    """Say whether this person writes sanitised copies."""
    return _asks(check_can_sanitise, user)


def check_can_agree(user: User, copy: SanitisedCopy) -> None:
    """Raise ``NotAllowed`` unless this supervisor may let a copy go on that few could know."""
    if not user.is_active or user.role not in COPY_AGREERS:
        raise NotAllowed(_("Only a supervisor decides about what so few people could know."))
    if not rules.may_agree(writer=copy.written_by_id, person=user.pk):
        raise NotAllowed(_("You wrote this copy. Another person must agree to it."))


def can_agree(user: User, copy: SanitisedCopy) -> bool:
    """Say whether this supervisor may let a copy go on that few could know."""
    return _asks(check_can_agree, user, copy)


def check_can_check_copy(user: User, copy: SanitisedCopy) -> None:
    """Raise ``NotAllowed`` unless this person may finish or refuse a copy: never its writer."""
    _check_role(user)
    writer, agreer = copy.written_by_id, copy.agreed_by_id
    if not rules.may_check(writer=writer, agreer=agreer, person=user.pk):
        raise NotAllowed(_("You had a hand in this copy. A second person must check it."))


def can_check_copy(user: User, copy: SanitisedCopy) -> bool:
    """Say whether this person may finish or refuse a copy: never its writer."""
    return _asks(check_can_check_copy, user, copy)


def check_can_give(user: User) -> None:
    """Raise ``NotAllowed`` unless this person gives checked copies to others."""
    _check_role(user)


def can_give(user: User) -> bool:
    """Say whether this person gives checked copies to others."""
    return _asks(check_can_give, user)


def check_can_read_given(user: User, given: CopyRecipient) -> None:
    """Raise ``NotAllowed`` unless a copy was given to this person, or to whom they act for."""
    is_mine = given.member_id == user.pk
    is_ours = given.organisation_id is not None and given.organisation_id == user.organisation_id
    if not user.is_active or not user.is_trusted or not (is_mine or is_ours):
        raise NotAllowed(_("This copy was not given to you."))


def can_read_given(user: User, given: CopyRecipient) -> bool:
    """Say whether a copy was given to this person, or to whom they act for."""
    return _asks(check_can_read_given, user, given)
