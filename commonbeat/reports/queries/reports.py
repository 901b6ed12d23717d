"""Reads of reports, threads and promises."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet
from django.utils.functional import Promise

from commonbeat.accounts.models import User
from commonbeat.core import crypto
from commonbeat.core.ids import row_number
from commonbeat.reports.models import CLOCK_WORDS, Exhibit, Message, Received, Report
from commonbeat.reports.models.report import REFERENCE_PREFIX, ReportQuerySet
from commonbeat.reports.rules import (
    CLOSED,
    FOR_THE_NEIGHBOURHOOD,
    Category,
    Clock,
    ClockKind,
    ClockState,
    Status,
    clean_receipt,
    hour_band,
    promised_clocks,
    read_clock,
)
from commonbeat.reports.rules.clocks import PROMISES

RECEIPT_PURPOSE = "receipt"
_COUNTED_FOR = timedelta(days=30)
_COUNTED_AT_MOST = 20_000
_FOR_OFFICER = Q(category__in=[category.value for category in FOR_THE_NEIGHBOURHOOD])


def receipt_digests(receipt: str) -> list[bytes]:
    """Return what a receipt may be stored as: one digest a key that is still held."""
    return crypto.keyed_digests(RECEIPT_PURPOSE, receipt)


def report_by_receipt(text: str) -> Report | None:
    """Return the report that a receipt opens, in one look-up whether there is one or not."""
    # What cannot be a receipt is looked up all the same, so that time tells nothing.
    code = clean_receipt(text) or ""
    return (
        Report.objects.filter(receipt_digest__in=receipt_digests(code))
        .select_related("area", "reporter", "about")
        .first()
    )


def report_by_key(key: str) -> Report | None:
    """Return a report by the key that a pass holds; one that was erased opens for no pass."""
    kept = Report.objects.exclude(status=Status.ERASED.value)
    return kept.filter(key=key).select_related("area", "reporter", "about").first()


def report_by_reference(*, realm_id: int, reference: str, reader: User) -> Report | None:
    """Return the report that the police call by ``reference``, like PR-26-000123.

    What is only counted has none, nor what was sent to others alone: none of them reads it. Who is
    kept from a report finds none either.
    """
    return _by_reference(Report.objects.in_realm(realm_id).open_to(reader), reference)


def any_report_by_reference(*, realm_id: int, reference: str) -> Report | None:
    """Return a report whoever may read it: for erasing it on the server, never for a page."""
    kept = Report.objects.in_realm(realm_id).exclude(status=Status.COUNTED.value)
    return _by_reference(kept, reference)


def _by_reference(reports: ReportQuerySet, reference: str) -> Report | None:
    parts = reference.upper().split("-")
    if len(parts) != 3 or parts[0] != REFERENCE_PREFIX:
        return None
    number = row_number(parts[2])
    if number is None:
        return None
    report = reports.filter(pk=number).select_related("area", "reporter", "about").first()
    return report if report is not None and report.reference == reference.upper() else None


def awaiting_triage(realm_id: int) -> ReportQuerySet:
    """Return what nobody has decided on yet, in the order in which it came: the triage queue."""
    return Report.objects.in_realm(realm_id).for_police().awaiting_triage()


def my_reports(user: User) -> QuerySet[Report]:
    """Return the reports that a person made under their name, newest first."""
    return Report.objects.filter(reporter=user).select_related("area").order_by("-id")


def thread(report: Report) -> list[Message]:
    """Return the messages of both sides, in the order in which they were written."""
    return list(report.messages.order_by("id"))


def with_thread(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Fetch messages and files along, in two more queries whatever the number."""
    return reports.prefetch_related(
        Prefetch("messages", Message.objects.order_by("id")),
        Prefetch("exhibits", Exhibit.objects.order_by("id")),
    )


@dataclass(frozen=True, slots=True)
class ReportClock:
    """One promise of one report, with its words."""

    kind: ClockKind
    state: ClockState
    fraction: float
    label: Promise
    due_at: datetime
    stopped_at: datetime | None
    is_late: bool


def clocks(report: Report, now: datetime) -> list[ReportClock]:
    """Return how the promises made for a report stand at ``now``, in the order of their due times.

    Of an anonymous report only the first promise runs from the exact moment, and only until
    somebody has read it; the others run from the hour. Nothing is promised of a counted one, nor
    of one that the police do not have.
    """
    if report.is_counted or not report.to_police:
        return []
    return [_clock(report, kind, now) for kind in promised_clocks(Category(report.category))]


def partner_clocks(received: Received, now: datetime) -> list[ReportClock]:
    """Return how the promises of the organisation that a report was sent to stand at ``now``.

    They run from the hour in which it was sent.
    """
    report = received.report
    taken_back = report.status_changed_at if report.state is Status.WITHDRAWN else None
    ended = received.closed_at or taken_back
    stops = {
        ClockKind.PARTNER_SEEN: received.seen_at,
        ClockKind.PARTNER_ANSWERED: received.answered_at,
    }
    found = []
    for kind, stopped in stops.items():
        reading = read_clock(
            kind, started_at=received.sent_at, stopped_at=stopped or ended, now=now
        )
        found.append(_reading(kind, reading, is_late=reading.is_late))
    return found


def _clock(report: Report, kind: ClockKind, now: datetime) -> ReportClock:
    started_at = report.received_at
    if report.is_anonymous and kind is not ClockKind.SEEN:
        started_at = hour_band(started_at)
    reading = read_clock(kind, started_at=started_at, stopped_at=_stop(report, kind), now=now)
    return _reading(kind, reading, is_late=_is_late(report, kind, reading))


def _reading(kind: ClockKind, reading: Clock, *, is_late: bool) -> ReportClock:
    return ReportClock(
        kind=kind,
        state=reading.state,
        fraction=reading.fraction,
        label=CLOCK_WORDS[kind],
        due_at=reading.due_at,
        stopped_at=reading.stopped_at,
        is_late=is_late,
    )


def _stop(report: Report, kind: ClockKind) -> datetime | None:
    stopped = {
        ClockKind.SEEN: report.seen_at,
        ClockKind.ASSESSED: report.assessed_at,
        ClockKind.ANSWERED: report.answered_at,
        ClockKind.NEIGHBOURHOOD: report.answered_at,
    }[kind]
    # Nothing is owed on what is finished or was taken back.
    return stopped or (report.status_changed_at if report.is_closed else None)


def _is_late(report: Report, kind: ClockKind, reading: Clock) -> bool:
    if kind is ClockKind.SEEN and report.seen_late is not None:
        return report.seen_late
    return reading.is_late


@dataclass(frozen=True, slots=True)
class PromiseTotal:
    """How often a promise was kept, of the reports for which it ran out or was met."""

    kind: ClockKind
    kept: int
    total: int


def promise_totals(*, realm_id: int, now: datetime) -> list[PromiseTotal]:
    """Return how the promises to read and to reply were kept over the last thirty days.

    A report whose time still runs is not counted yet. Reads the newest 20,000 reports at most.
    """
    newest = Report.objects.aggregate(newest=Max("pk"))["newest"] or 0
    recent = Report.objects.in_realm(realm_id).for_police()
    recent = recent.filter(pk__gt=newest - _COUNTED_AT_MOST, received_at__gt=now - _COUNTED_FOR)
    seen = Q(seen_at__isnull=False) | Q(received_at__lte=now - PROMISES[ClockKind.SEEN])
    in_time = Q(seen_late=False) | Q(
        seen_late__isnull=True, seen_at__lte=F("received_at") + PROMISES[ClockKind.SEEN]
    )
    reply = PROMISES[ClockKind.ANSWERED]
    still_owed = ~Q(status__in=[status.value for status in CLOSED])
    answered = Q(answered_at__isnull=False) | Q(received_at__lte=now - reply) & still_owed
    counted = recent.aggregate(
        seen=Count("pk", filter=seen),
        seen_kept=Count("pk", filter=seen & Q(seen_at__isnull=False) & in_time),
        answered=Count("pk", filter=answered & ~_FOR_OFFICER),
        answered_kept=Count(
            "pk", filter=answered & ~_FOR_OFFICER & Q(answered_at__lte=F("received_at") + reply)
        ),
    )
    return [
        PromiseTotal(ClockKind.SEEN, counted["seen_kept"], counted["seen"]),
        PromiseTotal(ClockKind.ANSWERED, counted["answered_kept"], counted["answered"]),
    ]
