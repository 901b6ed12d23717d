"""Who looked somebody up, as a keyed digest of whom."""

from django.conf import settings
from django.db import models

from commonbeat.core.models import InRealm, RealmQuerySet


class LookUp(InRealm):
    """One search for a person by one member, without a case; gone after 28 days.

    ``person_digest`` tells that two searches were for the same words, and not for which.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="look_ups"
    )
    person_digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    objects = RealmQuerySet["LookUp"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["realm", "user", "at"], name="casework_lookup_user"),
            models.Index(fields=["at"], name="casework_lookup_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at}"
