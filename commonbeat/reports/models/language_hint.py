"""In which language a report seems to be, beside the language that its reporter chose."""

from django.db import models

from commonbeat.reports.models.report import Report


class LanguageHint(models.Model):
    """A machine's guess. A report without a row has not been looked at; ``language`` may be empty.

    Nothing is decided by it.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="language_hint")
    language = models.CharField(max_length=10, blank=True)
    sure = models.PositiveSmallIntegerField(default=0)  # per cent

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sure__lte=100), name="reports_languagehint_per_cent"
            )
        ]

    def __str__(self) -> str:
        return f"hint for report {self.report_id}"
