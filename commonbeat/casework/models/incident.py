"""Incidents, which reports tell of them, and the log of what was done about them."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models

from commonbeat.accounts.models import User
from commonbeat.casework.models.decision import Immutable
from commonbeat.casework.rules import (
    INCIDENT_OPEN,
    INCIDENT_OUTCOMES,
    EntryKind,
    IncidentState,
    Outcome,
    RecordedAs,
)
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.models import Category, kept_from
from commonbeat.reports.rules import Qualifier

INCIDENT_PREFIX = "IN"


class IncidentQuerySet(RealmQuerySet["Incident"]):
    """Filters for incidents; start with ``in_realm``."""

    def open(self) -> Self:
        """Keep what takes further reports."""
        return self.filter(state__in=[state.value for state in INCIDENT_OPEN])

    def open_to(self, reader: User) -> Self:
        """Keep those that never held a report which somebody is kept from."""
        hidden = IncidentReport.objects.filter(incident=models.OuterRef("pk")).filter(
            kept_from(reader.pk, report="report")
        )
        return self.exclude(models.Exists(hidden))


class Incident(InRealm):
    """One event that several reports may tell of, under a title that staff wrote.

    Place and hours follow from its reports. ``merged_into`` holds its reports while it is merged
    away, and ``state_before`` is where an undone merge leads back to.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    title = SealedTextField()
    category = models.CharField(max_length=24, choices=[(c.value, c.value) for c in Category])
    qualifier = models.CharField(
        max_length=16, blank=True, choices=[(q.value, q.value) for q in Qualifier]
    )
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in IncidentState],
        default=IncidentState.OPEN.value,
    )
    state_before = models.CharField(max_length=12, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )
    version = models.PositiveIntegerField(default=1)
    cell8 = models.BigIntegerField(null=True, blank=True)
    cell9 = models.BigIntegerField(null=True, blank=True)
    area = models.ForeignKey(
        "places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Hours, never minutes: of an anonymous report no more is known.
    from_hour = models.DateTimeField(null=True, blank=True)
    to_hour = models.DateTimeField(null=True, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What the force's own system of records holds: a number there, and as what.
    crime_number = models.CharField(max_length=40, blank=True)
    recorded_as = models.CharField(
        max_length=12, blank=True, choices=[(r.value, r.value) for r in RecordedAs]
    )
    outcome = models.CharField(
        max_length=20,
        blank=True,
        choices=[(o.value, o.value) for fitting in INCIDENT_OUTCOMES.values() for o in fitting],
    )
    # What everybody who told of it was told.
    told = SealedTextField(null=True)
    made_at = models.DateTimeField()

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["realm", "state", "id"], name="casework_incident_state"),
            models.Index(fields=["realm", "officer", "id"], name="casework_incident_officer"),
            models.Index(fields=["realm", "area", "id"], name="casework_incident_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in IncidentState]),
                name="casework_incident_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state=IncidentState.MERGED.value, merged_into__isnull=False)
                | (
                    ~models.Q(state=IncidentState.MERGED.value) & models.Q(merged_into__isnull=True)
                ),
                name="casework_incident_merged_into_one",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name the police use for it, like IN-26-000012."""
        return f"{INCIDENT_PREFIX}-{self.made_at:%y}-{self.pk:06d}"

    @property
    def standing(self) -> IncidentState:
        """The state as a member of its enum."""
        return IncidentState(self.state)

    @property
    def takes_reports(self) -> bool:
        """Whether reports can be put into it."""
        return self.standing in INCIDENT_OPEN

    @property
    def ending(self) -> Outcome | None:
        """How it ended, as a member of its enum."""
        return Outcome(self.outcome) if self.outcome else None


class IncidentReportQuerySet(RealmQuerySet["IncidentReport"]):
    """Which reports tell of an incident, now or before."""

    def current(self) -> Self:
        """Keep those that were not taken out."""
        return self.filter(taken_out_at__isnull=True)


class IncidentReport(InRealm):
    """That a report tells of an incident: who said so, when and why, and who took it out again.

    A row is never deleted. A merge takes it out and puts another in, which ``came_from`` it, so
    that undoing the merge knows what to bring back.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    report = models.ForeignKey(
        "reports.Report", on_delete=models.PROTECT, related_name="incident_links"
    )
    came_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.CharField(max_length=120)
    why_added = SealedTextField()
    added_at = models.DateTimeField()
    taken_out_by = models.CharField(max_length=120, blank=True)
    why_taken_out = SealedTextField(null=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)

    objects = IncidentReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["incident", "id"], name="casework_incidentreport_of")]
        constraints = [
            # Also what a second person who links it at the same moment runs into.
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(taken_out_at__isnull=True),
                name="casework_incidentreport_in_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.report_id}"


class IncidentEntryQuerySet(RealmQuerySet["IncidentEntry"]):
    """Lines of the log are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable

    def erase_words(self) -> int:
        """Empty what was written, when the report is erased; that it was done stays."""
        return super().update(words="")


class IncidentEntry(InRealm):
    """One line of an incident's log; it never changes once it is written.

    ``report`` or ``other`` (an incident) is what it is about, where it is about one.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in EntryKind])
    state = models.CharField(max_length=12, blank=True)
    words = SealedTextField()
    report = models.ForeignKey(
        "reports.Report",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="incident_entries",
    )
    other = models.ForeignKey(
        Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_id = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=120)
    at = models.DateTimeField()

    objects = IncidentEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "number"], name="casework_incidententry_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in EntryKind]),
                name="casework_incidententry_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.incident_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; raises ``Immutable`` for one that is written already."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)
