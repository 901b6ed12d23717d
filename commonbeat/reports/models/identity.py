"""Who a reporter is, sealed apart from the report, and what happened to that."""

from typing import Any

from django.db import models

from commonbeat.core.fields import SealedJSONField
from commonbeat.core.ids import new_key
from commonbeat.reports.models.report import Report
from commonbeat.reports.rules import Contact, Identity, IdentityEventKind, Reach, UnlockWhy


class ReporterContact(models.Model):
    """Name and contact of a confidential or named reporter; read on purpose only.

    No query of reports fetches it along.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    # {"name": …, "how": a Reach, "address": …, "safe_times": …, "may_leave_message": true or false}
    sealed = SealedJSONField()

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def contact(self) -> Contact:
        """What was sealed, as typed values."""
        facts: dict[str, Any] = self.sealed
        return Contact(**{**facts, "how": Reach(facts["how"])})


class IdentityEvent(models.Model):
    """One thing that happened to how a reporter is known; they and the police read it.

    ``at`` holds the hour alone when an unnamed reporter did it. Of what the police ask only the
    kind of reason is here, never their words.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="identity_events")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in IdentityEventKind])
    rung = models.CharField(
        max_length=16, blank=True, choices=[(i.value, i.value) for i in Identity]
    )
    why = models.CharField(
        max_length=12, blank=True, choices=[(w.value, w.value) for w in UnlockWhy]
    )
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report", "id"], name="reports_identityevent_report")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in IdentityEventKind]),
                name="reports_identityevent_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
