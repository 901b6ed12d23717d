"""Tasks in words: the rows of the list, one of them, and its log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from commonbeat.accounts.models import Role, User
from commonbeat.casework import permissions, rules
from commonbeat.casework.models import TASK_WORDS, URGENCY_WORDS, Task, TaskEntry
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.presenters.incidents import incident_title
from commonbeat.casework.presenters.task_log import TaskLine, task_lines
from commonbeat.casework.queries import TaskTab
from commonbeat.casework.rules import TaskState, Urgency

TAB_WORDS: dict[TaskTab, Promise] = {
    TaskTab.MINE: pgettext_lazy("tasks", "Mine"),
    TaskTab.TEAM: pgettext_lazy("tasks", "My team"),
    TaskTab.ASKED: pgettext_lazy("tasks", "Asked by me"),
    TaskTab.LATE: pgettext_lazy("tasks", "Late"),
    TaskTab.ALL: pgettext_lazy("tasks", "All"),
    TaskTab.ENDED: pgettext_lazy("tasks", "Ended"),
}
_TONES: dict[TaskState, str] = {
    TaskState.OPEN: "new",
    TaskState.ACCEPTED: "open",
    TaskState.DONE: "good",
    TaskState.CANNOT: "wait",
    TaskState.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of a list."""

    reference: str
    href: str
    title: str
    state: str
    tone: str
    urgency: str
    is_urgent: bool
    is_late: bool
    due_at: datetime
    due_text: str
    asked_of: str
    asked_by: str
    about: str
    about_title: str
    about_href: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """Everything that the page of one task shows beside its forms."""

    row: TaskRow
    words: str
    result: str
    asked_text: str
    may: dict[str, bool]
    may_do_anything: bool
    log: list[TaskLine]


def task_address(task: Task) -> str:
    """Return where a task opens."""
    return reverse("casework:task", args=[task.reference])


def task_row(task: Task, *, user: User, now: datetime) -> TaskRow:
    """Return a task as a list shows it to ``user``."""
    return TaskRow(
        reference=task.reference,
        href=task_address(task),
        title=task.title or _("Erased with what it was about"),
        state=str(TASK_WORDS[task.standing]),
        tone=_TONES[task.standing],
        urgency=str(URGENCY_WORDS[Urgency(task.urgency)]),
        is_urgent=task.urgency == Urgency.URGENT.value,
        is_late=rules.is_late(state=task.state, due_at=task.due_at, now=now),
        due_at=task.due_at,
        due_text=moment_text(task.due_at, now=now),
        asked_of=_asked_of(task, user=user),
        asked_by=_name(task.asked_by, user=user),
        **_about(task, user=user),
    )


def task_view(task: Task, *, user: User, entries: Iterable[TaskEntry], now: datetime) -> TaskView:
    """Return one task as a page shows it to ``user``."""
    may = {
        "accept": permissions.can_accept(user, task),
        "finish": permissions.can_answer_task(user, task) and task.standing is TaskState.ACCEPTED,
        "give_up": permissions.can_answer_task(user, task),
        "hand_on": permissions.can_hand_on_task(user, task),
        "withdraw": permissions.can_withdraw_task(user, task),
    }
    return TaskView(
        row=task_row(task, user=user, now=now),
        words=task.words,
        result=task.result or "",
        asked_text=moment_text(task.asked_at, now=now),
        may=may,
        may_do_anything=any(may.values()),
        log=task_lines(entries, user=user, now=now),
    )


def _name(person: User, *, user: User) -> str:
    return _("You") if person.pk == user.pk else person.display_name


def _asked_of(task: Task, *, user: User) -> str:
    if task.person is not None:
        return _name(task.person, user=user)
    return str(Role(task.team).label)


def _about(task: Task, *, user: User) -> dict[str, str]:
    """Return what a task is about, with a way there for whoever may go it."""
    report, incident = task.report, task.incident
    if report is not None:
        there = reverse("casework:report", args=[report.reference])
        return {
            "about": report.reference,
            "about_title": str(report.topic_words),
            "about_href": there if permissions.can_see_queue(user) else "",
        }
    if incident is None:
        return {"about": "", "about_title": "", "about_href": ""}
    there = reverse("casework:incident", args=[incident.reference])
    return {
        "about": incident.reference,
        "about_title": incident_title(incident),
        "about_href": there if permissions.can_work_on_incidents(user) else "",
    }
