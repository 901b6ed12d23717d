"""Holds: one person stops every erasing, two people end that."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.keeping.actions.errors import NotNow, Unsaid
from commonbeat.keeping.actions.filing import check_said, locked, write_down
from commonbeat.keeping.models import Hold, KeptRecord
from commonbeat.keeping.permissions import check_can_answer, check_can_keep
from commonbeat.keeping.queries import current_hold
from commonbeat.keeping.rules import HOLD_TABLE, HoldState, may_hold_until


@transaction.atomic
def place_hold(
    *, record: KeptRecord, review_on: date, reason: str, user: User, now: datetime
) -> Hold:
    """Stop every erasing of a report, or of an incident with its reports, until it is lifted.

    Raises ``NotAllowed``, ``Unsaid``, and ``NotNow`` when it is on hold already, or erased.
    """
    check_can_keep(user)
    check_said(reason)
    if not may_hold_until(review_on=review_on, today=localdate(now)):
        raise Unsaid(_("Write a day after today and within a year."))
    current = locked(record, user, expected=None, now=now)
    if current_hold(current) is not None:
        raise NotNow(_("It is on hold already."))
    hold = Hold.objects.create(
        record=current, reason=reason.strip(), review_on=review_on, placed_by=user, placed_at=now
    )
    write_down("held", current, user.actor, now=now, reason=reason)
    return hold


@transaction.atomic
def ask_to_lift(*, hold: Hold, reason: str, user: User, now: datetime) -> Hold:
    """Ask a second person to end a hold; it stops every erasing until they agree.

    Raises ``NotAllowed``, ``Unsaid``, and ``NotNow`` when somebody asked already or it is over.
    """
    check_can_keep(user)
    check_said(reason)
    record, current = _locked(hold, user, now=now)
    if not HOLD_TABLE.allows(current.standing, HoldState.LIFT_ASKED):
        raise NotNow(_("Somebody asked that already, or the hold is over."))
    current.lift_reason, current.lift_asked_by = reason.strip(), user
    _move(current, HoldState.LIFT_ASKED, ["lift_reason", "lift_asked_by"])
    write_down("lift-asked", record, user.actor, now=now, reason=reason)
    return current


@transaction.atomic
def answer_lift(*, hold: Hold, agrees: bool, reason: str, user: User, now: datetime) -> Hold:
    """End a hold as the second person, or let it go on.

    Raises ``NotAllowed``, ``Unsaid``, and ``NotNow`` when somebody answered first.
    """
    check_said(reason)
    record, current = _locked(hold, user, now=now)
    if not HOLD_TABLE.allows(current.standing, HoldState.LIFTED):
        raise NotNow(_("Somebody else answered this first."))
    check_can_answer(user, current)
    if agrees:
        current.lifted_by, current.lifted_at = user, now
        _move(current, HoldState.LIFTED, ["lifted_by", "lifted_at"])
    else:
        current.lift_reason, current.lift_asked_by = None, None
        _move(current, HoldState.HELD, ["lift_reason", "lift_asked_by"])
    what = "lifted" if agrees else "lift-refused"
    write_down(what, record, user.actor, now=now, reason=reason)
    return current


def _locked(hold: Hold, user: User, *, now: datetime) -> tuple[KeptRecord, Hold]:
    record = locked(hold.record, user, expected=None, now=now)
    return record, Hold.objects.select_related("lift_asked_by").get(pk=hold.pk)


def _move(hold: Hold, after: HoldState, changed: list[str]) -> None:
    HOLD_TABLE.check(hold.standing, after)
    hold.state = after.value
    hold.save(update_fields=["state", *changed])
