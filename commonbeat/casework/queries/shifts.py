"""What somebody who comes on shift must know, as they may know it, and what shifts told before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.casework.models import ShiftHandover, ShiftWords
from commonbeat.casework.permissions import can_see_queue
from commonbeat.casework.queries.alarms import OpenAlarm, open_alarms
from commonbeat.casework.queries.open_reports import Count, Tab, count, queue, queue_page
from commonbeat.casework.queries.tasks import TaskTab, count_tasks, tasks_of
from commonbeat.casework.queries.unlocks import wishes_to_answer
from commonbeat.casework.rules import Shift
from commonbeat.reports.models import Report, ReportQuerySet

_KEPT_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Pile:
    """Some reports that one number counts; ``reports`` is its first page."""

    count: Count
    reports: list[Report]


@dataclass(frozen=True, slots=True)
class Situation:
    """How things stand for one person: what they are kept from is in no number."""

    late: Pile | None
    due: Pile | None
    new: Pile | None
    wrote: Pile | None
    alarms: list[OpenAlarm]
    wishes: list[str]
    tasks: Count
    late_tasks: Count


def situation(
    *, realm_id: int, user: User, hours: int, since: datetime | None, now: datetime
) -> Situation:
    """Return how things stand; reports and alarms only for those who see the queue."""
    tasks, late_tasks = (
        count_tasks(tasks_of(realm_id=realm_id, tab=tab, user=user, now=now))
        for tab in (TaskTab.ALL, TaskTab.LATE)
    )
    if not can_see_queue(user):
        return Situation(None, None, None, None, [], [], tasks, late_tasks)
    waiting = queue(realm_id=realm_id, tab=Tab.ALL, user=user, now=now)
    due = waiting.filter(queue_at__gte=now, queue_at__lt=now + timedelta(hours=hours))
    new = waiting.filter(received_at__gt=since) if since else waiting
    return Situation(
        late=_pile(queue(realm_id=realm_id, tab=Tab.LATE, user=user, now=now)),
        due=_pile(due),
        new=_pile(new),
        wrote=_pile(waiting.filter(reply_waiting_since__isnull=False)),
        alarms=open_alarms(user=user, realm_id=realm_id, now=now),
        wishes=wishes_to_answer(realm_id=realm_id, user=user, now=now),
        tasks=tasks,
        late_tasks=late_tasks,
    )


def _pile(reports: ReportQuerySet) -> Pile:
    return Pile(count(reports), queue_page(reports, after=None).reports)


def handovers(*, realm_id: int) -> list[ShiftHandover]:
    """Return the newest hand-overs, the last one first."""
    rows = ShiftHandover.objects.in_realm(realm_id).select_related("written_by", "taken_over_by")
    return list(rows.order_by("-written_at", "-pk")[:_KEPT_SHOWN])


def last_handover(*, realm_id: int, before: Shift) -> ShiftHandover | None:
    """Return the newest hand-over of any other shift than the one that is handed over now."""
    rows = ShiftHandover.objects.in_realm(realm_id).select_related("written_by", "taken_over_by")
    others = rows.exclude(day=before.day, kind=before.kind.value)
    return others.order_by("-written_at", "-pk").first()


def handover_of(*, realm_id: int, shift: Shift) -> ShiftHandover | None:
    """Return the hand-over of one shift, if somebody wrote it."""
    rows = ShiftHandover.objects.in_realm(realm_id).select_related("written_by", "taken_over_by")
    return rows.filter(day=shift.day, kind=shift.kind.value).first()


def handover_by_key(*, realm_id: int, key: str) -> ShiftHandover | None:
    """Return one hand-over, or None where there is none."""
    rows = ShiftHandover.objects.in_realm(realm_id).select_related("written_by", "taken_over_by")
    return rows.filter(key=key).first() if key.isalnum() else None


def versions_of(handover: ShiftHandover) -> list[ShiftWords]:
    """Return every version of the words, the newest first."""
    rows = ShiftWords.objects.filter(handover=handover).select_related("written_by")
    return list(rows.order_by("-number"))
