"""The force's own records system, what was handed to it, and files of what was."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonbeat.accounts.models import User
from commonbeat.casework.models.incident import Incident, IncidentReport
from commonbeat.casework.rules import HandOffState, RecordsFileState
from commonbeat.core.fields import SealedJSONField, SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.models import Status

_GONE = (Status.WITHDRAWN.value, Status.ERASED.value)


class RecordsSystem(InRealm):
    """Where incidents are handed to, and the secrets that both sides sign with.

    There are two secrets while one replaces the other; the newest is first.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=80)
    address = SealedTextField()
    secrets = SealedJSONField()
    is_on = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = RealmQuerySet["RecordsSystem"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["realm"], name="casework_recordssystem_one")]

    def __str__(self) -> str:
        return self.name


class HandOffQuerySet(RealmQuerySet["HandOff"]):
    """Filters for what was handed over; start with ``in_realm``."""

    def due(self, now: datetime) -> Self:
        """Keep what should leave now, where there is a system that is on."""
        systems = RecordsSystem.objects.filter(realm=models.OuterRef("realm"), is_on=True)
        waiting = self.filter(state=HandOffState.WAITING.value, next_at__lte=now)
        return waiting.filter(models.Exists(systems), realm__kind="live")

    def whole(self) -> Self:
        """Keep those of which no report was taken back or erased."""
        links = IncidentReport.objects.filter(
            Q(taken_out_at__isnull=True) | Q(taken_out_at__gt=models.OuterRef("made_at")),
            incident=models.OuterRef("incident"),
            added_at__lte=models.OuterRef("made_at"),
        )
        gone = links.filter(report__status__in=_GONE)
        return self.filter(copy__isnull=False).exclude(models.Exists(gone))

    def open_to(self, reader: User) -> Self:
        """Keep those of incidents that somebody is not kept from."""
        return self.filter(incident__in=Incident.objects.open_to(reader))

    def between(self, first: datetime, last: datetime) -> Self:
        """Keep what was handed over from one moment until before another."""
        return self.filter(made_at__gte=first, made_at__lt=last)


class HandOff(InRealm):
    """That an incident is handed to the records system: the copy as it was, and how it stands.

    Its key is the id of the call, however often that is repeated.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="hand_offs")
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in HandOffState],
        default=HandOffState.WAITING.value,
    )
    copy = SealedJSONField(null=True)
    rows = models.PositiveIntegerField()
    reason = SealedTextField()
    by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    # A short word of ours for why the last try failed.
    why = models.CharField(max_length=16, blank=True)
    # What the records system calls it.
    number = models.CharField(max_length=40, blank=True)

    objects = HandOffQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_at"], name="casework_handoff_due"),
            models.Index(fields=["realm", "made_at"], name="casework_handoff_made"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in HandOffState]),
                name="casework_handoff_state_known",
            ),
            # A second person who hands it over at the same moment runs into this.
            models.UniqueConstraint(
                fields=["incident"],
                condition=~Q(state__in=[HandOffState.REFUSED.value, HandOffState.WITHDRAWN.value]),
                name="casework_handoff_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandOffState.ACKNOWLEDGED.value) | ~Q(number=""),
                name="casework_handoff_acknowledged_with_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"

    @property
    def standing(self) -> HandOffState:
        """The state as a member of its enum."""
        return HandOffState(self.state)


class RecordsFile(InRealm):
    """A wish of one person for a file of what was handed over, and another person's answer.

    The file itself is made when it is taken and kept nowhere.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in RecordsFileState])
    first_day = models.DateField()
    last_day = models.DateField()
    purpose = SealedTextField()
    # How many rows somebody agreed to, and how many were taken.
    rows = models.PositiveIntegerField()
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = RealmQuerySet["RecordsFile"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["realm", "asked_at"], name="casework_recordsfile_asked")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in RecordsFileState]),
                name="casework_recordsfile_state_known",
            ),
            models.CheckConstraint(
                condition=Q(answerer__isnull=True) | ~Q(answerer=models.F("asker")),
                name="casework_recordsfile_two_people",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="casework_recordsfile_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"

    @property
    def standing(self) -> RecordsFileState:
        """The state as a member of its enum."""
        return RecordsFileState(self.state)

    def is_over(self, now: datetime, *, lasts: timedelta) -> bool:
        """Say whether it was asked for too long ago to be answered or taken."""
        return now >= self.asked_at + lasts
