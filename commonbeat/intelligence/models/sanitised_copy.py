"""Sanitised copies, what they say, and who was given one."""

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.intelligence.models.intelligence_report import IntelligenceReport
from commonbeat.intelligence.models.item import Immutable
from commonbeat.intelligence.models.wording import COPY_TONES, COPY_WORDS, CROWD_WORDS
from commonbeat.intelligence.rules import (
    CopyState,
    Crowd,
    Handling,
    Information,
    Source,
    Statement,
)


class SanitisedCopy(models.Model):
    """A version of some items written anew by hand, so that nothing in it tells who told.

    It is written in one go and never reworded: whoever refuses it asks for a new version.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey(IntelligenceReport, on_delete=models.CASCADE, related_name="copies")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in CopyState])
    crowd = models.CharField(max_length=5, choices=[(c.value, c.value) for c in Crowd])
    # What a recipient is bound to under C, written for them.
    conditions = SealedTextField()
    reason = SealedTextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_reason = SealedTextField(null=True)
    # Who finished it or refused it, and why.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="intelligence_copy_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in CopyState]),
                name="intelligence_copy_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(crowd__in=[c.value for c in Crowd]),
                name="intelligence_copy_crowd_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(crowd=Crowd.FEW.value)
                | models.Q(state__in=[CopyState.HELD.value, CopyState.REFUSED.value])
                | models.Q(agreed_by__isnull=False),
                name="intelligence_copy_few_need_a_supervisor",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True)
                | ~models.Q(agreed_by=models.F("written_by")),
                name="intelligence_copy_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CopyState.CHECKED.value)
                | (models.Q(ended_by__isnull=False) & ~models.Q(ended_by=models.F("written_by"))),
                name="intelligence_copy_checked_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="intelligence_copy_state")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name of this version, like IR-26-000012-S1."""
        return f"{self.report.reference}-S{self.number}"

    @property
    def standing(self) -> CopyState:
        """The state as a member of its enum."""
        return CopyState(self.state)

    @property
    def state_words(self) -> Promise:
        """The state in words."""
        return COPY_WORDS[self.standing]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return COPY_TONES.get(self.standing, "")

    @property
    def crowd_words(self) -> Promise:
        """How many people could know what it says."""
        return CROWD_WORDS[Crowd(self.crowd)]


class CopiedItem(InRealm):
    """What a copy says of one item, with the grade that it had then; never changed."""

    copy = models.ForeignKey(SanitisedCopy, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    words = SealedTextField()
    statement = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Statement])
    source = models.CharField(max_length=1, choices=[(s.value, s.value) for s in Source])
    information = models.CharField(max_length=1, choices=[(i.value, i.value) for i in Information])
    handling = models.CharField(max_length=1, choices=[(h.value, h.value) for h in Handling])
    codes = models.CharField(max_length=12, blank=True)

    objects = RealmQuerySet["CopiedItem"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "number"], name="intelligence_copieditem_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(handling__in=[h.value for h in Handling]),
                name="intelligence_copieditem_handling_set",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id}/{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Write a new one; raises ``Immutable`` for one that is written already."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class CopyRecipient(InRealm):
    """Somebody of the police, or an organisation, who was given a checked copy."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    copy = models.ForeignKey(SanitisedCopy, on_delete=models.CASCADE, related_name="recipients")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = SealedTextField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    # Who accepted the conditions, for themselves or for their organisation.
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = RealmQuerySet["CopyRecipient"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, organisation__isnull=True)
                | models.Q(member__isnull=True, organisation__isnull=False),
                name="intelligence_recipient_is_one",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="intelligence_recipient_accepted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["copy", "member"],
                condition=models.Q(member__isnull=False),
                name="intelligence_recipient_member_once",
            ),
            models.UniqueConstraint(
                fields=["copy", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="intelligence_recipient_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who it is."""
        return str(self.member or self.organisation)
