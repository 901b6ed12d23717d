"""The index of what people wrote: keyed digests, and no word."""

from django.db import models

from commonbeat.reports.models.report import Report


class ReportWord(models.Model):
    """One word of one report, as a keyed digest; not how often it stands there, nor where."""

    digest = models.BigIntegerField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="words_filed")

    class Meta:
        constraints = [
            # Also the way in: the reports of one word, newest last.
            models.UniqueConstraint(fields=["digest", "report"], name="reports_word_once")
        ]

    def __str__(self) -> str:
        return str(self.report_id)
