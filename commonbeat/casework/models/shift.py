"""What one shift tells the next: each version of the words is kept, and who has taken over."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from commonbeat.casework.models.decision import Immutable
from commonbeat.casework.rules import ShiftKind
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet


class ShiftHandover(InRealm):
    """The hand-over at the end of one shift; numbers are never kept here, everybody sees theirs."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in ShiftKind])
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_over_at = models.DateTimeField(null=True, blank=True)

    objects = RealmQuerySet["ShiftHandover"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["realm", "written_at"], name="casework_handover_written")]
        constraints = [
            models.UniqueConstraint(
                fields=["realm", "day", "kind"], name="casework_handover_one_a_shift"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in ShiftKind]),
                name="casework_handover_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_over_by__isnull=True, taken_over_at__isnull=True)
                | models.Q(taken_over_by__isnull=False, taken_over_at__isnull=False),
                name="casework_handover_taken_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class ShiftWordsQuerySet(RealmQuerySet["ShiftWords"]):
    """Versions are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable


class ShiftWords(InRealm):
    """One version of what a shift tells the next; it never changes."""

    handover = models.ForeignKey(ShiftHandover, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    words = SealedTextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    objects = ShiftWordsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "number"], name="casework_shiftwords_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.handover_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version; raises ``Immutable`` for one that is written already."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)
