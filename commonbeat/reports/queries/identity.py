"""Reads of who a reporter is, and of what happened to that."""

from commonbeat.reports.models import IdentityEvent, Report, ReporterContact
from commonbeat.reports.rules import Contact, Identity, Reach


def known_contact(report: Report) -> Contact | None:
    """Return the name and contact of a reporter who gave them, sealed or not.

    Whoever calls this for a confidential report must have been let in by two people, and must
    write down that they looked.
    """
    sealed = ReporterContact.objects.filter(report=report).first()
    if sealed is not None:
        return sealed.contact
    if report.rung is Identity.NAMED and report.reporter is not None:
        person = report.reporter
        return Contact(name=person.display_name, how=Reach.EMAIL, address=person.email)
    return None


def identity_events(report: Report) -> list[IdentityEvent]:
    """Return what happened to how a reporter is known, first to last."""
    return list(report.identity_events.order_by("id"))
