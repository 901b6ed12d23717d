"""What the frame of every staff page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models import Role, User
from commonbeat.casework import queries
from commonbeat.casework.permissions import (
    ANSWER_KEEPERS,
    INCIDENT_WORKERS,
    LIST_KEEPERS,
    LOG_READERS,
    QUEUE_READERS,
    RECORDS_KEEPERS,
    TASK_READERS,
    TASK_WORKERS,
    can_work_on_tasks,
)
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.intelligence.permissions import INTELLIGENCE_READERS
from commonbeat.reports.permissions import QUESTION_EDITORS, REPORT_TAKERS

register = template.Library()


@dataclass(frozen=True, slots=True)
class Door:
    """A page of the navigation, who finds it there, and the letter after ``g`` that opens it."""

    name: str
    label: Promise
    url_name: str
    letter: str
    roles: frozenset[Role]
    also: str = ""  # pages elsewhere that belong to it


DOORS = (
    Door("queue", _("Queue"), "casework:queue", "q", QUEUE_READERS, also="/staff/reports/"),
    Door("search", _("Search"), "casework:search", "s", QUEUE_READERS),
    Door(
        "incidents",
        _("Incidents"),
        "casework:incidents",
        "n",
        INCIDENT_WORKERS,
        also="/staff/files/",
    ),
    Door("tasks", _("Tasks"), "casework:tasks", "o", TASK_WORKERS),
    Door("hand-over", _("Shift"), "casework:hand_over", "h", TASK_WORKERS),
    Door("take", _("Take a report"), "reports:take", "t", frozenset(REPORT_TAKERS)),
    Door(
        "warnings",
        _("Warnings"),
        "publishing:warnings",
        "w",
        frozenset({Role.ENGAGEMENT_OFFICER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER}),
        also="/staff/news/",
    ),
    Door(
        "questions",
        _("Questions"),
        "reports:question_sets",
        "e",
        frozenset(QUESTION_EDITORS),
    ),
    Door(
        "intelligence",
        _("Intelligence"),
        "intelligence:reports",
        "i",
        INTELLIGENCE_READERS,
    ),
    Door("lists", _("Lists"), "casework:lists", "l", LIST_KEEPERS),
    Door("answers", _("Answers"), "casework:answers", "r", ANSWER_KEEPERS),
    Door(
        "keeping",
        _("Keeping"),
        "keeping:kept",
        "k",
        frozenset({Role.SUPERVISOR, *INTELLIGENCE_READERS}),
    ),
    Door("agreements", _("Agreements"), "partners:agreements", "p", LIST_KEEPERS),
    Door("records", _("Records system"), "casework:records_system", "r", RECORDS_KEEPERS),
    Door("members", _("Members"), "accounts:members", "m", frozenset({Role.ADMINISTRATOR})),
    Door("audit", _("Audit"), "casework:audit", "a", LOG_READERS),
    # Below what an auditor begins with.
    Door("tasks", _("Tasks"), "casework:tasks", "o", TASK_READERS - TASK_WORKERS),
    Door("hand-over", _("Shift"), "casework:hand_over", "h", TASK_READERS - TASK_WORKERS),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the navigation."""

    name: str
    label: Promise
    url: str
    letter: str
    current: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything that the frame shows."""

    nav: list[NavItem]
    home: str
    now: datetime
    zone: str
    may_find: bool
    find: str
    exercise: str
    me: queries.Person
    alarms: list[queries.OpenAlarm]


@register.simple_tag(takes_context=True)
def staff_shell(context: Context) -> Shell:
    """Return what the frame of a staff page shows to the person who asks, worked out once."""
    request: Any = context["request"]
    if not hasattr(request, "staff_shell"):
        request.staff_shell = _shell(context, request)
    shell: Shell = request.staff_shell
    return shell


def _shell(context: Context, request: Any) -> Shell:
    user: User = request.user
    realm_id = request.realm_id
    may_find, now = user.role in QUEUE_READERS, clock.now()
    counts = {
        "queue": str(context.get("queue_count", "")),
        "tasks": _tasks_of(user, realm_id, now=now),
    }
    nav = [_nav_item(door, request.path, counts) for door in DOORS if user.role in door.roles]
    return Shell(
        nav=nav,
        home=nav[0].url if nav else reverse("accounts:me"),
        now=now,
        zone=settings.TIME_ZONE,
        may_find=may_find,
        find=request.GET.get("find", "")[:60],
        exercise="" if realm_id == LIVE_REALM_ID else Realm.objects.get(pk=realm_id).name,
        me=queries.Person.of(user),
        alarms=queries.open_alarms(user=user, realm_id=realm_id, now=now) if may_find else [],
    )


def _tasks_of(user: User, realm_id: int, *, now: datetime) -> str:
    """Return how many tasks wait for somebody; nothing for those who are never asked."""
    if not can_work_on_tasks(user):
        return ""
    mine = queries.tasks_of(realm_id=realm_id, tab=queries.TaskTab.MINE, user=user, now=now)
    return str(queries.count_tasks(mine))


def _nav_item(door: Door, path: str, counts: dict[str, str]) -> NavItem:
    url = reverse(door.url_name)
    return NavItem(
        name=door.name,
        label=door.label,
        url=url,
        letter=door.letter,
        current=path.startswith(url) or bool(door.also and path.startswith(door.also)),
        count=counts.get(door.name, ""),
    )
