"""Wishes to see a sealed name."""

from django.conf import settings
from django.db import models

from commonbeat.casework.rules import UNLOCK_HOURS, UNLOCK_OPEN, UnlockState
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.rules import UnlockWhy


class IdentityUnlock(InRealm):
    """A wish of one person to see a sealed name, and another person's answer to it."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="unlocks")
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in UnlockState],
        default=UnlockState.ASKED.value,
    )
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The kind of reason, which the reporter is told; the words stay with the police.
    why = models.CharField(max_length=12, choices=[(w.value, w.value) for w in UnlockWhy])
    reason = SealedTextField()
    hours = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer_reason = SealedTextField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    objects = RealmQuerySet["IdentityUnlock"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "until"], name="casework_unlock_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in UnlockState]),
                name="casework_unlock_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__in=UNLOCK_HOURS), name="casework_unlock_hours_known"
            ),
            models.CheckConstraint(
                condition=models.Q(answerer__isnull=True) | ~models.Q(answerer=models.F("asker")),
                name="casework_unlock_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=UnlockState.APPROVED.value)
                | models.Q(answerer__isnull=False, until__isnull=False),
                name="casework_unlock_approved_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(state__in=sorted(s.value for s in UNLOCK_OPEN)),
                name="casework_unlock_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"

    @property
    def standing(self) -> UnlockState:
        """The state as a member of its enum."""
        return UnlockState(self.state)
