"""Hand-offs and files of them in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.accounts.models import User
from commonbeat.casework.models import (
    FILE_STATE_WORDS,
    HAND_OFF_WORDS,
    WHY_WORDS,
    HandOff,
    Incident,
    RecordsFile,
    RecordsSystem,
)
from commonbeat.casework.permissions import can_answer_records_file, can_hand_over
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.rules import (
    STUCK,
    HandOffState,
    IncidentState,
    RecordsFileState,
    may_hand_again,
)

_TONES = {
    HandOffState.WAITING: "open",
    HandOffState.SENT: "good",
    HandOffState.ACKNOWLEDGED: "good",
    HandOffState.REFUSED: "bad",
    HandOffState.PARKED: "bad",
    HandOffState.IN_FILE: "good",
    HandOffState.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class HandOffView:
    """How a hand-off stands; ``note`` says why it did not arrive, or what it waits for."""

    reference: str
    state: str
    tone: str
    number: str
    said: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordsView:
    """What the page of an incident shows of the records system."""

    hand_off: HandOffView | None
    may_hand_over: bool
    may_send_again: bool
    hint: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One wish for a file."""

    key: str
    first_day: date
    last_day: date
    purpose: str
    rows: str
    asked: str
    state: str
    may_answer: bool
    may_take: bool


def records_view(
    incident: Incident,
    *,
    last: HandOff | None,
    system: RecordsSystem | None,
    user: User,
    now: datetime,
) -> RecordsView:
    """Return what the page of an incident shows of the records system to ``user``."""
    is_on = system is not None and system.is_on
    may = can_hand_over(user)
    can_go = last is None or may_hand_again(last.standing)
    hint = (
        _("It goes to %(name)s within a minute.") % {"name": system.name}
        if system is not None and is_on
        else _("No records system is on. It waits, and a supervisor can take it along in a file.")
    )
    return RecordsView(
        hand_off=hand_off_view(last, is_on=is_on, now=now) if last else None,
        may_hand_over=may and can_go and incident.standing is not IncidentState.MERGED,
        may_send_again=may and last is not None and last.standing in STUCK,
        hint=hint,
    )


def hand_off_view(hand_off: HandOff, *, is_on: bool, now: datetime) -> HandOffView:
    """Return how one hand-off stands."""
    said = _("Handed over by %(name)s, %(time)s") % {
        "name": hand_off.by,
        "time": moment_text(hand_off.made_at, now=now),
    }
    return HandOffView(
        reference=hand_off.incident.reference,
        state=str(HAND_OFF_WORDS[hand_off.standing]),
        tone=_TONES[hand_off.standing],
        number=hand_off.number,
        said=said,
        note=_note(hand_off, is_on=is_on, now=now),
    )


def _note(hand_off: HandOff, *, is_on: bool, now: datetime) -> str:
    if hand_off.standing is HandOffState.WAITING and not is_on:
        return _("No records system is on.")
    why = str(WHY_WORDS.get(hand_off.why, ""))
    if hand_off.standing is HandOffState.WAITING and why:
        again = _("We try again %(time)s.") % {"time": moment_text(hand_off.next_at, now=now)}
        return f"{why} {again}"
    return why


def file_views(wishes: Iterable[RecordsFile], *, user: User, now: datetime) -> list[FileView]:
    """Return wishes for files as ``user`` sees them."""
    return [_file_view(wish, user=user, now=now) for wish in wishes]


def _file_view(wish: RecordsFile, *, user: User, now: datetime) -> FileView:
    waits = wish.standing is RecordsFileState.ASKED
    mine = wish.asker_id == user.pk
    return FileView(
        key=wish.key,
        first_day=wish.first_day,
        last_day=wish.last_day,
        purpose=wish.purpose,
        rows=ngettext("%(count)s row", "%(count)s rows", wish.rows) % {"count": wish.rows},
        asked=_("Asked for by %(name)s, %(time)s")
        % {"name": wish.asker.display_name, "time": moment_text(wish.asked_at, now=now)},
        state=str(FILE_STATE_WORDS[wish.standing]),
        may_answer=waits and can_answer_records_file(user, wish),
        may_take=mine and wish.standing is RecordsFileState.APPROVED,
    )
