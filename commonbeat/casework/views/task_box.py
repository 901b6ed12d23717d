"""The tasks of one report or incident, beside it on its page."""

from dataclasses import dataclass
from datetime import datetime

from commonbeat.accounts.models import User
from commonbeat.casework import queries
from commonbeat.casework.models import Incident, TaskEntry
from commonbeat.casework.permissions import can_read_tasks, can_work_on_tasks
from commonbeat.casework.presenters import TaskRow, task_row
from commonbeat.reports.models import Report


@dataclass(frozen=True, slots=True)
class TaskBox:
    """Tasks as a page lists them, and the lines of their logs; nothing for whoever reads none."""

    rows: list[TaskRow]
    entries: list[TaskEntry]
    may_read: bool
    may_ask: bool


def tasks_for(user: User, about: Report | Incident, *, now: datetime) -> TaskBox:
    """Return the tasks about a report or an incident, as somebody may know of them."""
    if not can_read_tasks(user):
        return TaskBox([], [], may_read=False, may_ask=False)
    tasks = queries.tasks_about(about, reader=user)
    return TaskBox(
        rows=[task_row(task, user=user, now=now) for task in tasks],
        entries=queries.task_entries(tasks),
        may_read=True,
        may_ask=can_work_on_tasks(user),
    )
