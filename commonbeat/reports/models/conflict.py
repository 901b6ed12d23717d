"""Who of the police is kept from a report."""

from django.conf import settings
from django.db import models

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.reports.rules.conflicts import Ground


class ConflictOfInterest(models.Model):
    """Somebody of the police for whom a report does not exist, until it is lifted.

    Who set it and who lifted it stand as text, as in the log.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="conflicts")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conflicts"
    )
    ground = models.CharField(max_length=8, choices=[(g.value, g.value) for g in Ground])
    reason = SealedTextField(null=True)
    set_by_id = models.CharField(max_length=60)
    set_by_label = models.CharField(max_length=120)
    set_at = models.DateTimeField()
    lifted_by_id = models.CharField(max_length=60, blank=True, default="")
    lifted_by_label = models.CharField(max_length=120, blank=True, default="")
    lifted_reason = SealedTextField(null=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "report"],
                condition=models.Q(lifted_at__isnull=True),
                name="reports_conflict_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=[g.value for g in Ground]),
                name="reports_conflict_ground_known",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True) | ~models.Q(lifted_by_id=""),
                name="reports_conflict_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.key


def kept_from(user_id: int, *, report: str = "pk") -> models.Exists:
    """Return the condition that ``user_id`` is kept from the report in the column ``report``."""
    return models.Exists(
        ConflictOfInterest.objects.filter(
            report=models.OuterRef(report), member=user_id, lifted_at__isnull=True
        )
    )
