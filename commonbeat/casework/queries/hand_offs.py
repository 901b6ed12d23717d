"""Reads of the records system, of what was handed to it, and of files of that."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Sum
from django.utils.timezone import localtime, make_aware

from commonbeat.accounts.models import User
from commonbeat.casework.models import (
    HandOff,
    Incident,
    IncidentReport,
    RecordsFile,
    RecordsSystem,
)
from commonbeat.casework.models.hand_off import HandOffQuerySet
from commonbeat.casework.rules import (
    ALONE_WITHIN,
    FILE_LASTS,
    STUCK,
    HandOffState,
    IncidentFacts,
    RecordsFileState,
    ReportFacts,
)
from commonbeat.places.queries import cell_label
from commonbeat.reports.models import Identity, Report
from commonbeat.reports.queries import known_contact

_SHOWN = 50


def records_system(realm_id: int) -> RecordsSystem | None:
    """Return the records system of a realm, if somebody set one up."""
    return RecordsSystem.objects.in_realm(realm_id).first()


def records_system_by_key(key: str, *, realm_id: int) -> RecordsSystem | None:
    """Return the records system that a call names, if it is there and on."""
    return RecordsSystem.objects.in_realm(realm_id).filter(key=key, is_on=True).first()


def latest_hand_off(incident: Incident) -> HandOff | None:
    """Return the last time that an incident was handed over."""
    rows = HandOff.objects.in_realm(incident.realm_id).filter(incident=incident)
    return rows.defer("copy").select_related("incident").order_by("-id").first()


def stuck_hand_offs(*, realm_id: int, reader: User) -> list[HandOff]:
    """Return what did not arrive and waits for somebody, oldest first: never what is in it."""
    rows = (
        HandOff.objects.in_realm(realm_id)
        .open_to(reader)
        .filter(state__in=sorted(s.value for s in STUCK))
    )
    return list(rows.defer("copy", "reason").select_related("incident").order_by("id")[:_SHOWN])


def count_waiting(*, realm_id: int, reader: User) -> int:
    """Count what will leave by itself."""
    rows = HandOff.objects.in_realm(realm_id).open_to(reader)
    return rows.filter(state=HandOffState.WAITING.value).count()


def incident_facts(incident: Incident) -> IncidentFacts:
    """Return what can be handed over of an incident."""
    return IncidentFacts(
        reference=incident.reference,
        title=incident.title,
        category=incident.category,
        recorded_as=incident.recorded_as,
        area=incident.area.name if incident.area else "",
        start=localtime(incident.from_hour) if incident.from_hour else None,
        end=localtime(incident.to_hour) if incident.to_hour else None,
    )


def report_facts(links: Iterable[IncidentReport]) -> list[ReportFacts]:
    """Return what can be handed over of the reports of an incident.

    A name leaves only where the police who deal with the report see it: never a sealed one.
    """
    return [_facts(link.report) for link in links]


def _facts(report: Report) -> ReportFacts:
    cell = report.cell9 or report.cell8
    contact = known_contact(report) if report.rung is Identity.NAMED else None
    return ReportFacts(
        reference=report.reference,
        category=report.category,
        identity=report.identity,
        place=cell_label(cell) if cell is not None else "",
        received=localtime(report.received_shown),
        start=localtime(report.happened_hour) if report.happened_hour else None,
        words=report.description,
        name=contact.name if contact else "",
        contact=contact.address if contact else "",
    )


def hand_offs_between(first: date, last: date, *, realm_id: int, reader: User) -> list[HandOff]:
    """Return what was handed over on these days and this person may know of, oldest first.

    What was taken back or erased since is not among it.
    """
    rows = _made_on(first, last, realm_id=realm_id).open_to(reader).whole()
    return list(rows.exclude(state=HandOffState.WITHDRAWN.value).order_by("id"))


def _made_on(first: date, last: date, *, realm_id: int) -> HandOffQuerySet:
    days = (first, last + timedelta(days=1))
    begin, end = (make_aware(datetime.combine(day, time())) for day in days)
    return HandOff.objects.in_realm(realm_id).between(begin, end)


def rows_taken(user: User, *, realm_id: int, now: datetime) -> int:
    """Count the rows that one person took in the last day with nobody's consent."""
    taken = RecordsFile.objects.in_realm(realm_id).filter(
        asker=user, answerer__isnull=True, taken_at__gt=now - ALONE_WITHIN
    )
    return taken.aggregate(total=Sum("rows"))["total"] or 0


def records_files(*, realm_id: int, user: User, now: datetime) -> list[RecordsFile]:
    """Return the wishes for files that are not over: one's own, and those that wait for a yes.

    Never one with something in it that this person is kept from: its size would tell of that.
    """
    alive = RecordsFile.objects.in_realm(realm_id).filter(asked_at__gt=now - FILE_LASTS)
    rows = alive.select_related("asker", "answerer").order_by("-id")[:_SHOWN]
    return [
        row
        for row in rows
        if row.asker_id == user.pk
        or (row.standing is RecordsFileState.ASKED and _is_open_to(row, user))
    ]


def records_file_by_key(key: str, *, realm_id: int, reader: User) -> RecordsFile | None:
    """Return one wish for a file, if it exists for ``reader``."""
    rows = RecordsFile.objects.in_realm(realm_id).select_related("asker", "answerer")
    found = rows.filter(key=key).first()
    if found is None or not (found.asker_id == reader.pk or _is_open_to(found, reader)):
        return None
    return found


def _is_open_to(wish: RecordsFile, reader: User) -> bool:
    rows = _made_on(wish.first_day, wish.last_day, realm_id=wish.realm_id)
    return not rows.exclude(pk__in=rows.open_to(reader).values("pk")).exists()
