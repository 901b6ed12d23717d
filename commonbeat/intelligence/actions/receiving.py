"""Being given a copy: accepting its conditions, and reading it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.intelligence.actions.errors import ConditionsNotAccepted, HandlingUnset, NotNow
from commonbeat.intelligence.actions.writing_down import write_down
from commonbeat.intelligence.models import CopyRecipient, SanitisedCopy
from commonbeat.intelligence.permissions import (
    check_can_agree,
    check_can_read_given,
    check_can_see_intelligence,
)
from commonbeat.intelligence.queries import SharedCopy, asks_acceptance, shared_copy
from commonbeat.intelligence.rules import CopyState

# Kept as they are in the log, in the language of the law and not of the reader.
GIVEN = "given to the reader"
CHECK = "check of a copy"
AGREEING = "agreement to a copy that few could know"


@transaction.atomic
def accept_conditions(*, given: CopyRecipient, user: User, now: datetime) -> CopyRecipient:
    """Accept the conditions of a copy, once, for oneself or one's organisation.

    Raises ``NotAllowed``.
    """
    check_can_read_given(user, given)
    current = CopyRecipient.objects.select_for_update(of=("self",)).get(pk=given.pk)
    if current.accepted_at is None:
        current.accepted_by, current.accepted_at = user, now
        current.save(update_fields=["accepted_by", "accepted_at"])
        details = {"copy": given.copy.key, "recipient": given.key}
        write_down("conditions-accepted", given.copy.report, user, now=now, details=details)
    return current


@transaction.atomic
def open_given_copy(*, given: CopyRecipient, user: User, now: datetime) -> SharedCopy:
    """Show a copy to whom it was given, and write that down; under C once they accepted.

    Raises ``NotAllowed``, ``HandlingUnset`` and ``ConditionsNotAccepted``.
    """
    check_can_read_given(user, given)
    copy = given.copy
    if copy.standing is not CopyState.CHECKED:
        raise HandlingUnset(_("This copy is not finished."))
    if asks_acceptance(copy) and given.accepted_at is None:
        raise ConditionsNotAccepted(_("Accept the conditions first. Then you can read it."))
    details = {"copy": copy.key, "recipient": given.key}
    write_down("copy-read", copy.report, user, now=now, reason=GIVEN, details=details)
    return shared_copy(copy)


@transaction.atomic
def open_copy(*, copy: SanitisedCopy, user: User, now: datetime) -> SharedCopy:
    """Show a copy to an intelligence officer, and write that down. Raises ``NotAllowed``."""
    check_can_see_intelligence(user)
    details = {"copy": copy.key}
    write_down("copy-read", copy.report, user, now=now, reason=CHECK, details=details)
    return shared_copy(copy)


@transaction.atomic
def open_held_copy(*, copy: SanitisedCopy, user: User, now: datetime) -> SharedCopy:
    """Show a held copy to the supervisor who was asked, and write that down.

    Raises ``NotAllowed``, and ``NotNow`` once it is held no longer.
    """
    check_can_agree(user, copy)
    if copy.standing is not CopyState.HELD:
        raise NotNow(_("Somebody decided about this copy already."))
    details = {"copy": copy.key}
    write_down("copy-read", copy.report, user, now=now, reason=AGREEING, details=details)
    return shared_copy(copy)
