"""Shares: sanitised copies for one organisation, and what it answered."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.timezone import localdate

from commonbeat.core.fields import SealedJSONField, SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.partners.models.agreement import SharingAgreement, known_basis
from commonbeat.partners.models.wording import (
    ANSWER_WORDS,
    BASIS_WORDS,
    FIELD_WORDS,
    HOW_MANY_WORDS,
    REGIME_WORDS,
    SHARE_WORDS,
)
from commonbeat.partners.rules import (
    SHARE_OPEN,
    AgreementState,
    AnswerKind,
    HowMany,
    LawfulBasis,
    Regime,
    SharedField,
    ShareState,
    fields_in,
)


class ShareQuerySet(RealmQuerySet["Share"]):
    """Filters for shares; what a partner reads goes through ``readable`` and nothing else."""

    def readable(self, now: datetime) -> Self:
        """Keep what its partner may read at this moment, whether or not a sweep ended the rest."""
        today = localdate(now)
        return self.filter(
            state=ShareState.LIVE.value,
            expires_at__gt=now,
            agreement__state=AgreementState.IN_FORCE.value,
            agreement__valid_from__lte=today,
            agreement__valid_until__gte=today,
        )

    def open(self) -> Self:
        """Keep what waits or is live."""
        return self.filter(state__in=sorted(state.value for state in SHARE_OPEN))


class Share(InRealm):
    """A copy of chosen fields of one report for one organisation, under one agreement.

    ``copy`` holds exactly ``fields``. It is made once, when somebody asks to share, and emptied
    when the report is erased; with whom it was shared, why in law and until when stays.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="shares")
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.PROTECT, related_name="shares")
    state = models.CharField(max_length=24, choices=[(s.value, s.value) for s in ShareState])
    purpose = SealedTextField()
    basis = models.CharField(max_length=20, choices=[(b.value, b.value) for b in LawfulBasis])
    regime = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Regime])
    fields = models.CharField(max_length=120)
    copy = SealedJSONField()
    how_many_know = models.CharField(max_length=6, choices=[(h.value, h.value) for h in HowMany])
    # Why what the check found in the words is safe to share all the same.
    safe_because = SealedTextField(null=True)
    # Why it is shared, and what the reporter is told: kept here until a supervisor agrees, then
    # they stand in the decision and in the thread.
    reason = SealedTextField(null=True)
    words = SealedTextField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The decision about the report that this share is part of; none before it is live.
    decision = models.OneToOneField(
        "casework.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="share"
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Who refused or recalled it; nobody where time did.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = SealedTextField(null=True)
    first_read_at = models.DateTimeField(null=True, blank=True)
    first_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "expires_at"], name="partners_share_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ShareState]),
                name="partners_share_state_known",
            ),
            models.CheckConstraint(
                condition=known_basis(), name="partners_share_basis_of_its_regime"
            ),
            models.CheckConstraint(condition=~Q(fields=""), name="partners_share_names_its_fields"),
            models.CheckConstraint(
                condition=~Q(state=ShareState.LIVE.value)
                | Q(decision__isnull=False, shared_at__isnull=False),
                name="partners_share_live_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ShareState.LIVE.value, how_many_know=HowMany.FEW.value)
                | Q(agreed_by__isnull=False),
                name="partners_share_few_need_a_supervisor",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="partners_share_two_people",
            ),
            models.UniqueConstraint(
                fields=["report", "agreement"],
                condition=Q(state__in=sorted(s.value for s in SHARE_OPEN)),
                name="partners_share_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"

    @property
    def standing(self) -> ShareState:
        """The state as a member of its enum."""
        return ShareState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether it can still be recalled."""
        return self.standing in SHARE_OPEN

    @property
    def number(self) -> str:
        """What both sides can quote on the telephone; it leads nowhere."""
        return self.key[:6].upper()

    @property
    def chosen(self) -> tuple[SharedField, ...]:
        """The fields that are shared."""
        return fields_in(self.fields)

    @property
    def field_words(self) -> list[Promise]:
        """The same in words."""
        return [FIELD_WORDS[field] for field in self.chosen]

    @property
    def state_words(self) -> Promise:
        """The state in words."""
        return SHARE_WORDS[self.standing][0]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return SHARE_WORDS[self.standing][1]

    @property
    def how_many_words(self) -> Promise:
        """How many people could know it."""
        return HOW_MANY_WORDS[HowMany(self.how_many_know)]

    @property
    def basis_words(self) -> Promise:
        """Why it is lawful."""
        return BASIS_WORDS[LawfulBasis(self.basis)]

    @property
    def regime_words(self) -> Promise:
        """Under which law."""
        return REGIME_WORDS[Regime(self.regime)]


class ShareAnswer(models.Model):
    """One message of a partner about a share: what became of it, in words."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in AnswerKind])
    words = SealedTextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # A name of the form that sent it, so that sending twice is one answer.
    once = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in AnswerKind]),
                name="partners_answer_kind_known",
            ),
            models.UniqueConstraint(fields=["share", "once"], name="partners_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def kind_words(self) -> Promise:
        """What became of it, in a word or two."""
        return ANSWER_WORDS[AnswerKind(self.kind)][0]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return ANSWER_WORDS[AnswerKind(self.kind)][1]
