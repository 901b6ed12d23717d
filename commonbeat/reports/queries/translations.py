"""Translations of a report's texts, and what is still to be translated."""

from datetime import datetime

from django.db.models import QuerySet

from commonbeat.reports.models import AuthorKind, OutsideLeave, Report, Translation
from commonbeat.reports.rules.translating import TranslationState

_UNSETTLED = (TranslationState.WAITING.value, TranslationState.WORKING.value)


def translations(report: Report, *, language: str) -> list[Translation]:
    """Return what was asked for in one language, in the order of the thread."""
    return list(
        Translation.objects.filter(report=report, language=language)
        .select_related("message", "report")
        .order_by("message_id")
    )


def due_translations(now: datetime) -> QuerySet[Translation]:
    """Return what may be worked on now; an abandoned claim is due again."""
    return Translation.objects.filter(state__in=_UNSETTLED, due_at__lte=now).order_by(
        "due_at", "pk"
    )


def needs_leave(report: Report) -> bool:
    """Say whether somebody must first say that these words may leave the building."""
    return report.is_anonymous and not OutsideLeave.objects.filter(report=report).exists()


def texts_of_reporter(report: Report, *, language: str) -> list[int | None]:
    """Return what the reporter wrote and nobody asked to translate: message ids, None for words."""
    asked = _asked(report, language)
    written = report.messages.filter(author=AuthorKind.REPORTER.value).values_list("pk", flat=True)
    return [each for each in (None, *written.order_by("pk")) if each not in asked]


def texts_of_police(report: Report, *, language: str) -> list[int | None]:
    """Return the messages of the police that nobody asked to translate yet."""
    asked = _asked(report, language)
    written = report.messages.filter(author=AuthorKind.POLICE.value).values_list("pk", flat=True)
    return [each for each in written.order_by("pk") if each not in asked]


def _asked(report: Report, language: str) -> set[int | None]:
    """Return what needs no asking again: all but what failed."""
    rows = Translation.objects.filter(report=report, language=language)
    rows = rows.exclude(state=TranslationState.FAILED.value)
    return {row.message_id for row in rows.only("message_id")}
