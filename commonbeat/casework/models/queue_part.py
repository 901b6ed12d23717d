"""Parts of the queue that people named for themselves."""

from typing import Any

from django.conf import settings
from django.db import models

from commonbeat.casework.rules import Holding
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet

PREFIX = "part-"


class QueuePart(InRealm):
    """A part of the queue under a name: its owner's own, or shared with everybody who reads it."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="queue_parts"
    )
    name = SealedTextField()
    wanted = models.JSONField()
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    objects = RealmQuerySet["QueuePart"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["realm", "owner"], name="casework_queuepart_owner"),
            models.Index(
                fields=["realm"],
                condition=models.Q(is_shared=True),
                name="casework_queuepart_shared",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def value(self) -> str:
        """How an address names it, beside the parts that every queue has."""
        return f"{PREFIX}{self.key}"

    @property
    def holds(self) -> Holding:
        """What it wants of the queue."""
        kept: dict[str, Any] = self.wanted
        return Holding.from_row(kept)
