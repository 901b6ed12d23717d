"""Tasks: the parts of the list and their numbers, one of them, and those about one report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.queries import police_members
from commonbeat.casework.models import TASK_PREFIX, Incident, Task, TaskEntry
from commonbeat.casework.models.task import TaskQuerySet
from commonbeat.casework.permissions import TASK_WORKERS
from commonbeat.casework.queries.open_reports import COUNT_CAP, PAGE, Count
from commonbeat.casework.queries.paging import Place
from commonbeat.core.ids import row_number
from commonbeat.reports.models import Report

_RELATED = ("report", "incident", "person", "asked_by")
# What the page of a task needs of what it is about: nothing that is sealed but its own words.
_OF_REPORT = ("id", "key", "realm_id", "topic", "status", "received_at", "identity")
_OF_INCIDENT = ("id", "key", "realm_id", "made_at", "title")
_OWN = (
    "id", "key", "realm_id", "title", "urgency", "due_at", "state", "version", "team",
    "asked_at", "ended_at", "person_id", "asked_by_id", "report_id", "incident_id",
)  # fmt: skip
_PEOPLE = tuple(
    f"{who}__{name}" for who in ("person", "asked_by") for name in ("key", "display_name", "role")
)


class TaskTab(StrEnum):
    """A part of the list of tasks."""

    MINE = "mine"
    TEAM = "team"
    ASKED = "asked"
    LATE = "late"
    ALL = "all"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Some tasks, and where the next ones start."""

    tasks: list[Task]
    after: Place | None


def tasks_of(*, realm_id: int, tab: TaskTab, user: User, now: datetime) -> TaskQuerySet:
    """Return the tasks of a tab as somebody may know of them."""
    known: TaskQuerySet = Task.objects.in_realm(realm_id).open_to(user)
    if tab is TaskTab.ENDED:
        return known.ended()
    if tab is TaskTab.LATE:
        return known.late(now)
    active = known.active()
    if tab is TaskTab.MINE:
        return active.filter(person=user)
    if tab is TaskTab.TEAM:
        return active.filter(person__isnull=True, team=user.role)
    return active.filter(asked_by=user) if tab is TaskTab.ASKED else active


def task_page(tasks: TaskQuerySet, *, tab: TaskTab, after: Place | None) -> TaskPage:
    """Return a page of tasks: what is due first on top, of ended ones the newest."""
    if tab is TaskTab.ENDED:
        rows = _light(tasks if after is None else tasks.filter(pk__lt=after.number))
        found = list(rows.order_by("-pk")[: PAGE + 1])
    else:
        later = tasks if after is None else _behind(tasks, after)
        found = list(_light(later).order_by("due_at", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return TaskPage(found[:PAGE], Place(last.due_at, last.pk) if last else None)


def _behind(tasks: TaskQuerySet, place: Place) -> TaskQuerySet:
    same = tasks.filter(due_at=place.at, pk__gt=place.number)
    return tasks.filter(due_at__gt=place.at) | same


def count_tasks(tasks: TaskQuerySet) -> Count:
    """Count rows up to a thousand."""
    return Count(tasks.order_by()[:COUNT_CAP].count())


def task_counts(*, realm_id: int, user: User, now: datetime) -> dict[TaskTab, Count]:
    """Return how many tasks each tab has."""
    return {
        tab: count_tasks(tasks_of(realm_id=realm_id, tab=tab, user=user, now=now))
        for tab in TaskTab
    }


def task_by_reference(*, realm_id: int, text: str, reader: User) -> Task | None:
    """Return the task of a reference, typed in full or just its number."""
    typed = text.strip().upper().removeprefix(TASK_PREFIX).strip("- #")
    year, _dash, last = typed.rpartition("-")
    number = row_number(last)
    if number is None:
        return None
    known = Task.objects.in_realm(realm_id).open_to(reader).filter(pk=number)
    found = _light(known, "words", "result").first()
    return found if found is not None and year in {"", f"{found.asked_at:%y}"} else None


def is_task_open_to(task: Task, reader: User) -> bool:
    """Say whether a task exists for somebody."""
    return Task.objects.in_realm(task.realm_id).open_to(reader).filter(pk=task.pk).exists()


def tasks_about(about: Report | Incident, *, reader: User) -> list[Task]:
    """Return the tasks of a report or of an incident, what is due first on top."""
    known = Task.objects.in_realm(about.realm_id).open_to(reader)
    mine = known.filter(report=about) if isinstance(about, Report) else known.filter(incident=about)
    found = list(_light(mine).order_by("due_at", "pk")[:PAGE])
    return sorted(found, key=lambda task: not task.is_active)


def task_entries(tasks: Iterable[Task]) -> list[TaskEntry]:
    """Return the log of several tasks, newest first."""
    rows = TaskEntry.objects.filter(task__in=[task.pk for task in tasks])
    return list(rows.select_related("task").order_by("-at", "-pk"))


def people_to_ask() -> list[User]:
    """Return everybody who can be asked to do something, by name."""
    return list(police_members().filter(role__in=[Role(role).value for role in TASK_WORKERS]))


def _light(tasks: TaskQuerySet, *more: str) -> TaskQuerySet:
    needed = (
        *_OWN,
        *more,
        *_PEOPLE,
        *(f"report__{name}" for name in _OF_REPORT),
        *(f"incident__{name}" for name in _OF_INCIDENT),
    )
    return tasks.select_related(*_RELATED).only(*needed)
