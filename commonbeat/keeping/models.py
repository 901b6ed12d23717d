"""What is kept and since when, what reviews decided, and what is on hold."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.accounts.models import User
from commonbeat.casework.models import Incident
from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.keeping.rules import (
    FEWEST_YEARS,
    HOLDS,
    MAY_GO_ALONE,
    MOST_YEARS,
    Group,
    HoldState,
    ReviewState,
    Verdict,
    Years,
)
from commonbeat.reports.models import Report

GROUP_WORDS: dict[Group, Promise] = {
    Group.PUBLIC_PROTECTION: _("1: public protection"),
    Group.SERIOUS: _("2: sexual, violent or serious"),
    Group.OTHER_OFFENCE: _("3: other offences"),
    Group.UNDETECTED: _("4: undetected crime and the rest"),
}
HOLD_WORDS: dict[HoldState, tuple[Promise, str]] = {
    HoldState.HELD: (pgettext_lazy("hold", "On hold"), "bad"),
    HoldState.LIFT_ASKED: (pgettext_lazy("hold", "On hold, somebody asks to end it"), "wait"),
    HoldState.LIFTED: (pgettext_lazy("hold", "Ended"), ""),
}
REVIEW_WORDS: dict[tuple[Verdict, ReviewState], tuple[Promise, str]] = {
    (Verdict.KEEP, ReviewState.DONE): (pgettext_lazy("review", "Keep"), "good"),
    (Verdict.ERASE, ReviewState.WAITING): (
        pgettext_lazy("review", "Erase: waits for a second person"),
        "wait",
    ),
    (Verdict.ERASE, ReviewState.DONE): (pgettext_lazy("review", "Erased"), ""),
    (Verdict.ERASE, ReviewState.REFUSED): (pgettext_lazy("review", "Not erased"), ""),
}


def _person() -> "models.ForeignKey[User, User]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


def _person_or_nobody() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class RetentionPeriod(models.Model):
    """For how many years a force keeps a group; one person proposes it, another puts it in force.

    It never changes: the next one ends it, so that each erasing can be held against its rule.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    group = models.CharField(max_length=1, choices=[(g.value, g.value) for g in Group])
    clear_years = models.PositiveSmallIntegerField()
    again_years = models.PositiveSmallIntegerField()
    goes_alone = models.BooleanField(default=False)
    reason = SealedTextField()
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    agreed_by = _person_or_nobody()
    refused_by = _person_or_nobody()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(clear_years__gte=FEWEST_YEARS, clear_years__lte=MOST_YEARS)
                & Q(again_years__gte=1, again_years__lte=10),
                name="keeping_period_long_enough",
            ),
            models.CheckConstraint(
                condition=Q(goes_alone=False) | Q(group__in=sorted(g.value for g in MAY_GO_ALONE)),
                name="keeping_period_alone_in_two_groups",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("proposed_by")),
                name="keeping_period_two_people",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, valid_from__isnull=True)
                | Q(agreed_by__isnull=False, valid_from__isnull=False),
                name="keeping_period_from_when_agreed",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(agreed_by__isnull=False, valid_to__isnull=True),
                name="keeping_period_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.key}"

    @property
    def years(self) -> Years:
        """The years as rules take them."""
        return Years(self.clear_years, self.again_years, self.goes_alone)

    @property
    def group_words(self) -> Promise:
        """The group in words."""
        return GROUP_WORDS[Group(self.group)]


class KeptRecordQuerySet(RealmQuerySet["KeptRecord"]):
    """Filters for what is kept; start with ``in_realm``."""

    def here(self) -> Self:
        """Leave out what was erased."""
        return self.filter(gone_on__isnull=True)

    def open_to(self, reader: User) -> Self:
        """Keep what a member of the police is not kept from."""
        return self.filter(
            Q(report__in=Report.objects.open_to(reader).values("pk"))
            | Q(incident__in=Incident.objects.open_to(reader).values("pk"))
        )


class KeptRecord(InRealm):
    """A report or an incident: its group, when it last came to notice, its next review."""

    report = models.OneToOneField(
        "reports.Report", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    incident = models.OneToOneField(
        "casework.Incident", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    group = models.CharField(max_length=1, choices=[(g.value, g.value) for g in Group])
    noticed_on = models.DateField()
    kept_until = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    gone_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = KeptRecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["realm", "gone_on", "review_on", "id"], name="keeping_record_due")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, incident__isnull=True)
                | Q(report__isnull=True, incident__isnull=False),
                name="keeping_record_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(group__in=[g.value for g in Group]), name="keeping_record_group_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name of what it is about, like PR-26-000123."""
        return self.subject.reference

    @property
    def subject(self) -> Report | Incident:
        """What it is about."""
        found = self.report or self.incident
        assert found is not None  # the database says so
        return found

    @property
    def log_subject(self) -> str:
        """What the audit log calls it."""
        return f"{'report' if self.report_id else 'incident'}:{self.subject.key}"

    @property
    def mopi(self) -> Group:
        """The group as a member of its enum."""
        return Group(self.group)

    @property
    def group_words(self) -> Promise:
        """The group in words."""
        return GROUP_WORDS[self.mopi]


class Notice(models.Model):
    """That something came to notice again on a day, which no other table knows."""

    record = models.ForeignKey(KeptRecord, on_delete=models.CASCADE, related_name="notices")
    day = models.DateField()
    reason = SealedTextField()
    by = _person()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record_id} {self.day}"


class Review(models.Model):
    """A decision: keep something until a day, or erase it; the second takes two people.

    Without anybody who decided, it was the force's own rule for its group.
    """

    record = models.ForeignKey(KeptRecord, on_delete=models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=6, choices=[(v.value, v.value) for v in Verdict])
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in ReviewState])
    reason = SealedTextField()
    until = models.DateField(null=True, blank=True)
    is_early = models.BooleanField(default=False)
    made_by = _person_or_nobody()
    made_at = models.DateTimeField()
    answered_by = _person_or_nobody()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("made_by")),
                name="keeping_review_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.ERASE.value, state=ReviewState.DONE.value)
                | Q(made_by__isnull=True, is_early=False)
                | Q(answered_by__isnull=False),
                name="keeping_review_nobody_erases_alone",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.KEEP.value) | Q(until__isnull=False),
                name="keeping_review_keeps_until",
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state=ReviewState.WAITING.value),
                name="keeping_review_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.record_id}"

    @property
    def standing(self) -> ReviewState:
        """The state as a member of its enum."""
        return ReviewState(self.state)

    @property
    def words(self) -> Promise:
        """What was decided, in words."""
        return REVIEW_WORDS[Verdict(self.verdict), self.standing][0]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return REVIEW_WORDS[Verdict(self.verdict), self.standing][1]


class Hold(models.Model):
    """Nothing of a record is erased while this lasts: one person places it, two end it."""

    record = models.ForeignKey(KeptRecord, on_delete=models.CASCADE, related_name="holds")
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in HoldState],
        default=HoldState.HELD.value,
    )
    reason = SealedTextField()
    review_on = models.DateField()
    placed_by = _person()
    placed_at = models.DateTimeField()
    lift_reason = SealedTextField(null=True)
    lift_asked_by = _person_or_nobody()
    lifted_by = _person_or_nobody()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in HoldState]), name="keeping_hold_state_known"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("lift_asked_by")),
                name="keeping_hold_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=HoldState.LIFTED.value)
                | Q(lifted_by__isnull=False, lift_asked_by__isnull=False),
                name="keeping_hold_nobody_lifts_alone",
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state__in=sorted(s.value for s in HOLDS)),
                name="keeping_hold_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.record_id}"

    @property
    def standing(self) -> HoldState:
        """The state as a member of its enum."""
        return HoldState(self.state)

    @property
    def words(self) -> Promise:
        """The state in words."""
        return HOLD_WORDS[self.standing][0]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return HOLD_WORDS[self.standing][1]
