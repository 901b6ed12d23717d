"""Translations as pages show them: always beside the original, always marked as a machine's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from commonbeat.core.translation import is_set_up, service_name
from commonbeat.reports.models import Report, Translation
from commonbeat.reports.queries.translations import (
    needs_leave,
    texts_of_police,
    texts_of_reporter,
    translations,
)
from commonbeat.reports.rules.translating import TranslationState


@dataclass(frozen=True, slots=True)
class Pair:
    """One text and what a machine made of it; ``state`` is waiting, done or failed."""

    title: str
    original: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class TranslationsView:
    """All that a page shows of translations; ``missing`` texts can still be asked for."""

    is_set_up: bool
    service: str
    language: str
    language_name: str
    direction: str
    pairs: list[Pair]
    missing: int
    needs_leave: bool
    is_waiting: bool


def for_police(report: Report) -> TranslationsView:
    """Return the reporter's words in the reader's language, as far as they were asked for."""
    language = _language()
    found = translations(report, language=language)
    rows = [row for row in found if row.message is None or not row.message.is_from_police]
    missing = len(texts_of_reporter(report, language=language))
    return _view(report, rows, missing, language, leave=needs_leave(report))


def for_reporter(report: Report) -> TranslationsView:
    """Return what the police wrote in the reader's language, as far as it was asked for."""
    language = _language()
    found = translations(report, language=language)
    rows = [row for row in found if row.message is not None and row.message.is_from_police]
    # The police write in the language of the house: who reads it needs nothing translated.
    is_theirs = language == settings.LANGUAGE_CODE
    missing = 0 if is_theirs else len(texts_of_police(report, language=language))
    return _view(report, rows, missing, language, leave=False)


def _language() -> str:
    return get_language() or "en"


def _view(
    report: Report, rows: Iterable[Translation], missing: int, language: str, *, leave: bool
) -> TranslationsView:
    info = get_language_info(language)
    pairs = [_pair(row) for row in rows]
    return TranslationsView(
        is_set_up=is_set_up(),
        service=service_name(),
        language=language,
        language_name=str(info["name_local"]),
        direction="rtl" if info["bidi"] else "ltr",
        pairs=pairs,
        missing=missing,
        needs_leave=leave,
        is_waiting=any(pair.state == "waiting" for pair in pairs),
    )


def _pair(row: Translation) -> Pair:
    state = {TranslationState.DONE.value: "done", TranslationState.FAILED.value: "failed"}
    title = _("What they wrote first")
    if row.message is not None:
        title = row.message.author_label or _("A message of theirs")
    return Pair(title, row.original, row.text, state.get(row.state, "waiting"))
