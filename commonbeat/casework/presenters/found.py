"""What a search found: reports as the queue shows them, never what somebody wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.casework.presenters.clocks import age_text
from commonbeat.casework.queries import Person
from commonbeat.reports.models import Report


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One report that was found."""

    reference: str
    href: str
    title: str
    area: str
    age: str
    status: str
    tone: str
    officer: Person | None


def found_rows(reports: Iterable[Report], *, now: datetime) -> list[FoundRow]:
    """Return the rows of a page of results."""
    return [_row(report, now) for report in reports]


def _row(report: Report, now: datetime) -> FoundRow:
    assignment = getattr(report, "assignment", None)
    officer = assignment.officer if assignment else None
    return FoundRow(
        reference=report.reference,
        href=reverse("casework:report", args=[report.reference]),
        title=str(report.topic_words),
        area=report.area.name if report.area else _("No place given"),
        age=age_text(report.received_shown, now=now, is_rough=report.is_anonymous),
        status=str(report.words.staff),
        tone=report.words.tone,
        officer=Person.named(officer.key, officer.display_name) if officer else None,
    )
