"""Several reports before one thing is done about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models import User
from commonbeat.casework.models import ALONE_WORDS
from commonbeat.casework.presenters.rows import QueueRow, queue_rows
from commonbeat.casework.queries import Graded, Here, Stamp, Tab
from commonbeat.casework.rules import Facts, Several, why_alone
from commonbeat.reports.models import Report

SEVERAL_WORDS: dict[Several, Promise] = {
    Several.TAKE: _("Take them on"),
    Several.END: _("Close or file them"),
    Several.JOIN: _("Put them into one incident"),
}


@dataclass(frozen=True, slots=True)
class SeveralRow:
    """One report that was chosen: what its row of the queue shows, and whether it goes along."""

    row: QueueRow
    language: str
    seen: str
    why_not: Promise | str


def several_rows(
    reports: list[Report],
    *,
    do: Several,
    facts: Mapping[int, Facts],
    grades: Mapping[int, Graded],
    stamps: Mapping[int, Stamp],
    user: User,
    now: datetime,
) -> list[SeveralRow]:
    """Return what was chosen; ``why_not`` is empty for what goes along."""
    rows = queue_rows(reports, tab=Tab.ALL, here=Here([], {}), grades=grades, picked="", now=now)
    why = [why_alone(do, facts[report.pk], by=user.pk) for report in reports]
    return [
        SeveralRow(
            row=row,
            language=_language(report),
            seen=f"{report.key}={stamps[report.pk]}",
            why_not=ALONE_WORDS[alone] if alone else "",
        )
        for report, row, alone in zip(reports, rows, why, strict=True)
    ]


def _language(report: Report) -> str:
    """Return the language of whoever does not read English, by its own name."""
    known = dict(settings.LANGUAGES)
    return "" if report.language == "en" else known.get(report.language, report.language)
