"""Asking a colleague or a team to do something, and what they make of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.audit.actions import record
from commonbeat.casework import permissions, rules
from commonbeat.casework.actions.errors import (
    CannotTakeTask,
    NotNow,
    ReasonMissing,
    StaleTask,
    TooLate,
    WordsMissing,
)
from commonbeat.casework.actions.incident_log import locked
from commonbeat.casework.models import TASK_TEAMS, Incident, Task, TaskEntry
from commonbeat.casework.queries import is_open_to, is_task_open_to
from commonbeat.casework.rules import TASK_TABLE, TaskState, TaskStep, Urgency
from commonbeat.core import live
from commonbeat.core.errors import NotAllowed
from commonbeat.reports.models import Report, Status
from commonbeat.reports.queries import is_kept_from


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a task is asked of: one person, or everybody of a role."""

    person: User | None = None
    team: str = ""

    @property
    def label(self) -> str:
        """How the log names them."""
        return self.person.display_name if self.person else str(Role(self.team).label)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done, how much it presses, and by when."""

    title: str
    words: str
    urgency: Urgency
    due_at: datetime


@transaction.atomic
def ask_for(
    *, about: Report | Incident, wanted: Wanted, of: Asked, user: User, now: datetime
) -> Task:
    """Ask somebody to do something about a report or an incident.

    Raises ``NotAllowed``, ``WordsMissing``, ``TooLate``, ``NotNow`` for a report that was erased,
    and ``CannotTakeTask``.
    """
    permissions.check_can_work_on_tasks(user)
    about = _locked_about(about, user)
    if not wanted.title.strip():
        raise WordsMissing(_("Say in a few words what is to be done."))
    if wanted.due_at <= now:
        raise TooLate(_("Choose a time that is still to come."))
    if isinstance(about, Report) and about.state is Status.ERASED:
        raise NotNow(_("This report was erased."))
    _check_can_take(of, about)
    task = Task.objects.create(
        realm_id=about.realm_id,
        report=about if isinstance(about, Report) else None,
        incident=about if isinstance(about, Incident) else None,
        title=wanted.title.strip(),
        words=wanted.words.strip(),
        urgency=wanted.urgency.value,
        due_at=wanted.due_at,
        person=of.person,
        team=of.team,
        asked_by=user,
        asked_at=now,
    )
    _tell(task, TaskStep.ASKED, user, to_label=of.label, now=now)
    return task


@transaction.atomic
def open_task(*, task: Task, user: User, now: datetime) -> None:
    """Log that somebody reads a task. Raises ``NotAllowed``."""
    permissions.check_can_read_tasks(user)
    _check_open(task, user)
    _record("opened", task, user, now=now)


@transaction.atomic
def accept_task(*, task: Task, expected_version: int, user: User, now: datetime) -> Task:
    """Say that one does it. Raises ``NotAllowed``, ``NotNow``, ``StaleTask``."""
    current = _locked(task, user, expected_version)
    permissions.check_can_accept(user, current)
    _move(current, TaskState.ACCEPTED, person=user)
    _tell(current, TaskStep.ACCEPTED, user, now=now)
    return current


@transaction.atomic
def finish_task(
    *, task: Task, expected_version: int, result: str, user: User, now: datetime
) -> Task:
    """Say that it is done, and what came of it.

    Raises ``NotAllowed``, ``WordsMissing``, ``NotNow``, ``StaleTask``.
    """
    if not rules.says_something(result):
        raise WordsMissing(_("Say in a few words what came of it."))
    current = _locked(task, user, expected_version)
    permissions.check_can_answer_task(user, current)
    _move(current, TaskState.DONE, result=result.strip(), ended_at=now)
    _tell(current, TaskStep.DONE, user, words=result, now=now)
    return current


@transaction.atomic
def give_up_task(
    *, task: Task, expected_version: int, reason: str, user: User, now: datetime
) -> Task:
    """Say that it cannot be done, and why.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``StaleTask``.
    """
    _check_said(reason)
    current = _locked(task, user, expected_version)
    permissions.check_can_answer_task(user, current)
    _move(current, TaskState.CANNOT, result=reason.strip(), ended_at=now)
    _tell(current, TaskStep.CANNOT, user, words=reason, now=now)
    return current


@transaction.atomic
def withdraw_task(
    *, task: Task, expected_version: int, reason: str, user: User, now: datetime
) -> Task:
    """Say that nobody needs it any more, and why.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``StaleTask``.
    """
    _check_said(reason)
    current = _locked(task, user, expected_version)
    permissions.check_can_withdraw_task(user, current)
    _move(current, TaskState.WITHDRAWN, result=reason.strip(), ended_at=now)
    _tell(current, TaskStep.WITHDRAWN, user, words=reason, now=now)
    return current


@transaction.atomic
def hand_on_task(
    *, task: Task, of: Asked, expected_version: int, reason: str, user: User, now: datetime
) -> Task:
    """Ask somebody else to do it; it waits for them then.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``StaleTask``, ``CannotTakeTask``.
    """
    _check_said(reason)
    current = _locked(task, user, expected_version)
    permissions.check_can_hand_on_task(user, current)
    if not rules.may_hand_on(current.standing):
        raise NotNow(_("This task is finished."))
    _check_can_take(of, _about(current))
    _change(current, state=TaskState.OPEN.value, person=of.person, team=of.team)
    _tell(current, TaskStep.HANDED_ON, user, words=reason, to_label=of.label, now=now)
    return current


def _check_said(reason: str) -> None:
    if not rules.says_something(reason):
        raise ReasonMissing(_("Say in a few words why. It stays with the task."))


def _locked_about(about: Report | Incident, user: User) -> Report | Incident:
    """Return it as it stands, so that nobody erases it meanwhile.

    Raises ``NotAllowed`` where it does not exist for ``user``.
    """
    if isinstance(about, Incident):
        return locked(about, user)
    rows = Report.objects.in_realm(about.realm_id).select_for_update(of=("self",))
    current = rows.select_related(None).get(pk=about.pk)
    permissions.check_not_kept_from(user, current)
    return current


def _check_open(task: Task, user: User) -> None:
    if not is_task_open_to(task, user):
        raise NotAllowed(_("Somebody else deals with this report."))


def _check_can_take(of: Asked, about: Report | Incident) -> None:
    """Raise ``CannotTakeTask``; the sentence never tells who is kept from a report, or why."""
    if of.person is None:
        if of.team not in TASK_TEAMS:
            raise CannotTakeTask(_("Choose who should do it."))
        return
    kept = (
        is_kept_from(report=about, user=of.person)
        if isinstance(about, Report)
        else not is_open_to(about, of.person)
    )
    if kept or not permissions.can_work_on_tasks(of.person):
        raise CannotTakeTask(
            _("%(name)s cannot be given this task. Choose somebody else, or a team.")
            % {"name": of.person.display_name}
        )


def _about(task: Task) -> Report | Incident:
    about = task.report if task.report is not None else task.incident
    if about is None:
        raise Task.DoesNotExist
    return about


def _locked(task: Task, user: User, expected_version: int) -> Task:
    """Return the task as it stands, until the transaction ends nobody else's.

    Raises ``NotAllowed`` where it does not exist for ``user``, and ``StaleTask``.
    """
    permissions.check_can_work_on_tasks(user)
    rows = Task.objects.in_realm(task.realm_id).select_for_update(of=("self",))
    current = rows.get(pk=task.pk)
    _check_open(current, user)
    if current.version != expected_version:
        raise StaleTask(_("Somebody else changed this task first. Look at it again."))
    return current


def _move(task: Task, after: TaskState, **changes: Any) -> None:
    """Move a locked task to another state. Raises ``NotNow``."""
    if not TASK_TABLE.allows(task.standing, after):
        raise NotNow(_("This cannot be done while the task is as it is."))
    _change(task, state=after.value, **changes)


def _change(task: Task, **changes: Any) -> None:
    Task.objects.filter(pk=task.pk).update(version=F("version") + 1, **changes)
    task.refresh_from_db()


def _tell(
    task: Task,
    step: TaskStep,
    user: User,
    *,
    words: str = "",
    to_label: str = "",
    now: datetime,
) -> None:
    """Write a step into the task's log and the log of the law, and wake open pages."""
    last = TaskEntry.objects.filter(task=task).aggregate(last=Max("number"))["last"]
    TaskEntry.objects.create(
        realm_id=task.realm_id,
        task=task,
        number=(last or 0) + 1,
        step=step.value,
        words=words.strip(),
        to_label=to_label,
        actor_id=user.actor.id,
        actor_label=user.actor.label,
        at=now,
    )
    _record(step.value, task, user, reason=words, to=to_label, now=now)
    live.publish(
        topic=f"queue:{task.realm_id}",
        kind="task",
        data={"task": task.key, "state": task.state},
        now=now,
    )


def _record(
    what: str, task: Task, user: User, *, reason: str = "", to: str = "", now: datetime
) -> None:
    record(
        event=f"task.{what}",
        actor=user.actor,
        realm_id=task.realm_id,
        subject=task.subject,
        reason=reason.strip(),
        details={"task": task.key, **({"asked_of": to} if to else {})},
        now=now,
    )
