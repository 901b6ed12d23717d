"""What was done about tasks, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.accounts.models import User
from commonbeat.casework.models import TaskEntry
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.rules import TaskStep

_DONE: dict[TaskStep, Promise] = {
    TaskStep.ASKED: gettext_lazy("asked %(to)s to do %(task)s"),
    TaskStep.ACCEPTED: gettext_lazy("accepted %(task)s"),
    TaskStep.HANDED_ON: gettext_lazy("handed %(task)s on to %(to)s"),
    TaskStep.DONE: gettext_lazy("did %(task)s"),
    TaskStep.CANNOT: gettext_lazy("could not do %(task)s"),
    TaskStep.WITHDRAWN: gettext_lazy("withdrew %(task)s"),
}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of a task's log."""

    at: datetime
    at_text: str
    who: str
    what: str
    words: str


def task_lines(entries: Iterable[TaskEntry], *, user: User, now: datetime) -> list[TaskLine]:
    """Return lines of logs of tasks, as ``user`` reads them."""
    return [
        TaskLine(
            at=entry.at,
            at_text=moment_text(entry.at, now=now),
            who=_("You") if entry.actor_id == user.actor.id else entry.actor_label,
            what=str(_DONE[TaskStep(entry.step)])
            % {"to": entry.to_label, "task": entry.task.reference},
            words=entry.words,
        )
        for entry in entries
    ]
