"""What an organisation reads of the reports that were sent to it, and what the police do not."""

from django.db.models import QuerySet

from commonbeat.accounts.models import Organisation
from commonbeat.reports.models import AuthorKind, Message, MessageKind, Received, Report, Status
from commonbeat.reports.rules import partner_reads, police_read


def received_by(organisation: Organisation, *, realm_id: int) -> QuerySet[Received]:
    """Return the reports sent to an organisation, newest first: nothing of anybody else."""
    return (
        Received.objects.filter(report__realm_id=realm_id, report__sent_to=organisation)
        .exclude(report__status=Status.ERASED.value)
        .select_related("report__area", "report__sent_to")
        .order_by("-report_id")
    )


def received_of(report: Report) -> Received | None:
    """Return how the organisation that a report was sent to stands with it, if there is one."""
    if report.sent_to_id is None:
        return None
    return Received.objects.filter(report=report).select_related("report__sent_to").first()


def partner_thread(report: Report) -> list[Message]:
    """Return the messages that the organisation reads, in the order in which they were written."""
    return [
        message
        for message in report.messages.order_by("id")
        if partner_reads(AuthorKind(message.author), MessageKind(message.kind))
    ]


def police_thread(report: Report) -> list[Message]:
    """Return the messages that the police read, in the order in which they were written."""
    return [
        message
        for message in report.messages.order_by("id")
        if police_read(AuthorKind(message.author))
    ]
