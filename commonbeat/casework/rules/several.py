"""What is done about several reports at once, and which need a person's whole attention."""

from dataclasses import dataclass
from enum import StrEnum

from commonbeat.casework.rules.decisions import DecisionKind, may_decide
from commonbeat.casework.rules.incidents import IncidentState, may_link

# As many as one page of the queue shows: nobody looks at more before saying yes.
MOST_AT_ONCE = 50


class Several(StrEnum):
    """What can be done about several reports at once."""

    TAKE = "take"
    END = "end"
    JOIN = "join"


class Alone(StrEnum):
    """Why a report is left out and dealt with by itself."""

    NOT_NOW = "not-now"
    MINE = "mine"
    IN_HAND = "in-hand"
    UNREAD = "unread"
    EMERGENCY = "emergency"
    WAITS = "waits"
    VICTIM = "victim"
    SIGNPOST = "signpost"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a report may go along with others.

    ``officer`` has it in hand, as a number; ``is_emergency`` by its newest grade or an alarm that
    is still open.
    """

    status: str
    officer: int | None = None
    wrote_again: bool = False
    is_emergency: bool = False
    is_victim: bool = False
    is_below_threshold: bool = False
    is_joined: bool = False


def why_alone(do: Several, facts: Facts, *, by: int) -> Alone | None:
    """Return why a report is left out of what ``by`` does about several, or nothing."""
    if do is Several.TAKE:
        return _why_not_taken(facts, by)
    if do is Several.JOIN:
        return _why_not_joined(facts)
    return _why_not_ended(facts)


def _why_not_taken(facts: Facts, by: int) -> Alone | None:
    if not may_decide(DecisionKind.TAKE, facts.status):
        return Alone.NOT_NOW
    if facts.officer is None:
        return None
    return Alone.MINE if facts.officer == by else Alone.IN_HAND


def _why_not_joined(facts: Facts) -> Alone | None:
    if facts.is_joined:
        return Alone.JOINED
    can = may_link(state=IncidentState.OPEN, status=facts.status)
    return None if can else Alone.NOT_NOW


def _why_not_ended(facts: Facts) -> Alone | None:
    if facts.status == "submitted":
        return Alone.UNREAD
    if not may_decide(DecisionKind.CLOSE, facts.status):
        return Alone.NOT_NOW
    whole = (
        (facts.is_emergency, Alone.EMERGENCY),
        (facts.wrote_again, Alone.WAITS),
        (facts.is_victim, Alone.VICTIM),
        (facts.is_below_threshold, Alone.SIGNPOST),
    )
    return next((why for holds, why in whole if holds), None)
