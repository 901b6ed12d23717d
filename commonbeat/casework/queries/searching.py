"""Reports found by the words in them, and people who were looked up again and again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef

from commonbeat.accounts.models import User
from commonbeat.casework.models import LookUp
from commonbeat.casework.permissions import can_see_look_ups
from commonbeat.casework.rules import (
    LOOK_UPS_COUNTED,
    LOOK_UPS_FLAGGED,
    SEARCH_PAGE,
    Standing,
)
from commonbeat.core.crypto import keyed_digests
from commonbeat.core.words import words_wanted
from commonbeat.reports.models import Exhibit, Report, ReportQuerySet, Status
from commonbeat.reports.queries import newest_with
from commonbeat.reports.rules import CLOSED

_FLAGS_SHOWN = 20
_NEW = (Status.SUBMITTED, Status.SEEN, Status.ASSESSED)
_IN_HAND = (Status.ASSIGNED, Status.INVESTIGATING, Status.SHARED)
_STATUSES = {
    Standing.OPEN: (*_NEW, *_IN_HAND, Status.ASKED),
    Standing.NEW: _NEW,
    Standing.IN_HAND: _IN_HAND,
    Standing.WAITING: (Status.ASKED,),
    Standing.FINISHED: tuple(CLOSED - {Status.ERASED}),
}
# What a row of the results needs: nothing that is sealed, so that no words are read by looking.
_ROW = (
    "id", "key", "realm_id", "topic", "category", "status", "identity", "received_at",
    "to_police", "area__name", "assignment__officer__key", "assignment__officer__display_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a search leaves out; empty where everything will do."""

    standing: Standing | None = None
    category: str = ""
    area: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    language: str = ""
    with_files: bool = False


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some reports, newest first, and the number behind which the next page starts."""

    reports: list[Report]
    after: int | None


def openable(realm_id: int, reader: User) -> ReportQuerySet:
    """Return the reports that a reader of reports can open, with a reason."""
    known = Report.objects.in_realm(realm_id).open_to(reader)
    return known.exclude(status=Status.ERASED.value)


def search_words(
    *, realm_id: int, reader: User, text: str, narrowing: Narrowing, after: int | None
) -> FoundPage:
    """Return the newest reports that hold every word of a text, of those a reader can open."""
    ids = newest_with(
        _narrowed(openable(realm_id, reader), narrowing),
        realm_id=realm_id,
        text=text,
        before=after,
        most=SEARCH_PAGE + 1,
    )
    rows = openable(realm_id, reader).filter(pk__in=ids[:SEARCH_PAGE])
    rows = rows.select_related("area", "assignment__officer").only(*_ROW).order_by("-id")
    more = len(ids) > SEARCH_PAGE
    return FoundPage(list(rows), ids[SEARCH_PAGE - 1] if more else None)


def _narrowed(reports: ReportQuerySet, narrowing: Narrowing) -> ReportQuerySet:
    if narrowing.standing is not None:
        statuses = _STATUSES[narrowing.standing]
        reports = reports.filter(status__in=[status.value for status in statuses])
    if narrowing.category:
        reports = reports.filter(category=narrowing.category)
    if narrowing.area is not None:
        reports = reports.filter(area_id=narrowing.area)
    if narrowing.since is not None:
        reports = reports.filter(received_at__gte=narrowing.since)
    if narrowing.until is not None:
        reports = reports.filter(received_at__lte=narrowing.until)
    if narrowing.language:
        reports = reports.filter(language=narrowing.language)
    if narrowing.with_files:
        reports = reports.filter(Exists(Exhibit.objects.kept().filter(report=OuterRef("pk"))))
    return reports


def person_digests(*, realm_id: int, text: str) -> list[bytes]:
    """Return what stands for whom somebody looks up, whatever the order of the words."""
    words = " ".join(sorted(words_wanted(text)))
    return keyed_digests(f"look-up:{realm_id}", words)


def count_look_ups(*, user: User, realm_id: int, text: str, now: datetime) -> int:
    """Return how often a member looked up these words in the last 28 days, without a case."""
    return (
        LookUp.objects.in_realm(realm_id)
        .filter(
            user=user,
            at__gt=now - LOOK_UPS_COUNTED,
            person_digest__in=person_digests(realm_id=realm_id, text=text),
        )
        .count()
    )


@dataclass(frozen=True, slots=True)
class Flag:
    """A member who looked up one person too often without a case; never whom."""

    key: str
    name: str
    times: int
    last_at: datetime


def flags(*, realm_id: int, user: User, now: datetime) -> list[Flag]:
    """Return who looked somebody up too often, for those who may know it; the latest first."""
    if not can_see_look_ups(user):
        return []
    rows = (
        LookUp.objects.in_realm(realm_id)
        .filter(at__gt=now - LOOK_UPS_COUNTED)
        .values("user__key", "user__display_name", "person_digest")
        .annotate(times=Count("pk"), last_at=Max("at"))
        .filter(times__gte=LOOK_UPS_FLAGGED)
        .order_by("-last_at", "user__key")[:_FLAGS_SHOWN]
    )
    return [
        Flag(row["user__key"], row["user__display_name"], row["times"], row["last_at"])
        for row in rows
    ]
