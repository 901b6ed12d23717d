"""How a wish to see a sealed name stands, for whoever reads the page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.models import IdentityUnlock
from commonbeat.casework.permissions import can_answer_unlock
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.rules import UNLOCK_OPEN, UnlockState
from commonbeat.reports.models import UNLOCK_WORDS
from commonbeat.reports.rules import UnlockWhy

STATE_WORDS: dict[UnlockState, Promise] = {
    UnlockState.ASKED: pgettext_lazy("unlock", "Waits for an answer"),
    UnlockState.APPROVED: pgettext_lazy("unlock", "Agreed"),
    UnlockState.REFUSED: pgettext_lazy("unlock", "Refused"),
    UnlockState.EXPIRED: pgettext_lazy("unlock", "Over"),
    UnlockState.TAKEN_BACK: pgettext_lazy("unlock", "Taken back"),
}
_TONES = {UnlockState.ASKED: "wait", UnlockState.APPROVED: "open", UnlockState.REFUSED: "bad"}


@dataclass(frozen=True, slots=True)
class UnlockTag:
    """How a wish stands, in a word or two."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class UnlockView:
    """A wish in words, and what this person can do; ``state`` is empty where nobody asked."""

    state: str
    words: str
    tone: str
    asked: str
    why: str
    reason: str
    hours: int
    answered: str
    answer_reason: str
    until: str
    can_ask: bool
    can_answer: bool
    can_end: bool
    may_look: bool


def unlock_view(
    wish: IdentityUnlock | None, *, user: User, may_look: bool, now: datetime
) -> UnlockView:
    """Return the newest wish as a page shows it to ``user``; what ran out is shown as over."""
    if wish is None:
        return UnlockView(
            *("", "", "", "", "", ""), 0, *("", "", ""), True, False, False, may_look=False
        )
    state = _standing(wish, now=now)
    tag = _tag(state)
    is_open = state in UNLOCK_OPEN
    people = {wish.asker.key, wish.answerer.key if wish.answerer else ""}
    return UnlockView(
        state=state.value,
        words=tag.words,
        tone=tag.tone,
        asked=_by(wish.asker, wish.asked_at, now=now),
        why=str(UNLOCK_WORDS[UnlockWhy(wish.why)]),
        reason=wish.reason,
        hours=wish.hours,
        answered=_by(wish.answerer, wish.answered_at, now=now),
        answer_reason=wish.answer_reason or "",
        until=moment_text(wish.until, now=now) if wish.until else "",
        can_ask=not is_open,
        can_answer=can_answer_unlock(user)
        and rules.may_answer_unlock(state=state, asker=wish.asker.key, answerer=user.key),
        can_end=is_open and user.key in people,
        may_look=may_look,
    )


def unlock_tag(wish: IdentityUnlock | None, *, now: datetime) -> UnlockTag | None:
    """Return how the newest wish stands, and nothing of what was said; None where nobody asked."""
    return _tag(_standing(wish, now=now)) if wish else None


def _tag(state: UnlockState) -> UnlockTag:
    return UnlockTag(str(STATE_WORDS[state]), _TONES.get(state, ""))


def _standing(wish: IdentityUnlock, *, now: datetime) -> UnlockState:
    is_over = wish.standing is UnlockState.APPROVED and wish.until is not None and now >= wish.until
    return UnlockState.EXPIRED if is_over else wish.standing


def _by(person: User | None, at: datetime | None, *, now: datetime) -> str:
    if person is None or at is None:
        return ""
    return _("%(name)s, %(time)s") % {"name": person.display_name, "time": moment_text(at, now=now)}
