"""The queue: open reports in the order of their promises."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from commonbeat.accounts.models import User
from commonbeat.casework.models import Assignment, QueuePart
from commonbeat.casework.queries.paging import Place
from commonbeat.casework.queries.queue_parts import narrowed_to
from commonbeat.core.ids import row_number
from commonbeat.places.models import Area
from commonbeat.reports.models import (
    CATEGORY_WORDS,
    TOPIC_WORDS,
    Report,
    ReportQuerySet,
    Status,
    kept_from,
)

PAGE = 50
# Nobody needs to know whether it is 4,000 or 5,000, and counting them all takes time.
COUNT_CAP = 1_000


class Tab(StrEnum):
    """A part of the queue."""

    ALL = "all"
    MINE = "mine"
    LATE = "late"
    NEW = "new"
    WAITING = "waiting"


# Those that every queue has, and those that people named.
type Part = Tab | QueuePart


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of the queue, and where the next ones start."""

    reports: list[Report]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number that stops at a thousand."""

    number: int

    def __str__(self) -> str:
        return f"{COUNT_CAP - 1}+" if self.number >= COUNT_CAP else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


# What a row of the queue needs: nothing that is sealed, so that no words are read by looking.
ROW = (
    "id", "key", "realm_id", "topic", "category", "status", "identity", "received_at",
    "status_changed_at", "seen_at", "seen_late", "assessed_at", "answered_at",
    "reply_waiting_since", "tell_by", "queue_at", "to_police", "area__name",
    "assignment__officer__key", "assignment__officer__display_name",
)  # fmt: skip


def queue(*, realm_id: int, tab: Part, user: User, now: datetime, find: str = "") -> ReportQuerySet:
    """Return the open reports of a tab in the order of their promises: late ones come first."""
    if tab is Tab.MINE:
        reports = Report.objects.filter(pk__in=_in_hand(realm_id, user))
    else:
        reports = Report.objects.in_realm(realm_id)
    # The database itself keeps what is not for the police out of here: it has no place in a queue.
    reports = reports.filter(queue_at__isnull=False).exclude(kept_from(user.pk))
    if tab is Tab.LATE:
        reports = reports.filter(queue_at__lt=now)
    elif tab is Tab.NEW:
        reports = reports.filter(status=Status.SUBMITTED.value)
    elif tab is Tab.WAITING:
        reports = reports.filter(status=Status.ASKED.value)
    elif isinstance(tab, QueuePart):
        reports = narrowed_to(reports, tab.holds)
    for word in find.split():
        reports = reports.filter(_about(word))
    return reports.order_by("queue_at", "id")


def _in_hand(realm_id: int, user: User) -> list[int]:
    """Return the ids of what somebody has in hand.

    Asked for first, and then looked up by these ids alone: left to join them, or told the realm
    again, SQLite walks the whole queue in search of a few rows.
    """
    mine = Assignment.objects.in_realm(realm_id).filter(officer=user).order_by("-pk")
    return list(mine.values_list("report_id", flat=True)[:COUNT_CAP])


def queue_page(reports: ReportQuerySet, *, after: Place | None) -> QueuePage:
    """Return the page of a queue that starts behind ``after``."""
    if after is not None:
        reports = reports.filter(queue_at__gte=after.at).filter(
            Q(queue_at__gt=after.at) | Q(id__gt=after.number)
        )
    rows = list(reports.select_related("area", "assignment__officer").only(*ROW)[: PAGE + 1])
    page = rows[:PAGE]
    more = len(rows) > PAGE
    last = page[-1] if more else None
    return QueuePage(page, Place(last.queue_at, last.pk) if last and last.queue_at else None)


def finished(*, realm_id: int, find: str, reader: User) -> list[Report]:
    """Return the newest finished reports that match, at most one page."""
    reports = Report.objects.in_realm(realm_id).open_to(reader).filter(queue_at__isnull=True)
    for word in find.split():
        reports = reports.filter(_about(word))
    rows = reports.select_related("area", "assignment__officer").only(*ROW)
    return list(rows.order_by("-id")[:PAGE])


def count(reports: ReportQuerySet) -> Count:
    """Count rows up to a thousand."""
    return Count(reports.order_by()[:COUNT_CAP].count())


def counts(*, realm_id: int, user: User, now: datetime) -> dict[Tab, Count]:
    """Return how many open reports each tab has."""
    return {tab: count(queue(realm_id=realm_id, tab=tab, user=user, now=now)) for tab in Tab}


def _about(word: str) -> Q:
    """Match one word against what it is about and where: what a row shows."""
    wanted = word.casefold()
    topics = [t.value for t, words in TOPIC_WORDS.items() if wanted in str(words).casefold()]
    kinds = [c.value for c, words in CATEGORY_WORDS.items() if wanted in str(words).casefold()]
    areas = Area.objects.filter(name__icontains=word).values("pk")
    return Q(topic__in=topics) | Q(category__in=kinds) | Q(area__in=areas)


def number_in(text: str) -> int | None:
    """Return the number of a reference, typed in full or in part: PR-26-000123, 26-123, 123."""
    return row_number(text.strip().upper().removeprefix("PR").strip("- #").rpartition("-")[2])


def report_by_number(*, realm_id: int, text: str, reader: User) -> Report | None:
    """Return the report whose reference was typed, in full or just its number."""
    number = number_in(text)
    if number is None:
        return None
    report = Report.objects.in_realm(realm_id).open_to(reader).filter(pk=number).first()
    typed = text.strip().upper().removeprefix("PR").strip("- #").partition("-")
    year_fits = report is not None and (not typed[1] or typed[0] == f"{report.received_at:%y}")
    return report if year_fits else None


def is_report_key(*, realm_id: int, key: str, reader: User) -> bool:
    """Say whether a key is that of a report of this realm that somebody may know of."""
    # Whatever a page sends: keys are letters and figures, and a NUL is more than a database takes.
    known = Report.objects.in_realm(realm_id).open_to(reader)
    return key.isalnum() and known.filter(key=key).exists()
