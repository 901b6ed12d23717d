"""One message of the thread between a reporter and the police."""

from django.db import models

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.reports.models.report import Report
from commonbeat.reports.rules import AuthorKind, MessageKind


class Message(models.Model):
    """What one side said to the other. The order is that of the rows, not of the times.

    ``at`` holds the hour alone when an anonymous reporter wrote it.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=10, choices=[(a.value, a.value) for a in AuthorKind])
    # Who wrote it, as the other side reads it, kept as it was that day: of the police, and of a
    # partner's members.
    author_label = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in MessageKind])
    body = SealedTextField()
    # Made with the form: sending one form twice is one message.
    once = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["report", "id"], name="reports_message_thread")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(author__in=[a.value for a in AuthorKind]),
                name="reports_message_author_known",
            ),
            models.UniqueConstraint(
                fields=["report", "once"],
                condition=~models.Q(once=""),
                name="reports_message_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_event(self) -> bool:
        """Whether it tells what happened, not what one side says to the other."""
        return self.kind == MessageKind.EVENT.value

    @property
    def is_from_reporter(self) -> bool:
        """Whether the reporter wrote it."""
        return self.author == AuthorKind.REPORTER.value

    @property
    def is_from_police(self) -> bool:
        """Whether the police wrote it."""
        return self.author == AuthorKind.POLICE.value
