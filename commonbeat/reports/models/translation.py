"""What a machine made of a text, beside the text itself; and the leave to let words go out."""

from django.db import models

from commonbeat.core.fields import SealedTextField
from commonbeat.reports.models.message import Message
from commonbeat.reports.models.report import Report
from commonbeat.reports.rules.translating import TranslationState


class Translation(models.Model):
    """One text of a report in one other language: its own words, or one message of its thread."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="translations")
    # Nothing: the report's own words.
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(max_length=10)
    text = SealedTextField(default=str)
    service = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in TranslationState],
        default=TranslationState.WAITING.value,
    )
    tries = models.PositiveSmallIntegerField(default=0)
    # When it may next be tried; for one being worked on, when its claim runs out. Nothing once it
    # is settled: of a reporter's wish no moment is left.
    due_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language"],
                condition=models.Q(message__isnull=True),
                name="reports_translation_words_once",
            ),
            models.UniqueConstraint(
                fields=["message", "language"],
                condition=models.Q(message__isnull=False),
                name="reports_translation_message_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in TranslationState]),
                name="reports_translation_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "working"]),
                name="reports_translation_due",
            )
        ]

    def __str__(self) -> str:
        return f"translation {self.pk} ({self.state})"

    @property
    def original(self) -> str:
        """The text itself."""
        return str(self.message.body if self.message else self.report.description)


class OutsideLeave(models.Model):
    """Somebody of the police said that an anonymous report's words may go to a service outside."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="outside_leave")
    given_by = models.CharField(max_length=120)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"leave for report {self.report_id}"
