"""Who is reached by e-mail or text message, and what else came from the same address."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.core import crypto
from commonbeat.core.ids import ALPHABET
from commonbeat.reports.models import (
    Correspondent,
    EntryDoor,
    LanguageHint,
    MailMark,
    Report,
    ReportQuerySet,
)
from commonbeat.reports.queries.reports import report_by_receipt
from commonbeat.reports.rules import CLOSED, RECEIPT_LENGTH

CONTACT_PURPOSE = "report-contact"
MARK_PURPOSE = "mail-mark"
_RECEIPT_OF = "inbound-receipt"
# Several texts one after another are one story.
_ONE_STORY = timedelta(hours=24)


def receipts_of(once: str) -> list[str]:
    """Return the receipt of a message that a provider brings, newest key first.

    It follows from the provider's id of the message under our keys, so that the same message again
    is the same report, and its sender is told the same receipt, which nobody had to keep.
    """
    return [
        "".join(ALPHABET[byte & 31] for byte in digest[:RECEIPT_LENGTH])
        for digest in crypto.keyed_digests(_RECEIPT_OF, once)
    ]


def report_of_message(once: str) -> tuple[str, Report] | None:
    """Return the receipt and the report of a message that came before, if it did."""
    for receipt in receipts_of(once):
        report = report_by_receipt(receipt)
        if report is not None:
            return receipt, report
    return None


def contact_digests(contact: str) -> list[bytes]:
    """Return what tells an address apart, newest key first."""
    return crypto.keyed_digests(CONTACT_PURPOSE, contact.casefold())


def contact_of(report: Report) -> str:
    """Return the address that a report came from, or nothing."""
    found = Correspondent.objects.filter(report=report).first()
    return found.contact if found else ""


def reports_from(contact: str, *, realm_id: int) -> ReportQuerySet:
    """Return the reports that came from an address, newest first."""
    return (
        Report.objects.in_realm(realm_id)
        .filter(correspondent__contact_digest__in=contact_digests(contact))
        .order_by("-id")
    )


def same_contact(report: Report, *, reader: User) -> list[Report]:
    """Return the other reports that came from the same address and a reader may know of."""
    contact = contact_of(report)
    if not contact:
        return []
    others = reports_from(contact, realm_id=report.realm_id).open_to(reader)
    return list(others.exclude(pk=report.pk)[:20])


def language_hint(report: Report) -> LanguageHint | None:
    """Return a machine's guess at the language of a report, if it ventured one."""
    return LanguageHint.objects.filter(report=report).exclude(language="").first()


def report_answered_by(ids: Iterable[str], *, contact: str, realm_id: int) -> Report | None:
    """Return the report whose exchange a letter of the same sender goes on with."""
    digests = [digest for each in ids for digest in crypto.keyed_digests(MARK_PURPOSE, each)]
    theirs = reports_from(contact, realm_id=realm_id)
    return theirs.filter(mail_marks__in=MailMark.objects.filter(digest__in=digests)).first()


def story_of(contact: str, *, realm_id: int, now: datetime) -> Report | None:
    """Return the open report that a further text message from this number belongs to."""
    recent = reports_from(contact, realm_id=realm_id).filter(
        door=EntryDoor.TEXT.value, received_at__gt=now - _ONE_STORY
    )
    return recent.exclude(status__in=[status.value for status in CLOSED]).first()
