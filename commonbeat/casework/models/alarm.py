"""Emergencies on their way to the control room."""

from django.conf import settings
from django.db import models

from commonbeat.casework.models.assessment import Assessment
from commonbeat.casework.rules import ALARM_OPEN, AlarmState
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet


class HandoverAlarm(InRealm):
    """A report graded Emergency, until the control room has it; nobody is sent from here."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="alarms")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in AlarmState],
        default=AlarmState.RAISED.value,
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    # When supervisors were last told that nobody had acknowledged it.
    told_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # What the control room calls it, or why the alarm was taken back.
    words = SealedTextField(null=True)

    objects = RealmQuerySet["HandoverAlarm"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(state__in=sorted(s.value for s in ALARM_OPEN)),
                name="casework_alarm_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in AlarmState]),
                name="casework_alarm_state_known",
            ),
        ]
        indexes = [models.Index(fields=["realm", "state"], name="casework_alarm_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"

    @property
    def standing(self) -> AlarmState:
        """The state as a member of its enum."""
        return AlarmState(self.state)
