"""How to answer somebody who wrote by e-mail or text message, and which letters are theirs."""

from django.db import models

from commonbeat.core.fields import SealedTextField
from commonbeat.reports.models.report import Report


class Correspondent(models.Model):
    """The address that a report came from: sealed, used to answer and for nothing else."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="correspondent")
    contact = SealedTextField()
    # Tells whether two reports came from one address, without the address.
    contact_digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["contact_digest"], name="reports_correspondent_contact")]

    def __str__(self) -> str:
        # Never the address: this text ends up in logs.
        return f"correspondent {self.pk}"


class MailMark(models.Model):
    """The keyed digest of the id of a letter of a report's exchange: what an answer refers to."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="mail_marks")
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "report"], name="reports_mailmark_once")
        ]

    def __str__(self) -> str:
        return f"mail mark {self.pk}"
