"""An incident: one event that several reports may tell of, and the states that it goes through."""

from enum import StrEnum

from commonbeat.casework.rules.decisions import OUTCOMES, DecisionKind, Outcome
from commonbeat.core.states import StateTable


class IncidentState(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"  # it is the same event as another one, which holds its reports now


_WORK = frozenset({IncidentState.OPEN, IncidentState.UNDER_WAY, IncidentState.RESOLVED})

INCIDENT_TABLE: StateTable[IncidentState] = StateTable(
    name="incident",
    start=IncidentState.OPEN,
    moves={
        IncidentState.OPEN: frozenset(set(IncidentState) - {IncidentState.OPEN}),
        IncidentState.UNDER_WAY: frozenset(
            {IncidentState.RESOLVED, IncidentState.CLOSED, IncidentState.MERGED}
        ),
        # Reopened, it is under way again.
        IncidentState.RESOLVED: frozenset(
            {IncidentState.UNDER_WAY, IncidentState.CLOSED, IncidentState.MERGED}
        ),
        IncidentState.CLOSED: frozenset({IncidentState.UNDER_WAY}),
        # A merge that is undone leads back to where it stood.
        IncidentState.MERGED: _WORK,
    },
)
INCIDENT_OPEN = _WORK


class EntryKind(StrEnum):
    """What a line of an incident's log tells of."""

    NOTE = "note"
    MADE = "made"
    LINKED = "linked"
    UNLINKED = "unlinked"
    MERGED = "merged"
    SPLIT = "split"  # a merge was undone
    STATE = "state"
    CHANGED = "changed"
    OUTCOME = "outcome"
    HANDED = "handed"  # to the force's records system
    NUMBERED = "numbered"  # by it


class RecordedAs(StrEnum):
    """As what the force's own system of records holds it: this one records no crimes."""

    CRIME = "crime"
    INCIDENT = "incident"
    INTELLIGENCE = "intelligence"
    NO = "no"


# How an incident ends for everybody who told of it. Whoever sent a hoax is answered alone.
INCIDENT_OUTCOMES: dict[DecisionKind, tuple[Outcome, ...]] = {
    DecisionKind.CLOSE: OUTCOMES[DecisionKind.CLOSE],
    DecisionKind.FILE: tuple(o for o in OUTCOMES[DecisionKind.FILE] if o is not Outcome.NOT_MEANT),
}

# Nothing is put together with what nobody may read, or with what its reporter took back.
_NEVER_LINKED = frozenset({"counted", "elsewhere", "withdrawn", "erased"})


def may_link(*, state: IncidentState, status: str) -> bool:
    """Say whether a report in ``status`` can be put into an incident in ``state``."""
    return state in INCIDENT_OPEN and status not in _NEVER_LINKED


def may_merge(one: IncidentState, other: IncidentState) -> bool:
    """Say whether two incidents can become one: neither is finished or gone into another."""
    return one in INCIDENT_OPEN and other in INCIDENT_OPEN


def kind_of_ending(outcome: Outcome) -> DecisionKind:
    """Return the decision about each report that an outcome of the incident means."""
    return next(kind for kind, outcomes in INCIDENT_OUTCOMES.items() if outcome in outcomes)
