"""What goes from tasks when a report, or the last report of an incident, is erased."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from commonbeat.casework.models import Incident, Task, TaskEntry
from commonbeat.casework.rules import TaskState
from commonbeat.reports.models import Report


@transaction.atomic
def forget_tasks(*, about: Report | Incident, now: datetime) -> int:
    """Empty every task about it and end what waits; return how many. Who did what, when, stays."""
    tasks = (
        Task.objects.filter(report=about)
        if isinstance(about, Report)
        else Task.objects.filter(incident=about)
    )
    # The tasks first: whoever is ending one writes their line before we empty them all.
    list(tasks.select_for_update().order_by("pk").values_list("pk"))
    TaskEntry.objects.filter(task__in=tasks.values("pk")).erase_words()
    tasks.active().update(state=TaskState.WITHDRAWN.value, ended_at=now)
    return tasks.update(title="", words="", result=None, version=F("version") + 1)
