"""Decisions about reports, who has a report in hand, and who is looking at it now."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonbeat.casework.rules import (
    UNLOCK_HOURS,
    UNLOCK_OPEN,
    DecisionKind,
    Noted,
    Outcome,
    UnlockState,
)
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.rules import UnlockWhy

DECISION_WORDS = {
    DecisionKind.TAKE: _("took the report on"),
    DecisionKind.ASK: _("asked the reporter a question"),
    DecisionKind.ANSWER: _("answered the reporter"),
    DecisionKind.CLOSE: _("closed the report"),
    DecisionKind.FILE: _("filed the report: no further action"),
    DecisionKind.SHARE: _("shared the report with a partner"),
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
    Outcome.NOT_MEANT: pgettext_lazy("outcome", "Not meant as a report: a hoax or spam"),
    Outcome.COUNCIL: pgettext_lazy("outcome", "The council"),
    Outcome.UNIVERSITY: pgettext_lazy("outcome", "The university"),
    Outcome.REPORT_FRAUD: pgettext_lazy("outcome", "Report Fraud"),
    Outcome.HEALTH: pgettext_lazy("outcome", "Health or social care"),
    Outcome.FIRE: pgettext_lazy("outcome", "The fire service"),
    Outcome.OTHER_FORCE: pgettext_lazy("outcome", "Another police force"),
}


NOTE_WORDS = {
    Noted.VICTIM: _("They are a victim"),
    Noted.ENHANCED: _("They have Enhanced Rights: news within 1 working day"),
    Noted.NOT_VICTIM: _("They are not a victim"),
    Noted.ARREST: _("Somebody was arrested"),
    Noted.INTERVIEW: _("Somebody was interviewed under caution"),
    Noted.RELEASE: _("Somebody was released"),
    Noted.BAIL: _("Bail changed"),
    Noted.NOT_INVESTIGATED: _("We will not investigate"),
    Noted.HOLD: _("We cannot tell them yet"),
}


class Immutable(Exception):
    """A decision was about to be changed; later ones are added instead."""


class DecisionQuerySet(RealmQuerySet["Decision"]):
    """Decisions are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable

    def erase_words(self) -> int:
        """Empty what was written, when the report is erased; that it was decided stays."""
        return super().update(information="", reason="", action="", signpost=None)


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


class SignpostService(models.Model):
    """Who helps where the police do not come: a list of the force's own. Nothing is deleted.

    ``name`` of what came with us is translated; ``reach`` is a number or a place.
    """

    name = models.CharField(max_length=120, unique=True)
    reach = models.CharField(max_length=120, blank=True)
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The service as the reporter reads it, in the language that is switched on."""
        name = gettext(self.name)
        return f"{name}: {self.reach}" if self.reach else name


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
