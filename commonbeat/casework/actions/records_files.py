"""Files of what was handed over: asked for a purpose, by two people when they are large."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record, shred
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import NotNow, SomebodyWasFirst
from commonbeat.casework.actions.hand_off_sending import withdraw_hand_offs
from commonbeat.casework.actions.handing_over import move_hand_off, record_hand_off
from commonbeat.casework.actions.incident_log import check_said
from commonbeat.casework.models import HandOff, RecordsFile
from commonbeat.casework.permissions import check_can_answer_records_file, check_can_take_records
from commonbeat.casework.queries import hand_offs_between, records_system, rows_taken
from commonbeat.casework.rules import (
    FILE_LASTS,
    RECORDS_FILE_TABLE,
    HandOffState,
    RecordsFileState,
    file_rows,
    file_text,
)
from commonbeat.core.actors import SYSTEM

KEPT = timedelta(days=365)
_BATCH = 100


@transaction.atomic
def ask_for_file(
    *, first_day: date, last_day: date, purpose: str, realm_id: int, user: User, now: datetime
) -> RecordsFile:
    """Ask for what was handed over on some days; a large file waits for somebody else.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``.
    """
    check_can_take_records(user)
    check_said(purpose)
    withdraw_hand_offs(now=now)
    found = hand_offs_between(first_day, last_day, realm_id=realm_id, reader=user)
    if not found:
        raise NotNow(_("Nothing was handed over on these days."))
    rows = sum(hand_off.rows for hand_off in found)
    is_large = _is_too_much(user, rows, realm_id, now)
    state = RecordsFileState.ASKED if is_large else RecordsFileState.APPROVED
    wish = RecordsFile.objects.create(
        realm_id=realm_id,
        state=state.value,
        first_day=first_day,
        last_day=last_day,
        purpose=purpose.strip(),
        rows=rows,
        asker=user,
        asked_at=now,
    )
    _record("asked", wish, user, reason=purpose, now=now)
    return wish


@transaction.atomic
def answer_file(*, wish: RecordsFile, agrees: bool, user: User, now: datetime) -> None:
    """Agree to a large file, or refuse it, as somebody who did not ask.

    Raises ``NotAllowed``, ``NotNow``, ``SomebodyWasFirst``.
    """
    current = _locked(wish, now=now)
    check_can_answer_records_file(user, current)
    after = RecordsFileState.APPROVED if agrees else RecordsFileState.REFUSED
    if not RECORDS_FILE_TABLE.allows(current.standing, after):
        raise SomebodyWasFirst(_("Somebody else answered first."))
    current.state = after.value
    current.answerer, current.answered_at = user, now
    current.save(update_fields=["state", "answerer", "answered_at"])
    _record("answered", current, user, now=now, agrees=agrees)


@transaction.atomic
def take_file(*, wish: RecordsFile, user: User, now: datetime) -> str:
    """Return the file, once, to whoever asked for it; it is made here and kept nowhere.

    What was in no system yet counts as handed over by it. Raises ``NotAllowed``, ``NotNow``.
    """
    check_can_take_records(user)
    # Two small files at the same moment are counted one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    current = _locked(wish, now=now)
    if current.asker_id != user.pk or current.standing is not RecordsFileState.APPROVED:
        raise NotNow(_("This file is not yours to take, or it was taken already."))
    withdraw_hand_offs(now=now)
    found = hand_offs_between(
        current.first_day, current.last_day, realm_id=current.realm_id, reader=user
    )
    rows = sum(hand_off.rows for hand_off in found)
    alone = current.answerer_id is None
    if rows > current.rows or (alone and _is_too_much(user, rows, current.realm_id, now)):
        raise NotNow(_("The file is larger now. Ask for it again."))
    current.state, current.rows = RecordsFileState.TAKEN.value, rows
    current.taken_at = now
    current.save(update_fields=["state", "rows", "taken_at"])
    _mark(found, user, realm_id=current.realm_id, now=now)
    _record("taken", current, user, now=now)
    return file_text(row for hand_off in found for row in _rows(hand_off))


def forget_records_files(*, now: datetime) -> int:
    """Delete wishes for files that are a year old, and what they were for; return how many."""
    old = list(RecordsFile.objects.filter(asked_at__lte=now - KEPT)[:_BATCH])
    for wish in old:
        with transaction.atomic():
            subject = f"records-file:{wish.key}"
            shred(subject=subject, realm_id=wish.realm_id, actor=SYSTEM, now=now)
            wish.delete()
    return len(old)


def _is_too_much(user: User, rows: int, realm_id: int, now: datetime) -> bool:
    before = rows_taken(user, realm_id=realm_id, now=now)
    return rules.needs_second_person(rows, taken_before=before)


def _mark(found: list[HandOff], user: User, *, realm_id: int, now: datetime) -> None:
    system = records_system(realm_id)
    if system is not None and system.is_on:
        return
    for hand_off in found:
        if hand_off.standing is HandOffState.WAITING:
            move_hand_off(hand_off, HandOffState.IN_FILE)
            record_hand_off("sent", hand_off, user.actor, now=now, file=True)


def _rows(hand_off: HandOff) -> list[dict[str, object]]:
    made = hand_off.made_at.replace(minute=0, second=0, microsecond=0)
    return file_rows(
        hand_off.copy or {}, made=made.isoformat(), state=hand_off.state, number=hand_off.number
    )


def _locked(wish: RecordsFile, *, now: datetime) -> RecordsFile:
    rows = RecordsFile.objects.select_for_update(of=("self",))
    current = rows.get(pk=wish.pk)
    if current.is_over(now, lasts=FILE_LASTS):
        raise NotNow(_("This was asked too long ago. Ask for it again."))
    return current


def _record(
    what: str, wish: RecordsFile, user: User, *, reason: str = "", now: datetime, **details: object
) -> None:
    record(
        event=f"records-file.{what}",
        actor=user.actor,
        realm_id=wish.realm_id,
        subject=f"records-file:{wish.key}",
        reason=reason.strip(),
        details={
            "from": wish.first_day.isoformat(),
            "to": wish.last_day.isoformat(),
            "rows": wish.rows,
            **details,
        },
        now=now,
    )
