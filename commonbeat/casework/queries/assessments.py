"""What was thought through about reports, the grades they have, and what speaks for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from commonbeat.casework.models import Assessment, CallGrade, HandoverAlarm
from commonbeat.casework.rules import AlarmState, Grade, Suggestion, suggest_grade
from commonbeat.reports.models import AuthorKind, Category, Message, MessageKind, Report, When
from commonbeat.reports.rules.categories import FOR_THE_NEIGHBOURHOOD

# What a row of the queue needs of an assessment: nothing of what was thought.
_ROW = (
    "report_id", "number", "graded_at", "due_at", "review_by", "grade__kind", "grade__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Graded:
    """The newest grade of a report as a row of the queue needs it."""

    kind: Grade
    words: str
    graded_at: datetime
    due_at: datetime | None
    wrote_since: bool
    is_handed_over: bool
    review_by: date | None


def assessments(report: Report) -> list[Assessment]:
    """Return every assessment of a report, first to last."""
    rows = Assessment.objects.in_realm(report.realm_id).filter(report=report)
    return list(rows.select_related("grade").order_by("number"))


def grades_of(reports: Iterable[Report]) -> dict[int, Graded]:
    """Return the newest grade of each report that has one, in one query for all of them."""
    since = _from_reporter().filter(report=OuterRef("report_id"), pk__gt=OuterRef("message_seen"))
    handed_over = HandoverAlarm.objects.filter(
        report=OuterRef("report_id"),
        state=AlarmState.CLOSED.value,
        raised_at__gte=OuterRef("graded_at"),
    )
    rows = (
        Assessment.objects.filter(report__in=[report.pk for report in reports])
        .annotate(wrote_since=Exists(since), is_handed_over=Exists(handed_over))
        .select_related("grade")
        .only(*_ROW)
        .order_by("number")
    )
    # The newest is the one that stays.
    return {row.report_id: _graded(row) for row in rows}


def graded(report: Report) -> Graded | None:
    """Return the newest grade of one report, if it has one."""
    return grades_of([report]).get(report.pk)


def _graded(row: Any) -> Graded:
    return Graded(
        kind=row.grade.grade,
        words=row.grade.words,
        graded_at=row.graded_at,
        due_at=row.due_at,
        wrote_since=row.wrote_since,
        is_handed_over=row.is_handed_over,
        review_by=row.review_by,
    )


def _from_reporter() -> QuerySet[Message]:
    """Return what reporters said; an entry that tells what happened says nothing."""
    return Message.objects.filter(author=AuthorKind.REPORTER.value).exclude(
        kind=MessageKind.EVENT.value
    )


def suggestion(report: Report) -> Suggestion:
    """Return the grade that what the reporter answered speaks for."""
    return suggest_grade(
        when=report.happened.get("when", When.UNKNOWN.value),
        answers=report.answers or {},
        is_question=Category(report.category) in FOR_THE_NEIGHBOURHOOD,
    )


def grades_in_use(now: datetime) -> list[CallGrade]:
    """Return the grades that can be chosen, the most urgent first."""
    order = list(Grade)
    return sorted(CallGrade.objects.in_use(now), key=lambda row: order.index(row.grade))


def grades_ended(now: datetime) -> list[CallGrade]:
    """Return grades as they were before, the newest first."""
    return list(CallGrade.objects.filter(valid_until__lte=now).order_by("-valid_until", "-pk")[:20])
