"""Decisions about reports, who has a report in hand, and who is looking at it now."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.casework.rules import DecisionKind, Outcome
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet

DECISION_WORDS = {
    DecisionKind.TAKE: _("took the report on"),
    DecisionKind.ASK: _("asked the reporter a question"),
    DecisionKind.ANSWER: _("answered the reporter"),
    DecisionKind.CLOSE: _("closed the report"),
    DecisionKind.FILE: _("filed the report: no further action"),
    DecisionKind.HAND_ON: _("passed the report on"),
}

OUTCOME_WORDS = {
    Outcome.DEALT_WITH: pgettext_lazy("outcome", "We dealt with it"),
    Outcome.ADVICE_GIVEN: pgettext_lazy("outcome", "We gave advice"),
    Outcome.RECORDED_AS_CRIME: pgettext_lazy("outcome", "Recorded as a crime"),
    Outcome.ALREADY_KNOWN: pgettext_lazy("outcome", "We know of it already"),
    Outcome.TOO_LITTLE: pgettext_lazy("outcome", "Too little to go on"),
    Outcome.NOT_POLICE: pgettext_lazy("outcome", "Not a matter for the police"),
    Outcome.NO_FURTHER_LINE: pgettext_lazy("outcome", "Nothing more to follow up"),
    Outcome.COUNCIL: pgettext_lazy("outcome", "The council"),
    Outcome.UNIVERSITY: pgettext_lazy("outcome", "The university"),
    Outcome.REPORT_FRAUD: pgettext_lazy("outcome", "Report Fraud"),
    Outcome.HEALTH: pgettext_lazy("outcome", "Health or social care"),
    Outcome.FIRE: pgettext_lazy("outcome", "The fire service"),
    Outcome.OTHER_FORCE: pgettext_lazy("outcome", "Another police force"),
}


class Immutable(Exception):
    """A decision was about to be changed; later ones are added instead."""


class DecisionQuerySet(RealmQuerySet["Decision"]):
    """Decisions are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable


class Decision(InRealm):
    """One decision about one report, with its rationale; it never changes once it is written.

    ``information`` is what the person went by, ``reason`` why they decided so, ``action`` what was
    done or written. ``number`` counts the decisions of one report without a gap.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in DecisionKind])
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(o.value, o.value) for o in Outcome]
    )
    information = SealedTextField()
    reason = SealedTextField()
    action = SealedTextField()
    actor_id = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=120)
    version_before = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            # Also what a second decision made at the same moment runs into.
            models.UniqueConstraint(
                fields=["report", "number"], name="casework_decision_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in DecisionKind]),
                name="casework_decision_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new decision; raises ``Immutable`` for one that is written already."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)

    @property
    def words(self) -> str:
        """What was decided, as a sentence that goes on from a name."""
        return str(DECISION_WORDS[DecisionKind(self.kind)])

    @property
    def outcome_words(self) -> str:
        """How it ended, or nothing."""
        return str(OUTCOME_WORDS[Outcome(self.outcome)]) if self.outcome else ""


class Assignment(InRealm):
    """Who has an open report in hand; gone when it is closed (the decisions remember)."""

    report = models.OneToOneField(
        "reports.Report", on_delete=models.CASCADE, related_name="assignment"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    at = models.DateTimeField()

    objects = RealmQuerySet["Assignment"].as_manager()

    def __str__(self) -> str:
        return f"{self.report_id} {self.officer_id}"


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
