"""Shares of single reports: their states, and who must agree first."""

from enum import StrEnum

from commonbeat.core.states import StateTable


class ShareState(StrEnum):
    """Where a share stands; only a live one is read by the partner."""

    WAITING = "waiting-for-supervisor"
    LIVE = "live"
    REFUSED = "refused"
    RECALLED = "recalled"
    EXPIRED = "expired"


SHARE_TABLE: StateTable[ShareState] = StateTable(
    name="share",
    start=ShareState.WAITING,
    other_starts=(ShareState.LIVE,),
    moves={
        ShareState.WAITING: frozenset(set(ShareState) - {ShareState.WAITING}),
        ShareState.LIVE: frozenset({ShareState.RECALLED, ShareState.EXPIRED}),
        ShareState.REFUSED: frozenset(),
        ShareState.RECALLED: frozenset(),
        ShareState.EXPIRED: frozenset(),
    },
)
SHARE_OPEN = frozenset({ShareState.WAITING, ShareState.LIVE})


class HowMany(StrEnum):
    """How many people could know what is shared: if few, the fact itself is the source."""

    FEW = "1-3"
    SOME = "4-20"
    MANY = "more"


class AnswerKind(StrEnum):
    """What a partner says to a share."""

    DONE = "done"
    NOT_DONE = "not-done"
    MORE_ASKED = "more-asked"


def first_state(how_many: HowMany) -> ShareState:
    """Return where a share begins: what only a few could know waits for a supervisor."""
    return ShareState.WAITING if how_many is HowMany.FEW else ShareState.LIVE


def may_agree_to_share(*, state: str, asker: str, other: str) -> bool:
    """Say whether somebody may agree to a share that waits: never whoever asked."""
    return state == ShareState.WAITING and asker != other
