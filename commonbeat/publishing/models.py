"""Publications, their words in each language, and the hands that wrote them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models import User
from commonbeat.alerts.models import Broadcast, Topic
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.publishing.rules import (
    MAIN_LANGUAGE,
    Draft,
    Kind,
    PublicationState,
    Severity,
    Words,
)

__all__ = [
    "SEVERITY_LABELS",
    "Kind",
    "Publication",
    "PublicationState",
    "PublicationText",
    "Severity",
]

SEVERITY_LABELS: dict[Severity, Promise] = {
    Severity.MINOR: _("Minor"),
    Severity.WARNING: _("Warning"),
    Severity.SEVERE: _("Severe"),
}
STATE_LABELS: dict[PublicationState, Promise] = {
    PublicationState.DRAFT: _("Draft"),
    PublicationState.AWAITING: _("Waiting for a second yes"),
    PublicationState.LIVE: _("On now"),
    PublicationState.SUPERSEDED: _("Replaced by an update"),
    PublicationState.ENDED: _("Ended"),
    PublicationState.CANCELLED: _("Cancelled"),
    PublicationState.DISCARDED: _("Thrown away"),
}


class PublicationQuerySet(RealmQuerySet["Publication"]):
    """Publications; what the public sees goes through ``showing`` and nothing else."""

    def showing(self, now: datetime) -> Self:
        """Keep what is on at this moment, whether or not a sweep has ended the rest yet."""
        return self.filter(state=PublicationState.LIVE).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        )

    def warnings(self) -> Self:
        """Keep the warnings."""
        return self.filter(kind=Kind.WARNING)

    def news(self) -> Self:
        """Keep the news."""
        return self.filter(kind=Kind.NEWS)

    def overdue(self, now: datetime) -> Self:
        """Keep what should have ended by now."""
        return self.filter(state=PublicationState.LIVE, ends_at__lte=now)


class Publication(InRealm):
    """One version of something that the police tell people.

    An update is a new row of the same ``chain`` that replaces the one before when it goes live.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    chain = models.CharField(max_length=20, default=new_key, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(
        max_length=10,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        default=PublicationState.DRAFT,
    )
    severity = models.CharField(
        max_length=8,
        choices=[(severity.value, label) for severity, label in SEVERITY_LABELS.items()],
        blank=True,
    )
    topic = models.CharField(max_length=8, choices=[(t.value, t.value) for t in Topic], blank=True)
    # What was picked, the cells that come of it, and their names as they were then.
    area_codes = models.JSONField(default=list)
    picked_cells = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    place_name = models.CharField(max_length=200, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    # Goes up with every save, so that a yes is a yes to these very words.
    revision = models.PositiveIntegerField(default=1)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Everybody who wrote any of it: none of them can give the second yes.
    hands = models.ManyToManyField(User, related_name="+")
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    live_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    broadcast = models.ForeignKey(
        Broadcast, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PublicationState]),
                name="publishing_state_known",
            ),
            # No one-person path to a mass message, whatever the code above does.
            models.CheckConstraint(
                condition=~Q(kind=Kind.WARNING)
                | Q(live_at__isnull=True)
                | (
                    Q(approved_by__isnull=False)
                    & Q(asked_by__isnull=False)
                    & ~Q(approved_by=F("asked_by"))
                    & ~Q(approved_by=F("started_by"))
                ),
                name="publishing_warning_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.WARNING)
                | Q(live_at__isnull=True)
                | Q(ends_at__isnull=False),
                name="publishing_warning_ends",
            ),
            models.UniqueConstraint(fields=["chain", "version"], name="publishing_version_once"),
            models.UniqueConstraint(
                fields=["chain"], condition=Q(state="live"), name="publishing_one_live_version"
            ),
            # One update is prepared at a time.
            models.UniqueConstraint(
                fields=["chain"],
                condition=Q(state__in=["draft", "awaiting"]),
                name="publishing_one_open_version",
            ),
        ]
        indexes = [
            models.Index(
                fields=["realm", "kind", "-live_at"],
                condition=Q(state="live"),
                name="publishing_showing",
            ),
            models.Index(fields=["realm", "kind", "-saved_at"], name="publishing_by_saved"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"

    @property
    def subject(self) -> str:
        """How the audit log and the outbox name it."""
        return f"{self.kind}:{self.key}"

    @property
    def draft(self) -> Draft:
        """What its writers decided, as a value."""
        return Draft(
            severity=Severity(self.severity or Severity.MINOR),
            topic=self.topic,
            ends_at=self.ends_at,
            words={text.language: text.words for text in self.texts.all()},
            area_codes=tuple(self.area_codes),
            cells=tuple(self.picked_cells),
        )

    def text_in(self, language: str) -> "PublicationText | None":
        """Return its words in a language, or in the main one where that is missing."""
        by_language = {text.language: text for text in self.texts.all()}
        return by_language.get(language) or by_language.get(MAIN_LANGUAGE)


class PublicationText(models.Model):
    """The words of one version in one language."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    headline = models.CharField(max_length=90, blank=True)
    facts = models.TextField(blank=True)
    advice = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "language"], name="publishing_text_once")
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def words(self) -> Words:
        """The words, as a value."""
        return Words(headline=self.headline, facts=self.facts, advice=self.advice)
