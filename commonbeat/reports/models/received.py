"""What an organisation that takes reports does with one that was sent to it."""

from django.db import models

from commonbeat.reports.models.report import Report
from commonbeat.reports.rules import Progress, Status


class Received(models.Model):
    """How the organisation in ``report.sent_to`` stands with a report; the police have their own.

    ``sent_at`` and ``unread_since`` hold the hour alone: of nobody does it learn a finer time.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="received")
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # The reporter wrote, and nobody there has opened it since.
    unread_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"received {self.pk}"

    @property
    def progress(self) -> Progress:
        """How far they are with it."""
        if self.report.state is Status.WITHDRAWN:
            return Progress.TAKEN_BACK
        if self.closed_at is not None:
            return Progress.CLOSED
        if self.answered_at is not None:
            return Progress.ANSWERED
        return Progress.NEW if self.seen_at is None else Progress.READ
