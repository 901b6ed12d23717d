"""What a copy is made from, and what it must not give away, read from a report."""

from datetime import datetime

from django.utils.timezone import localtime

from commonbeat.partners.rules import Facts
from commonbeat.places.queries import cell_label
from commonbeat.reports.models import AuthorKind, Identity, Report, When
from commonbeat.reports.queries import known_contact


def facts_of(report: Report, *, description: str) -> Facts:
    """Return the coded facts of a report, and what somebody typed for a partner."""
    cell = report.cell9 or report.cell8
    start, end = _happened(report)
    return Facts(
        category=report.category,
        asb_kind=report.qualifier,
        place=cell_label(cell) if cell is not None else "",
        is_wide=cell is not None and report.cell9 is None,
        area=report.area.name if report.area else "",
        told=localtime(report.received_shown),
        start=start,
        end=end,
        is_anonymous=report.is_anonymous,
        description=description,
    )


def _happened(report: Report) -> tuple[datetime | None, datetime | None]:
    start, end = (
        localtime(datetime.fromisoformat(text)) if text else None
        for text in (report.happened.get("from"), report.happened.get("to"))
    )
    if start is None and report.happened.get("when") == When.NOW.value:
        return localtime(report.received_shown), None
    return start, end


def told_by_reporter(report: Report) -> list[str]:
    """Return everything that the reporter wrote: words for a partner are compared with it."""
    messages = report.messages.filter(author=AuthorKind.REPORTER.value)
    answers = [text for texts in (report.answers or {}).values() for text in texts]
    return [report.description, report.place, *answers, *(message.body for message in messages)]


def names_known(report: Report) -> list[str]:
    """Return the names of the reporter that their police may see.

    A sealed name is left out: a warning about it would tell what two people must agree to see.
    """
    names = [report.pseudonym or "", report.brought_by]
    if report.rung is Identity.NAMED:
        contact = known_contact(report)
        names += [contact.name if contact else ""]
        names += [report.reporter.display_name if report.reporter else ""]
    return [name for name in names if name]


def places_known(report: Report) -> list[str]:
    """Return the names of places that every map of the town shows."""
    cells = [cell for cell in (report.cell9, report.cell8) if cell is not None]
    area = [report.area.name] if report.area else []
    return [*(cell_label(cell) for cell in cells), *area]
