"""The rows and tabs of the queue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from commonbeat.accounts.models import User
from commonbeat.casework.models import QueuePart
from commonbeat.casework.presenters.assessments import GradeTag, grade_tag
from commonbeat.casework.presenters.clocks import ClockView, age_text, next_clock
from commonbeat.casework.queries import Count, Graded, Here, Part, Person, Tab
from commonbeat.reports.models import Report, Status

TAB_WORDS: dict[Tab, Promise] = {
    Tab.ALL: pgettext_lazy("queue", "All"),
    Tab.MINE: pgettext_lazy("queue", "Mine"),
    Tab.LATE: pgettext_lazy("queue", "Late"),
    Tab.NEW: pgettext_lazy("queue", "New"),
    Tab.WAITING: pgettext_lazy("queue", "Waiting"),
}


@dataclass(frozen=True, slots=True)
class QueueTab:
    """One tab, with its number of rows."""

    name: str
    label: Promise | str
    count: Count | None
    href: str
    current: bool

    @property
    def is_bad(self) -> bool:
        """Whether a number here means that promises were broken."""
        return self.name == Tab.LATE.value and bool(self.count)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One report of the queue: what it is about and where, never what somebody wrote."""

    key: str
    reference: str
    href: str
    title: str
    area: str
    age: str
    clock: ClockView
    tag: str
    tone: str
    is_new: bool
    is_late: bool
    is_picked: bool
    officer: Person | None
    people: list[Person]
    grade: GradeTag | None


def address(reference: str, tab: Part) -> str:
    """Return where a report opens, beside the tab that it was opened from."""
    path = reverse("casework:report", args=[reference])
    return path if tab is Tab.ALL else f"{path}?{urlencode({'tab': tab.value})}"


def queue_address(tab: Part) -> str:
    """Return where a tab of the queue is."""
    path = reverse("casework:queue")
    return path if tab is Tab.ALL else f"{path}?{urlencode({'tab': tab.value})}"


def queue_rows(
    reports: Iterable[Report],
    *,
    tab: Part,
    here: Here,
    grades: Mapping[int, Graded],
    picked: str,
    now: datetime,
) -> list[QueueRow]:
    """Return the rows of a page of the queue; ``picked`` is the key of the open report."""
    return [_row(report, tab, here, grades.get(report.pk), picked, now) for report in reports]


def _row(
    report: Report, tab: Part, here: Here, graded: Graded | None, picked: str, now: datetime
) -> QueueRow:
    clock = next_clock(report, now=now)
    is_late = clock.state == "late"
    grade = grade_tag(report, graded, now=now)
    tag, tone = _tag(report, grade, is_late)
    assignment = getattr(report, "assignment", None)
    return QueueRow(
        key=report.key,
        reference=report.reference,
        href=address(report.reference, tab),
        title=str(report.topic_words),
        area=report.area.name if report.area else _("No place given"),
        age=age_text(report.received_shown, now=now, is_rough=report.is_anonymous),
        clock=clock,
        tag=tag,
        tone=tone,
        is_new=report.state is Status.SUBMITTED,
        is_late=is_late,
        is_picked=report.key == picked,
        officer=_named(assignment.officer) if assignment else None,
        people=here.by_report.get(report.key, []),
        grade=grade,
    )


def _named(officer: User) -> Person:
    return Person.named(officer.key, officer.display_name)


def _tag(report: Report, grade: GradeTag | None, is_late: bool) -> tuple[str, str]:
    if is_late:
        return _("Late"), "bad"
    if grade is not None and grade.is_due_again:
        # That they wrote is why; the grade says so.
        return "", ""
    if report.reply_waiting_since is not None:
        return _("They wrote"), "wait"
    if grade is not None and report.state is Status.ASSESSED:
        # The grade stands beside it and says as much.
        return "", ""
    return str(report.words.staff), report.words.tone


def queue_tabs(
    counts: Mapping[Tab, Count],
    *,
    parts: Iterable[QueuePart],
    shown: Count | None,
    current: Part | None,
) -> list[QueueTab]:
    """Return the tabs that every queue has with their numbers, then those that people named.

    Of the latter only the ``current`` one has a number, ``shown``: each costs a look at the queue.
    """
    ours = [_tab(tab, TAB_WORDS[tab], counts[tab], current) for tab in Tab]
    named = [_tab(part, part.name, shown if part == current else None, current) for part in parts]
    return ours + named


def _tab(part: Part, label: Promise | str, count: Count | None, current: Part | None) -> QueueTab:
    return QueueTab(part.value, label, count, queue_address(part), current=part == current)
