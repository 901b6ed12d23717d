"""Decisions about reports, with their rationale."""

from typing import Any, NoReturn

from django.db import models

from commonbeat.casework.models.wording import DECISION_WORDS, OUTCOME_WORDS
from commonbeat.casework.rules import DecisionKind, Outcome
from commonbeat.core.fields import SealedJSONField, SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet


class Immutable(Exception):
    """A decision was about to be changed; later ones are added instead."""


class DecisionQuerySet(RealmQuerySet["Decision"]):
    """Decisions are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable

    def erase_words(self) -> int:
        """Empty what was written, when the report is erased; that it was decided stays."""
        return super().update(information="", reason="", action="", signpost=None, more=None)


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
    # Who helps instead, where a worry below the threshold for the police was closed.
    signpost = SealedTextField(null=True)
    # {heading: words}: more of the reasons, where somebody wished to write them down.
    more = SealedJSONField(null=True)
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
