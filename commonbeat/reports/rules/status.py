"""The life of a report: which state may follow which, and what a reply does to it."""

from enum import StrEnum

from commonbeat.core.states import StateTable


class Status(StrEnum):
    """Where a report is. A draft is no state: it lives in the reporter's page alone."""

    COUNTED = "counted"  # only counted: nobody reads it until its reporter says more
    ELSEWHERE = "elsewhere"  # with another organisation alone: the police do not have it
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
    other_starts=(Status.COUNTED, Status.ELSEWHERE),
    moves={
        Status.COUNTED: frozenset({Status.SUBMITTED, Status.ERASED}),
        # Its reporter may send it to the police as well, and never takes it from them again.
        Status.ELSEWHERE: frozenset({Status.SUBMITTED, Status.WITHDRAWN, Status.ERASED}),
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
    PARTNER = "partner"  # a member of the organisation that the report was sent to


class MessageKind(StrEnum):
    """What a message is for."""

    INFORMATION = "information"  # the reporter adds something
    REPLY = "reply"  # the reporter answers a question
    REVIEW = "review"  # the reporter asks us to look again at a decision to stop
    QUESTION = "question"  # the police ask
    UPDATE = "update"  # the police say how it goes
    ANSWER = "answer"  # the police answer
    OUTCOME = "outcome"  # the police say how it ended
    EVENT = "event"  # something happened: no side says anything to the other


POLICE_KINDS = frozenset(
    {MessageKind.QUESTION, MessageKind.UPDATE, MessageKind.ANSWER, MessageKind.OUTCOME}
)


# What tells a victim how it goes.
NEWS_KINDS = frozenset({MessageKind.UPDATE, MessageKind.ANSWER, MessageKind.OUTCOME})


def return_state(before: Status) -> Status:
    """Return the state that a report asked about in ``before`` goes back to once answered."""
    return Status.SEEN if before is Status.SUBMITTED else before


def status_after_reply(status: Status, asked_from: Status | None) -> Status:
    """Return the state after the reporter wrote: an answered question gives the report back."""
    if status is not Status.ASKED:
        return status
    return asked_from or Status.SEEN
