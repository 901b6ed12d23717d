"""Sealing who somebody is, apart from what they told."""

from dataclasses import asdict

from commonbeat.accounts.models import User
from commonbeat.reports.models import Report, ReporterContact
from commonbeat.reports.rules import Contact, Reach


def seal_contact(report: Report, contact: Contact | None, *, account: User | None) -> None:
    """Keep a name and contact for a report: those given, else those of the account, copied once.

    No row leads from here to the account. Raises ``ValueError`` when there is neither.
    """
    if contact is None:
        if account is None:
            raise ValueError("There is no name to seal.")
        contact = Contact(name=account.display_name, how=Reach.EMAIL, address=account.email)
    ReporterContact.objects.create(report=report, sealed=asdict(contact))
