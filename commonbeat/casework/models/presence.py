"""Who is looking at it now."""

from django.conf import settings
from django.db import models

from commonbeat.core.models import InRealm, RealmQuerySet


class Presence(InRealm):
    """Somebody has the operations room open, or a report in it (``report_key``); gone in a minute.

    One row a person and page, overwritten by each heartbeat: no history of who looked when is
    kept here.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    report_key = models.CharField(max_length=20, blank=True)
    seen_at = models.DateTimeField()

    objects = RealmQuerySet["Presence"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["realm", "user", "report_key"], name="casework_presence_once"
            )
        ]
        indexes = [models.Index(fields=["seen_at"], name="casework_presence_seen")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.report_key}"
