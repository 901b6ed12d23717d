"""What is due, what is on hold, and when something last came to notice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from commonbeat.accounts.models import User
from commonbeat.casework.models import Decision, Incident, IncidentEntry, IncidentReport
from commonbeat.casework.queries import incident_by_reference
from commonbeat.intelligence.models import IntelligenceReport
from commonbeat.keeping.models import Hold, KeptRecord, Notice, RetentionPeriod, Review
from commonbeat.keeping.rules import HOLDS, SHIPPED, SOON_DAYS, Group, ReviewState, Years
from commonbeat.reports.models import Exhibit, Message, Report, Status
from commonbeat.reports.queries import report_by_reference

PAGE = 50
_HOLDS = sorted(state.value for state in HOLDS)


class Tab(StrEnum):
    """A part of the page of what is kept."""

    DUE = "due"
    SOON = "soon"
    HELD = "held"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """Some records, and whether more follow."""

    rows: list[KeptRecord]
    has_more: bool


def years_in_force(*, today: date) -> dict[Group, Years]:
    """Return the years of each group today: the force's own, or the national ones."""
    rows = RetentionPeriod.objects.filter(agreed_by__isnull=False, valid_from__lte=today)
    current = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today)).order_by("valid_from")
    return {**SHIPPED, **{Group(row.group): row.years for row in current}}


def all_periods() -> QuerySet[RetentionPeriod]:
    """Return what was proposed and agreed for each group, the newest first."""
    return RetentionPeriod.objects.select_related(
        "proposed_by", "agreed_by", "refused_by"
    ).order_by("-pk")


def period_by_key(key: str) -> RetentionPeriod | None:
    """Return one of them."""
    return all_periods().filter(key=key).first()


def _rows(realm_id: int, reader: User, tab: Tab, today: date) -> QuerySet[KeptRecord]:
    here = KeptRecord.objects.in_realm(realm_id).here().open_to(reader)
    of_it = OuterRef("pk")
    held = Hold.objects.filter(record=of_it, state__in=_HOLDS)
    if tab is Tab.HELD:
        return here.filter(Exists(held))
    if tab is Tab.WAITING:
        erasing = Review.objects.filter(record=of_it, state=ReviewState.WAITING.value)
        return here.filter(Exists(erasing) | Exists(held.filter(lift_asked_by__isnull=False)))
    if tab is Tab.DUE:
        return here.filter(Q(review_on__lte=today) | Exists(held.filter(review_on__lte=today)))
    soon = today + timedelta(days=SOON_DAYS)
    return here.filter(review_on__gt=today, review_on__lte=soon)


def tab_counts(*, realm_id: int, reader: User, today: date) -> dict[Tab, int]:
    """Return how many records each tab holds, for somebody who may see them."""
    return {tab: _rows(realm_id, reader, tab, today).count() for tab in Tab}


def kept_page(*, realm_id: int, reader: User, tab: Tab, today: date, page: int) -> KeptPage:
    """Return a page of a tab, what is overdue longest first, with its hold and what waits."""
    rows = _rows(realm_id, reader, tab, today).select_related("report", "incident")
    rows = rows.only(
        *("id", "realm_id", "group", "noticed_on", "kept_until", "review_on", "version"),
        *("report__id", "report__realm_id", "report__key", "report__received_at"),
        *("report__category", "report__status"),
        *("incident__id", "incident__realm_id", "incident__key", "incident__made_at"),
        *("incident__category", "incident__state"),
    )
    holds = Hold.objects.filter(state__in=_HOLDS).defer("reason", "lift_reason")
    waiting = Review.objects.filter(state=ReviewState.WAITING.value).defer("reason")
    rows = rows.prefetch_related(
        Prefetch("holds", holds, to_attr="current_holds"),
        Prefetch("reviews", waiting, to_attr="waiting_reviews"),
    )
    start = (page - 1) * PAGE
    found: list[KeptRecord] = [*rows.order_by("review_on", "pk")[start : start + PAGE + 1]]
    return KeptPage(found[:PAGE], len(found) > PAGE)


def due_intelligence(*, realm_id: int, reader: User, today: date) -> list[IntelligenceReport]:
    """Return the intelligence reports whose review is due, overdue longest first."""
    rows = IntelligenceReport.objects.in_realm(realm_id).open_to(reader)
    return list(rows.filter(review_on__lte=today).defer("move_reason").order_by("review_on", "pk"))


def subject_by_reference(
    *, realm_id: int, reference: str, reader: User
) -> Report | Incident | None:
    """Return the report or the incident of a reference; none that ``reader`` is kept from."""
    if reference.upper().startswith("IN-"):
        return incident_by_reference(realm_id=realm_id, text=reference, reader=reader)
    found = report_by_reference(realm_id=realm_id, reference=reference, reader=reader)
    return found if found is not None and found.state is not Status.ERASED else None


def record_of(subject: Report | Incident) -> KeptRecord | None:
    """Return what is written down of a report or an incident, if anything is yet."""
    mine = Q(report=subject) if isinstance(subject, Report) else Q(incident=subject)
    return KeptRecord.objects.filter(mine).select_related("report", "incident").first()


def current_hold(record: KeptRecord) -> Hold | None:
    """Return the hold that stops erasing a record now."""
    rows = Hold.objects.filter(record=record, state__in=_HOLDS)
    return rows.select_related("record", "placed_by", "lift_asked_by").first()


def waiting_erasure(record: KeptRecord) -> Review | None:
    """Return the erasing of a record that waits for a second person."""
    rows = Review.objects.filter(record=record, state=ReviewState.WAITING.value)
    return rows.select_related("record", "made_by").first()


def past_of(record: KeptRecord) -> list[Review | Hold | Notice]:
    """Return what was decided, held and noticed about a record, newest first."""
    reviews = Review.objects.filter(record=record).select_related("made_by", "answered_by")
    holds = Hold.objects.filter(record=record).select_related(
        "placed_by", "lift_asked_by", "lifted_by"
    )
    notices = Notice.objects.filter(record=record).select_related("by")
    return sorted([*reviews, *holds, *notices], key=_when, reverse=True)


def _when(line: Review | Hold | Notice) -> datetime:
    if isinstance(line, Review):
        return line.made_at
    return line.placed_at if isinstance(line, Hold) else line.at


def why_stays(subject: str) -> bool:
    """Say whether something that is on hold would go with this subject of the audit log."""
    kind, _colon, key = subject.partition(":")
    if kind == "incident":
        return _held().filter(record__incident__key=key).exists()
    reports = _reports_behind(kind, key)
    if reports is None:
        return False
    # Nobody places a hold on it while this is asked and until the erasing is over.
    locked = list(reports.select_for_update().order_by("pk").values_list("pk", flat=True))
    told = IncidentReport.objects.filter(report__in=locked).values("incident")
    held = Q(record__report__in=locked) | Q(record__incident__in=told)
    return bool(locked) and _held().filter(held).exists()


def _held() -> QuerySet[Hold]:
    return Hold.objects.filter(state__in=_HOLDS)


def _reports_behind(kind: str, key: str) -> QuerySet[Report] | None:
    """Return the reports of which an eraser takes something."""
    if kind == "report":
        return Report.objects.filter(key=key)
    if kind == "user":
        return Report.objects.filter(reporter__key=key)
    if kind == "exhibit":
        return Report.objects.filter(pk__in=Exhibit.objects.filter(key=key).values("report"))
    if kind == "intelligence":
        made = IntelligenceReport.objects.filter(key=key)
        return Report.objects.filter(pk__in=made.values("report"))
    return None


def noticed_days(subjects: Iterable[Report | Incident]) -> dict[Report | Incident, date]:
    """Return the day on which each of several reports and incidents last came to notice.

    Reports of one incident share the newest day of any of them, and of what was done about it.
    """
    subjects = list(subjects)
    reports = [subject.pk for subject in subjects if isinstance(subject, Report)]
    incidents = {subject.pk for subject in subjects if isinstance(subject, Incident)}
    current = IncidentReport.objects.current()
    home = dict(current.filter(report__in=reports).values_list("report_id", "incident_id"))
    incidents |= set(home.values())
    mates: dict[int, set[int]] = defaultdict(set)
    for incident, report in current.filter(incident__in=incidents).values_list(
        "incident_id", "report_id"
    ):
        mates[incident].add(report)
    own = _days_of_reports({*reports, *(pk for group in mates.values() for pk in group)})
    shared = _days_of_incidents(incidents)
    for incident, group in mates.items():
        days = [own[pk] for pk in group if pk in own]
        shared[incident] = max([shared[incident], *days])
    return {
        subject: shared[subject.pk]
        if isinstance(subject, Incident)
        else max(own[subject.pk], shared[home[subject.pk]])
        if subject.pk in home
        else own[subject.pk]
        for subject in subjects
    }


def _newest(days: dict[int, date], rows: Iterable[tuple[int, datetime | date | None]]) -> None:
    for pk, moment in rows:
        if moment is not None:
            day = localdate(moment) if isinstance(moment, datetime) else moment
            days[pk] = max(days.get(pk, day), day)


def _days_of_reports(pks: set[int]) -> dict[int, date]:
    days: dict[int, date] = {}
    here = Report.objects.filter(pk__in=pks).exclude(status=Status.ERASED.value)
    for column in ("received_at", "status_changed_at"):
        _newest(days, here.values_list("pk", column))
    messages = Message.objects.filter(report__in=pks).values_list("report_id")
    _newest(days, messages.annotate(last=Max("at")))
    decisions = Decision.objects.filter(report__in=pks).values_list("report_id")
    _newest(days, decisions.annotate(last=Max("at")))
    links = IncidentReport.objects.current().filter(report__in=pks).values_list("report_id")
    _newest(days, links.annotate(last=Max("added_at")))
    made = IntelligenceReport.objects.kept().filter(report__in=pks).values_list("report_id")
    _newest(days, made.annotate(last=Max("made_at")))
    notices = Notice.objects.filter(record__report__in=pks).values_list("record__report_id")
    _newest(days, notices.annotate(last=Max("day")))
    return days


def _days_of_incidents(pks: set[int]) -> dict[int, date]:
    days: dict[int, date] = {}
    _newest(days, Incident.objects.filter(pk__in=pks).values_list("pk", "made_at"))
    entries = IncidentEntry.objects.filter(incident__in=pks).values_list("incident_id")
    _newest(days, entries.annotate(last=Max("at")))
    notices = Notice.objects.filter(record__incident__in=pks).values_list("record__incident_id")
    _newest(days, notices.annotate(last=Max("day")))
    return days
