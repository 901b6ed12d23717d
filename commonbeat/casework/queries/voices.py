"""How many independent reports tell of an incident, without saying who sent them."""

from collections.abc import Iterable

from commonbeat.casework.models import Decision, IncidentReport
from commonbeat.casework.rules import Corroboration, Outcome, Voice, corroboration
from commonbeat.reports.models import Correspondent, Identity, Report, ReporterContact, Status
from commonbeat.reports.queries import contact_digests


def voices(links: Iterable[IncidentReport]) -> Corroboration:
    """Return how many independent reports there are among linked ones, as a range."""
    reports = [link.report for link in links]
    marks, hoaxes = _marks(reports), _hoaxes(reports)
    gone = {Status.WITHDRAWN, Status.ERASED}
    return corroboration(
        Voice(frozenset(marks[report.pk]), report.state not in gone and report.pk not in hoaxes)
        for report in reports
    )


def _marks(reports: list[Report]) -> dict[int, set[str]]:
    """Return what each sender is known by. A sealed name stays sealed: it joins nothing."""
    marks: dict[int, set[str]] = {report.pk: set() for report in reports}
    for report in reports:
        if report.rung is Identity.NAMED and report.reporter_id is not None:
            marks[report.pk].add(f"account:{report.reporter_id}")
    for letter in Correspondent.objects.filter(report__in=marks).defer("contact"):
        marks[letter.report_id].add(bytes(letter.contact_digest).hex())
    named = [report.pk for report in reports if report.rung is Identity.NAMED]
    for known in ReporterContact.objects.filter(report__in=named):
        if address := known.contact.address.strip():
            marks[known.report_id] |= {digest.hex() for digest in contact_digests(address)}
    return marks


def _hoaxes(reports: list[Report]) -> set[int]:
    filed = [report.pk for report in reports if report.state is Status.FILED]
    found = Decision.objects.filter(report__in=filed, outcome=Outcome.NOT_MEANT.value)
    return set(found.values_list("report_id", flat=True))
