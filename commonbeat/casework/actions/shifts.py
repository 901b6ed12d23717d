"""What one shift tells the next: written by one person, taken over by another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import NotNow, StaleHandover, WordsMissing
from commonbeat.casework.models import ShiftHandover, ShiftWords
from commonbeat.casework.permissions import check_can_read_tasks, check_can_work_on_tasks
from commonbeat.casework.rules import Shift
from commonbeat.core.errors import NotAllowed
from commonbeat.core.moments import clock_text


@transaction.atomic
def write_handover(
    *,
    realm_id: int,
    shift: Shift,
    words: str,
    expected_version: int,
    user: User,
    now: datetime,
) -> ShiftHandover:
    """Write what the next shift must know; what was written before stays as a version.

    Raises ``NotAllowed``, ``WordsMissing``, ``NotNow`` once somebody has taken over, and
    ``StaleHandover`` when another shift began or somebody else wrote meanwhile.
    """
    check_can_work_on_tasks(user)
    if not rules.says_something(words):
        raise WordsMissing(_("Write a sentence for those who come. One word is not enough."))
    if shift != rules.shift_handed_over(localtime(now)):
        raise StaleHandover(_("Another shift began while you were writing."))
    current = _begun(realm_id, shift, user, now=now)
    if current.version != expected_version:
        raise StaleHandover(_("Somebody else wrote this hand-over first. Read their words."))
    if current.taken_over_at is not None:
        raise NotNow(_("Somebody has taken over already. Tell them yourself."))
    ShiftHandover.objects.filter(pk=current.pk).update(
        version=F("version") + 1, written_by=user, written_at=now
    )
    current.refresh_from_db()
    ShiftWords.objects.create(
        realm_id=realm_id,
        handover=current,
        number=current.version,
        words=words.strip(),
        written_by=user,
        written_at=now,
    )
    _record("written", current, user, now=now)
    return current


@transaction.atomic
def open_handover(*, handover: ShiftHandover, user: User, now: datetime) -> None:
    """Log that somebody reads what a shift told the next. Raises ``NotAllowed``."""
    check_can_read_tasks(user)
    _record("opened", handover, user, now=now)


@transaction.atomic
def take_over(
    *, handover: ShiftHandover, expected_version: int, user: User, now: datetime
) -> ShiftHandover:
    """Say that one has read it and carries on.

    Raises ``NotAllowed`` for whoever wrote it, and ``StaleHandover`` when it was written anew or
    somebody else took over first.
    """
    check_can_work_on_tasks(user)
    current = _locked(handover.pk)
    if current.taken_over_by is not None and current.taken_over_at is not None:
        raise StaleHandover(
            _("%(name)s took over first, at %(time)s.")
            % {
                "name": current.taken_over_by.display_name,
                "time": clock_text(current.taken_over_at),
            }
        )
    if current.version != expected_version:
        raise StaleHandover(_("The words changed since you read them. Read them again."))
    if current.written_by_id == user.pk:
        raise NotAllowed(_("You wrote this hand-over. Somebody who comes on shift takes it over."))
    ShiftHandover.objects.filter(pk=current.pk).update(taken_over_by=user, taken_over_at=now)
    current.refresh_from_db()
    _record("taken-over", current, user, now=now)
    return current


def forget_handovers(*, now: datetime) -> int:
    """Delete what nobody looks back at any more, with all its versions; return how many."""
    old = ShiftHandover.objects.filter(written_at__lte=now - rules.HANDOVERS_KEPT)
    _all, by_model = old.delete()
    return by_model.get("casework.ShiftHandover", 0)


def _begun(realm_id: int, shift: Shift, user: User, *, now: datetime) -> ShiftHandover:
    """Return the locked hand-over of a shift; the first who writes makes it."""
    facts = {"realm_id": realm_id, "day": shift.day, "kind": shift.kind.value}
    found = ShiftHandover.objects.in_realm(realm_id).filter(**facts).first()
    if found is not None:
        return _locked(found.pk)
    try:
        with transaction.atomic():
            return ShiftHandover.objects.create(**facts, written_by=user, written_at=now)
    except IntegrityError as error:
        raise StaleHandover(
            _("Somebody else wrote this hand-over first. Read their words.")
        ) from error


def _locked(pk: int) -> ShiftHandover:
    rows = ShiftHandover.objects.select_for_update(of=("self",))
    return rows.select_related("taken_over_by").get(pk=pk)


def _record(what: str, handover: ShiftHandover, user: User, *, now: datetime) -> None:
    record(
        event=f"handover.{what}",
        actor=user.actor,
        realm_id=handover.realm_id,
        subject=f"handover:{handover.key}",
        details={"version": handover.version},
        now=now,
    )
