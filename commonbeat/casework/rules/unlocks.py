"""Seeing a sealed name: two people, a reason and a time limit."""

from datetime import datetime, timedelta
from enum import StrEnum

from commonbeat.casework.rules.words import words_in
from commonbeat.core.states import StateTable


class UnlockState(StrEnum):
    """Where a wish to see a sealed name stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    TAKEN_BACK = "taken-back"


UNLOCK_TABLE: StateTable[UnlockState] = StateTable(
    name="identity unlock",
    start=UnlockState.ASKED,
    moves={
        UnlockState.ASKED: frozenset(set(UnlockState) - {UnlockState.ASKED}),
        UnlockState.APPROVED: frozenset({UnlockState.EXPIRED, UnlockState.TAKEN_BACK}),
        UnlockState.REFUSED: frozenset(),
        UnlockState.EXPIRED: frozenset(),
        UnlockState.TAKEN_BACK: frozenset(),
    },
)
UNLOCK_OPEN = frozenset({UnlockState.ASKED, UnlockState.APPROVED})
UNLOCK_HOURS = (1, 8, 24)
# A wish that nobody answers by then is gone.
UNLOCK_ANSWERED_WITHIN = timedelta(hours=24)
FEWEST_UNLOCK_WORDS = 5


def says_why_to_unlock(text: str) -> bool:
    """Say whether a reason to see a sealed name is long enough to be judged by somebody else."""
    return words_in(text) >= FEWEST_UNLOCK_WORDS


def may_answer_unlock(*, state: str, asker: str, answerer: str) -> bool:
    """Say whether somebody may agree or refuse: never whoever asked."""
    return state == UnlockState.ASKED and asker != answerer


def may_look(
    *, state: str, people: frozenset[str], looker: str, until: datetime | None, now: datetime
) -> bool:
    """Say whether somebody sees the sealed name now: one of the two, while it lasts."""
    if state != UnlockState.APPROVED or until is None:
        return False
    return looker in people and now < until
