"""A task: what somebody is asked to do about a report or an incident, and what follows what."""

from datetime import datetime
from enum import StrEnum

from commonbeat.core.states import StateTable


class TaskState(StrEnum):
    """Where a task stands; that it is late follows from the time."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    CANNOT = "cannot"  # it cannot be done, and why was said
    WITHDRAWN = "withdrawn"  # nobody needs it any more


class Urgency(StrEnum):
    """How much a task presses."""

    URGENT = "urgent"
    SOON = "soon"
    CAN_WAIT = "can-wait"


class TaskStep(StrEnum):
    """What a line of a task's log tells of."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    HANDED_ON = "handed-on"
    DONE = "done"
    CANNOT = "cannot"
    WITHDRAWN = "withdrawn"


TASK_TABLE: StateTable[TaskState] = StateTable(
    name="task",
    start=TaskState.OPEN,
    moves={
        TaskState.OPEN: frozenset({TaskState.ACCEPTED, TaskState.CANNOT, TaskState.WITHDRAWN}),
        # Handed on, it waits for somebody again.
        TaskState.ACCEPTED: frozenset(set(TaskState) - {TaskState.ACCEPTED}),
        TaskState.DONE: frozenset(),
        TaskState.CANNOT: frozenset(),
        TaskState.WITHDRAWN: frozenset(),
    },
)
TASK_ACTIVE = frozenset({TaskState.OPEN, TaskState.ACCEPTED})


def is_late(*, state: str, due_at: datetime, now: datetime) -> bool:
    """Say whether a task should have been done by now."""
    return state in TASK_ACTIVE and now > due_at


def may_hand_on(state: TaskState) -> bool:
    """Say whether a task can be asked of somebody else."""
    return state in TASK_ACTIVE
