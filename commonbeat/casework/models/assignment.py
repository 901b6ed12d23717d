"""Who has a report in hand."""

from django.conf import settings
from django.db import models

from commonbeat.core.models import InRealm, RealmQuerySet


class Assignment(InRealm):
    """Who has an open report in hand; gone when it is closed (the decisions remember)."""

    report = models.OneToOneField(
        "reports.Report", on_delete=models.CASCADE, related_name="assignment"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    at = models.DateTimeField()

    objects = RealmQuerySet["Assignment"].as_manager()

    def __str__(self) -> str:
        return f"{self.report_id} {self.officer_id}"
