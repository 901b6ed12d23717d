"""Which intelligence reports there are, and what one of them holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Prefetch, QuerySet

from commonbeat.accounts.models import User
from commonbeat.core.ids import row_number
from commonbeat.intelligence.models import (
    REFERENCE_PREFIX,
    Grading,
    IntelligenceReport,
    Item,
    Subject,
)
from commonbeat.intelligence.rules import State
from commonbeat.places.models import Area

PAGE = 50


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; empty means everything that is not erased."""

    find: str = ""
    state: State | None = None
    source: str = ""
    information: str = ""
    handling: str = ""
    area: Area | None = None
    within_days: int | None = None
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One report of a list, with the current grade of each item: no word of it is opened."""

    report: IntelligenceReport
    grades: list[Grading]
    items: int


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some reports, newest first, and the number behind which the next ones start."""

    found: list[Found]
    after: int | None


def search_reports(
    *,
    realm_id: int,
    search: Search,
    reader: User,
    now: datetime,
    today: date,
    before: int | None = None,
) -> FoundPage:
    """Return the page of reports that fit, newest first, those behind number ``before``."""
    rows = IntelligenceReport.objects.in_realm(realm_id).open_to(reader)
    if search.find:
        rows = rows.filter(pk=number_in(search.find) or 0)
    if search.state is not None:
        rows = rows.filter(state=search.state.value)
    if search.area is not None:
        rows = rows.filter(area=search.area)
    if search.within_days is not None:
        rows = rows.filter(made_at__gte=now - timedelta(days=search.within_days))
    if search.is_due:
        rows = rows.filter(review_on__lte=today)
    if search.source or search.information or search.handling:
        rows = rows.filter(pk__in=_graded(realm_id, search))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows.select_related("area").defer("move_reason")
    page = list(rows.order_by("-pk")[: PAGE + 1])
    counted = Item.objects.filter(report__in=page).values("report_id").annotate(n=Count("pk"))
    numbers = {row["report_id"]: row["n"] for row in counted}
    grades = _current_grades(page[:PAGE])
    found = [Found(row, grades.get(row.pk, []), numbers.get(row.pk, 0)) for row in page[:PAGE]]
    return FoundPage(found, page[PAGE - 1].pk if len(page) > PAGE else None)


def _graded(realm_id: int, search: Search) -> QuerySet[Grading, Any]:
    """Return the ids of reports with an item whose current grade fits."""
    ours = Grading.objects.in_realm(realm_id)
    newest = ours.values("item_id").annotate(newest=Max("pk")).values("newest")
    rows = Grading.objects.filter(pk__in=newest)
    if search.source:
        rows = rows.filter(source=search.source)
    if search.information:
        rows = rows.filter(information=search.information)
    if search.handling:
        rows = rows.filter(handling="" if search.handling == "-" else search.handling)
    return rows.values("item__report_id")


def _current_grades(reports: list[IntelligenceReport]) -> dict[int, list[Grading]]:
    rows = Grading.objects.filter(item__report__in=reports).defer("conditions", "reason")
    rows = rows.select_related("item").order_by("item__report_id", "item__number", "-pk")
    newest: dict[int, Grading] = {}
    for row in rows:
        newest.setdefault(row.item_id, row)
    found: dict[int, list[Grading]] = {}
    for row in newest.values():
        found.setdefault(row.item.report_id, []).append(row)
    return found


def number_in(text: str) -> int | None:
    """Return the number of a reference, in full or in part: IR-26-000012, 26-12, 12."""
    return row_number(text.strip().upper().removeprefix(REFERENCE_PREFIX).rpartition("-")[2])


def intelligence_by_reference(
    *, realm_id: int, reference: str, reader: User
) -> IntelligenceReport | None:
    """Return the report of a reference, like IR-26-000012; none that ``reader`` is kept from."""
    parts = reference.upper().split("-")
    if len(parts) != 3 or parts[0] != REFERENCE_PREFIX:
        return None
    number = row_number(parts[2])
    if number is None:
        return None
    rows = IntelligenceReport.objects.in_realm(realm_id).open_to(reader)
    found = rows.filter(pk=number).select_related("area", "made_by", "report").first()
    return found if found is not None and found.reference == reference.upper() else None


def items_of(report: IntelligenceReport) -> list[Item]:
    """Return the items of a report in their order, with gradings (newest first) and people."""
    gradings = Grading.objects.select_related("graded_by").order_by("-pk")
    rows = Item.objects.filter(report=report).order_by("number")
    rows = rows.prefetch_related(Prefetch("gradings", gradings))
    return list(rows.prefetch_related(Prefetch("subjects", Subject.objects.order_by("pk"))))


def current_grading(item: Item) -> Grading | None:
    """Return the grading of an item that counts: its newest."""
    # Fetched along where there are many items; one by one otherwise.
    return max(item.gradings.all(), key=lambda grading: grading.pk, default=None)


def item_of(report: IntelligenceReport, number: int) -> Item | None:
    """Return one item of a report by its number."""
    return next((item for item in items_of(report) if item.number == number), None)
