"""Incidents in words: the rows of the list, one of them, and its log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.models import (
    INCIDENT_WORDS,
    OUTCOME_WORDS,
    RECORDED_WORDS,
    VOICES_WORDS,
    Incident,
    IncidentEntry,
    IncidentReport,
    TaskEntry,
)
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.presenters.rows import QueueRow, queue_rows
from commonbeat.casework.presenters.task_log import task_lines
from commonbeat.casework.queries import Graded, Here, IncidentTab, Person, Tab
from commonbeat.casework.rules import (
    INCIDENT_TABLE,
    Corroboration,
    EntryKind,
    IncidentState,
    RecordedAs,
)
from commonbeat.places.queries import cell_label
from commonbeat.reports.models import CATEGORY_WORDS, Category, Status

TONES: dict[IncidentState, str] = {
    IncidentState.OPEN: "new",
    IncidentState.UNDER_WAY: "open",
    IncidentState.RESOLVED: "good",
    IncidentState.CLOSED: "",
    IncidentState.MERGED: "",
}
TAB_WORDS: dict[IncidentTab, Promise] = {
    IncidentTab.OPEN: pgettext_lazy("incidents", "Open"),
    IncidentTab.MINE: pgettext_lazy("incidents", "Mine"),
    IncidentTab.RESOLVED: pgettext_lazy("incidents", "Resolved"),
    IncidentTab.CLOSED: pgettext_lazy("incidents", "Closed"),
    IncidentTab.ALL: pgettext_lazy("incidents", "All"),
}
_DONE: dict[EntryKind, Promise] = {
    EntryKind.NOTE: gettext_lazy("wrote a note"),
    EntryKind.MADE: gettext_lazy("made the incident"),
    EntryKind.LINKED: gettext_lazy("put %(what)s in"),
    EntryKind.UNLINKED: gettext_lazy("took %(what)s out"),
    EntryKind.MERGED: gettext_lazy("said that it is the same event as %(what)s"),
    EntryKind.SPLIT: gettext_lazy("said that it is another event than %(what)s"),
    EntryKind.STATE: gettext_lazy("set it to: %(state)s"),
    EntryKind.CHANGED: gettext_lazy("changed its title, or how it is recorded"),
    EntryKind.OUTCOME: gettext_lazy("told the outcome"),
    EntryKind.HANDED: gettext_lazy("handed it to the records system"),
    EntryKind.NUMBERED: gettext_lazy("gave it a number"),
}


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident of a list."""

    reference: str
    href: str
    title: str
    state: str
    tone: str
    category: str
    place: str
    hours: str
    officer: Person | None
    reports: int


@dataclass(frozen=True, slots=True)
class Linked:
    """One report of an incident, as in the queue, and who put it in."""

    link: int
    row: QueueRow
    added: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of an incident's log."""

    at: datetime
    at_text: str
    who: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Everything that the page of one incident shows beside its forms."""

    row: IncidentRow
    voices: str
    may_be_same: bool
    recorded: str
    number: str
    outcome: str
    told: str
    is_mine: bool
    may: dict[str, bool]
    linked: list[Linked]
    log: list[LogLine]
    merged_here: list[IncidentRow]
    merged_into: IncidentRow | None


def incident_address(incident: Incident) -> str:
    """Return where an incident opens."""
    return reverse("casework:incident", args=[incident.reference])


def incident_title(incident: Incident) -> str:
    """Return what staff call an incident; of an erased one nothing is left."""
    return incident.title or _("Erased with its last report")


def incident_row(incident: Incident, *, now: datetime) -> IncidentRow:
    """Return an incident as a list shows it."""
    return IncidentRow(
        reference=incident.reference,
        href=incident_address(incident),
        title=incident_title(incident),
        state=str(INCIDENT_WORDS[incident.standing]),
        tone=TONES[incident.standing],
        category=str(CATEGORY_WORDS[Category(incident.category)]),
        place=_place(incident),
        hours=_hours(incident, now=now),
        officer=Person.of(incident.officer) if incident.officer else None,
        reports=getattr(incident, "reports", 0),
    )


def incident_view(
    incident: Incident,
    *,
    user: User,
    links: Iterable[IncidentReport],
    grades: Mapping[int, Graded],
    log: list[LogLine],
    merged_here: Iterable[Incident],
    into: Incident | None,
    voices: Corroboration,
    may_tell: bool,
    now: datetime,
) -> IncidentView:
    """Return one incident as a page shows it to ``user``."""
    return IncidentView(
        row=incident_row(incident, now=now),
        voices=voices_text(voices),
        may_be_same=voices.may_be_same,
        recorded=_recorded(incident),
        number=incident.crime_number,
        outcome=str(OUTCOME_WORDS[incident.ending]) if incident.ending else "",
        told=incident.told or "",
        is_mine=incident.officer_id == user.pk,
        may=_may(incident, may_tell=may_tell),
        linked=linked_rows(links, grades=grades, now=now),
        log=log,
        merged_here=[incident_row(other, now=now) for other in merged_here],
        merged_into=incident_row(into, now=now) if into else None,
    )


def incident_log(
    entries: Iterable[IncidentEntry], tasks: Iterable[TaskEntry], *, user: User, now: datetime
) -> list[LogLine]:
    """Return what was done about an incident and its tasks, newest first."""
    lines = [_line(entry, user=user, now=now) for entry in entries]
    asked = task_lines(tasks, user=user, now=now)
    lines += [LogLine(one.at, one.at_text, one.who, one.what, one.words) for one in asked]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def linked_rows(
    links: Iterable[IncidentReport], *, grades: Mapping[int, Graded], now: datetime
) -> list[Linked]:
    """Return the reports of an incident as rows of the queue."""
    links = list(links)
    reports = [link.report for link in links]
    nobody = Here([], {})
    rows = queue_rows(reports, tab=Tab.ALL, here=nobody, grades=grades, picked="", now=now)
    return [
        Linked(link.pk, row, _added(link, now=now)) for link, row in zip(links, rows, strict=True)
    ]


def voices_text(voices: Corroboration) -> str:
    """Return how many independent reports there are, in words."""
    return str(VOICES_WORDS[voices.voices])


def _may(incident: Incident, *, may_tell: bool) -> dict[str, bool]:
    state, works = incident.standing, incident.takes_reports
    return {
        "link": works,
        "charge": works,
        "resolve": INCIDENT_TABLE.allows(state, IncidentState.RESOLVED),
        "reopen": state in {IncidentState.RESOLVED, IncidentState.CLOSED},
        "describe": state is not IncidentState.MERGED,
        "outcome": works or (state is IncidentState.CLOSED and may_tell),
        "merge": rules.may_merge(state, state),
        "undo": state is IncidentState.MERGED,
    }


def _place(incident: Incident) -> str:
    area = incident.area.name if incident.area else ""
    cell = incident.cell9 or incident.cell8
    return area or (cell_label(cell) if cell else "") or _("No place given")


def _hours(incident: Incident, *, now: datetime) -> str:
    if incident.from_hour is None or incident.to_hour is None:
        return _("Time not known")
    first, last = (moment_text(m, now=now) for m in (incident.from_hour, incident.to_hour))
    if first == last:
        return _("about %(time)s") % {"time": first}
    return _("Between %(from)s and %(to)s") % {"from": first, "to": last}


def _recorded(incident: Incident) -> str:
    if not incident.recorded_as:
        return _("Not decided yet")
    return str(RECORDED_WORDS[RecordedAs(incident.recorded_as)])


def _added(link: IncidentReport, *, now: datetime) -> str:
    said = _("Put in by %(name)s, %(time)s") % {
        "name": link.added_by,
        "time": moment_text(link.added_at, now=now),
    }
    if link.came_from is None:
        return said
    came = _("It came with %(reference)s") % {"reference": link.came_from.incident.reference}
    return f"{said}. {came}"


def _line(entry: IncidentEntry, *, user: User, now: datetime) -> LogLine:
    about = entry.report.reference if entry.report else ""
    if entry.report is not None and entry.report.state is Status.ERASED:
        # Nothing is left that leads from here to what was erased.
        about = _("a report that was erased")
    what = entry.other.reference if entry.other else about
    state = INCIDENT_WORDS[IncidentState(entry.state)] if entry.state else ""
    return LogLine(
        at=entry.at,
        at_text=moment_text(entry.at, now=now),
        who=_("You") if entry.actor_id == user.actor.id else entry.actor_label,
        what=str(_DONE[EntryKind(entry.kind)]) % {"what": what, "state": state},
        words=entry.words,
    )
