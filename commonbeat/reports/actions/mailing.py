"""Letters to whoever reported by e-mail: that we have it, and that an answer is there."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commonbeat.core import crypto
from commonbeat.core.ids import grouped
from commonbeat.core.moments import full_text
from commonbeat.delivery.actions import InvalidAddress, send_to_address
from commonbeat.delivery.models import OutboxMessage
from commonbeat.delivery.queries import mail_id
from commonbeat.reports.models import EntryDoor, MailMark, Report
from commonbeat.reports.queries import clocks
from commonbeat.reports.queries.contacts import MARK_PURPOSE, contact_of, reports_from

# Somebody who writes more than this in a day gets no more confirmations: a machine that answers
# every letter could otherwise keep us writing, and so could a forged sender.
_MOST_CONFIRMATIONS = 5
_A_DAY = timedelta(days=1)


def mark(report: Report, letter_id: str) -> None:
    """Remember the id of a letter, so that its answer finds the report."""
    digest = crypto.keyed_digest(MARK_PURPOSE, letter_id)
    MailMark.objects.get_or_create(report=report, digest=digest)


def confirm_by_mail(
    *, report: Report, receipt: str, address: str, files: int, now: datetime
) -> OutboxMessage | None:
    """Write that a report came in, with its receipt: what to do in danger comes first."""
    recent = reports_from(address, realm_id=report.realm_id).filter(received_at__gt=now - _A_DAY)
    if recent.count() > _MOST_CONFIRMATIONS:
        return None
    with override(report.language):
        due = full_text(clocks(report, now)[0].due_at)
        said = [
            _("In danger now? Call 999. Cannot talk? Call 999, then press 55."),
            _("We have your report. A person reads it by %(time)s.") % {"time": due},
            _("Your receipt: %(receipt)s") % {"receipt": grouped(receipt)},
            _(
                "With the receipt you read our answers, write to us and add photos. Keep it safe: "
                "whoever has it can open your report."
            ),
            _(
                "Our police team sees your email address with this report. We use it to tell you "
                "that an answer is there, and for nothing else."
            ),
        ]
        if files:
            said.insert(
                3,
                ngettext(
                    "We did not take the %(n)d file of your email. Add it with your receipt.",
                    "We did not take the %(n)d files of your email. Add them with your receipt.",
                    files,
                )
                % {"n": files},
            )
        return _send(report, address, _("We have your message"), said, now=now)


def tell_of_answer(report: Report, *, now: datetime) -> OutboxMessage | None:
    """Tell whoever reported by e-mail that we wrote; not a word of what we wrote."""
    if report.door != EntryDoor.EMAIL.value:
        return None
    address = contact_of(report)
    if not address:
        return None
    with override(report.language):
        said = [
            _("We wrote to you about what you told us. Open it with your receipt to read it."),
            _("In danger now? Call 999."),
        ]
        return _send(report, address, _("There is a message for you"), said, now=now)


def _send(
    report: Report, address: str, subject: str, said: list[str], *, now: datetime
) -> OutboxMessage | None:
    try:
        message = send_to_address(
            realm_id=report.realm_id,
            address=address,
            language=report.language or settings.LANGUAGE_CODE,
            subject=subject,
            body="\n\n".join(said),
            link_path=reverse("reports:receipt"),
            now=now,
        )
    except InvalidAddress:
        # Some addresses can send and not be written to. The report stands all the same.
        return None
    mark(report, mail_id(message))
    return message
