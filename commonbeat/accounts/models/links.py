"""Links that open one thing, once, until a date."""

from django.db import models

from commonbeat.accounts.models.people import User
from commonbeat.accounts.rules import LinkKind


class OneTimeLink(models.Model):
    """The right to do one thing as one person, once: make a passkey, or enter a demonstration.

    Only a keyed digest of the token is kept, so that a stolen database opens nothing.
    """

    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in LinkKind])
    token_digest = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="one_time_links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in LinkKind]),
                name="accounts_onetimelink_kind_known",
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="accounts_onetimelink_expires")]

    def __str__(self) -> str:
        return f"{self.kind} link {self.pk}"
