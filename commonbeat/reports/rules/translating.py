"""The life of one translation that was asked for."""

from datetime import timedelta
from enum import StrEnum

from commonbeat.core.states import StateTable


class TranslationState(StrEnum):
    """Where a translation is."""

    WAITING = "waiting"
    WORKING = "working"  # claimed by a worker; waiting again when its lease runs out
    DONE = "done"
    FAILED = "failed"


TRANSLATION_TABLE = StateTable(
    name="translation",
    start=TranslationState.WAITING,
    moves={
        TranslationState.WAITING: frozenset({TranslationState.WORKING}),
        TranslationState.WORKING: frozenset(
            {TranslationState.WAITING, TranslationState.DONE, TranslationState.FAILED}
        ),
        TranslationState.DONE: frozenset(),
        # Somebody asks once more.
        TranslationState.FAILED: frozenset({TranslationState.WAITING}),
    },
)
MOST_TRIES = 6
_FIRST_WAIT = timedelta(seconds=20)


def wait_after(tries: int, asked: timedelta) -> timedelta:
    """Return how long to leave a service alone after ``tries`` failures: at least what it asked."""
    doubled: int = 2 ** min(max(tries - 1, 0), 6)
    return max(_FIRST_WAIT * doubled, asked)
