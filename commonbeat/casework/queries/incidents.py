"""Incidents: the list, one of them with its reports and its log, and who is still to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Max, Q

from commonbeat.accounts.models import User
from commonbeat.casework.models import (
    INCIDENT_PREFIX,
    Decision,
    Incident,
    IncidentEntry,
    IncidentReport,
)
from commonbeat.casework.queries.history import Stamp
from commonbeat.casework.queries.open_reports import PAGE, ROW
from commonbeat.casework.rules import DecisionKind, IncidentState, may_decide
from commonbeat.core.ids import row_number
from commonbeat.reports.models import AuthorKind, Message, Report, Status

_ERASED = Status.ERASED.value
_CURRENT = Q(links__taken_out_at__isnull=True) & ~Q(links__report__status=_ERASED)
# What a page needs of a linked report: nothing that is sealed.
_OF_REPORT = (*ROW, "version", "language", "reporter_id")
_OF_LINK = ("id", "realm_id", "incident_id", "added_by", "added_at", "came_from__incident_id")


class IncidentTab(StrEnum):
    """A part of the list of incidents."""

    OPEN = "open"
    MINE = "mine"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Some incidents, and the number that the next page starts behind."""

    incidents: list[Incident]
    after: int | None


def incident_page(
    *, realm_id: int, tab: IncidentTab, user: User, area: int | None, after: int | None
) -> IncidentPage:
    """Return a page of incidents, the newest first, each with how many ``reports`` it has."""
    found = Incident.objects.in_realm(realm_id).open_to(user)
    if tab is IncidentTab.OPEN:
        found = found.filter(state__in=[IncidentState.OPEN.value, IncidentState.UNDER_WAY.value])
    elif tab is IncidentTab.MINE:
        found = found.filter(officer=user).open()
    elif tab is not IncidentTab.ALL:
        found = found.filter(state=tab.value)
    if area is not None:
        found = found.filter(area_id=area)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = found.select_related("area", "officer", "merged_into").order_by("-pk")
    page = list(rows.annotate(reports=Count("links", filter=_CURRENT))[: PAGE + 1])
    return IncidentPage(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None)


def incident_by_reference(*, realm_id: int, text: str, reader: User) -> Incident | None:
    """Return the incident of a reference, typed in full or just its number."""
    typed = text.strip().upper().removeprefix(INCIDENT_PREFIX).strip("- #")
    year, _dash, last = typed.rpartition("-")
    number = row_number(last)
    if number is None:
        return None
    known = Incident.objects.in_realm(realm_id).open_to(reader)
    rows = known.select_related("area", "officer", "merged_into")
    found = rows.filter(pk=number).first()
    return found if found is not None and year in {"", f"{found.made_at:%y}"} else None


def incident_links(incident: Incident) -> list[IncidentReport]:
    """Return which reports tell of an incident now, in the order in which they were put in."""
    links = IncidentReport.objects.current().filter(incident=incident)
    related = ("report__area", "report__assignment__officer", "came_from__incident")
    needed = (*_OF_LINK, *(f"report__{name}" for name in _OF_REPORT))
    rows = links.exclude(report__status=_ERASED).select_related(*related).only(*needed)
    return list(rows.order_by("pk"))


def incident_entries(incident: Incident) -> list[IncidentEntry]:
    """Return the log of an incident, newest first."""
    entries = IncidentEntry.objects.filter(incident=incident)
    of_report = ("report__status", "report__received_at", "report__realm_id")
    of_other = ("other__made_at", "other__realm_id")
    own = ("id", "realm_id", "incident_id", "number", "kind", "state", "words")
    who = ("actor_id", "actor_label", "at")
    rows = entries.select_related("report", "other").only(*own, *who, *of_report, *of_other)
    return list(rows.order_by("-number"))


def merged_here(incident: Incident, *, reader: User) -> list[Incident]:
    """Return the incidents that were found to be this one."""
    return list(Incident.objects.open_to(reader).filter(merged_into=incident).order_by("pk"))


def is_open_to(incident: Incident, reader: User) -> bool:
    """Say whether an incident exists for somebody."""
    return Incident.objects.open_to(reader).filter(pk=incident.pk).exists()


def incident_of(report: Report, *, reader: User) -> Incident | None:
    """Return the incident that a report belongs to now, if ``reader`` may know of it."""
    links = IncidentReport.objects.current().filter(report=report)
    return Incident.objects.open_to(reader).filter(pk__in=links.values("incident")).first()


def to_be_told(links: Iterable[IncidentReport]) -> list[tuple[Report, Stamp]]:
    """Return the linked reports that an outcome goes to, each as it stands now.

    Never those that are finished, were taken back or are gone.
    """
    reports = [link.report for link in links if may_decide(DecisionKind.CLOSE, link.report.status)]
    stamps = stamps_of(reports)
    return [(report, stamps[report.pk]) for report in reports]


def stamps_of(reports: Iterable[Report]) -> dict[int, Stamp]:
    """Return how each of several reports stands now, in two queries."""
    versions = {report.pk: report.version for report in reports}
    decided = dict(
        Decision.objects.filter(report__in=versions)
        .values_list("report")
        .annotate(last=Max("number"))
    )
    ours = Message.objects.filter(report__in=versions).exclude(author=AuthorKind.PARTNER.value)
    said = dict(ours.values_list("report").annotate(last=Max("id")))
    return {
        pk: Stamp(version, decided.get(pk, 0), said.get(pk, 0)) for pk, version in versions.items()
    }
