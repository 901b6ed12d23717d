"""The life of a report: which state may follow which, and what a reply does to it."""

from enum import StrEnum

from commonbeat.core.states import StateTable


class Status(StrEnum):
    """Where a report is. A draft is no state: it lives in the reporter's page alone."""

    SUBMITTED = "submitted"
    SEEN = "seen"
    ASSESSED = "assessed"
    ASKED = "asked"
    ASSIGNED = "assigned"
    INVESTIGATING = "investigating"
    SHARED = "shared"
    RESOLVED = "resolved"
    FILED = "filed"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


CLOSED = frozenset({Status.RESOLVED, Status.FILED, Status.PASSED, Status.WITHDRAWN, Status.ERASED})

_ENDINGS = frozenset({Status.RESOLVED, Status.FILED, Status.PASSED, Status.WITHDRAWN})
_WORK = frozenset({Status.ASKED, Status.ASSIGNED, Status.INVESTIGATING, Status.SHARED})
# A closed report may be taken up again, or erased when its time is over.
_AFTER_THE_END = frozenset({Status.ASSIGNED, Status.ERASED})

STATUS_TABLE: StateTable[Status] = StateTable(
    name="report",
    start=Status.SUBMITTED,
    moves={
        Status.SUBMITTED: _WORK | _ENDINGS | {Status.SEEN, Status.ASSESSED},
        Status.SEEN: _WORK | _ENDINGS | {Status.ASSESSED},
        Status.ASSESSED: _WORK | _ENDINGS,
        Status.ASKED: (_WORK | _ENDINGS | {Status.SEEN, Status.ASSESSED}) - {Status.ASKED},
        Status.ASSIGNED: (_WORK | _ENDINGS) - {Status.ASSIGNED},
        Status.INVESTIGATING: (_WORK | _ENDINGS) - {Status.INVESTIGATING},
        Status.SHARED: (_WORK | _ENDINGS) - {Status.SHARED},
        Status.RESOLVED: _AFTER_THE_END,
        Status.FILED: _AFTER_THE_END,
        Status.PASSED: _AFTER_THE_END,
        Status.WITHDRAWN: _AFTER_THE_END,
        Status.ERASED: frozenset(),
    },
)


class AuthorKind(StrEnum):
    """Who wrote a message."""

    REPORTER = "reporter"
    POLICE = "police"


class MessageKind(StrEnum):
    """What a message is for."""

    INFORMATION = "information"  # the reporter adds something
    REPLY = "reply"  # the reporter answers a question
    QUESTION = "question"  # the police ask
    UPDATE = "update"  # the police say how it goes
    ANSWER = "answer"  # the police answer
    OUTCOME = "outcome"  # the police say how it ended


POLICE_KINDS = frozenset(
    {MessageKind.QUESTION, MessageKind.UPDATE, MessageKind.ANSWER, MessageKind.OUTCOME}
)


def return_state(before: Status) -> Status:
    """Return the state that a report asked about in ``before`` goes back to once answered."""
    return Status.SEEN if before is Status.SUBMITTED else before


def status_after_reply(status: Status, asked_from: Status | None) -> Status:
    """Return the state after the reporter wrote: an answered question gives the report back."""
    if status is not Status.ASKED:
        return status
    return asked_from or Status.SEEN
