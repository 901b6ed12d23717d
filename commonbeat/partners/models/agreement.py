"""Agreements with organisations, without which nothing can be shared."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.partners.models.wording import (
    AGREEMENT_WORDS,
    BASIS_WORDS,
    FIELD_WORDS,
    REGIME_WORDS,
)
from commonbeat.partners.rules import (
    REGIME_OF,
    AgreementState,
    LawfulBasis,
    Regime,
    SharedField,
    fields_in,
    is_in_force,
)

_AGREED = [AgreementState.IN_FORCE.value, AgreementState.EXPIRED.value]


def known_basis() -> Q:
    """Return the condition that a basis belongs to its regime."""
    known = Q()
    for basis, regime in REGIME_OF.items():
        known |= Q(basis=basis.value, regime=regime.value)
    return known


class AgreementQuerySet(RealmQuerySet["SharingAgreement"]):
    """Filters for agreements; start with ``in_realm``."""

    def in_force(self, today: date) -> Self:
        """Keep what holds on a day, whether or not a sweep has ended the rest yet."""
        return self.filter(
            state=AgreementState.IN_FORCE.value, valid_from__lte=today, valid_until__gte=today
        )


class SharingAgreement(InRealm):
    """What may be shared with one organisation, what for, on what law, and from when until when.

    One person makes it, another puts it in force. It never changes; a new one follows it.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="agreements"
    )
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in AgreementState],
        default=AgreementState.DRAFT.value,
    )
    purpose = SealedTextField()
    basis = models.CharField(max_length=20, choices=[(b.value, b.value) for b in LawfulBasis])
    regime = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Regime])
    # The names of fields, with commas: what may be shared at all.
    fields = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_until = models.DateField()
    review_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = SealedTextField(null=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "valid_until"], name="partners_agreement_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AgreementState]),
                name="partners_agreement_state_known",
            ),
            models.CheckConstraint(
                condition=known_basis(), name="partners_agreement_basis_of_its_regime"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("made_by")),
                name="partners_agreement_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[AgreementState.IN_FORCE.value, AgreementState.EXPIRED.value]
                )
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="partners_agreement_put_in_force_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(fields=""), name="partners_agreement_names_its_fields"
            ),
            models.CheckConstraint(
                condition=Q(
                    valid_until__gt=F("valid_from"),
                    review_on__gt=F("valid_from"),
                    review_on__lte=F("valid_until"),
                ),
                name="partners_agreement_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"

    @property
    def standing(self) -> AgreementState:
        """The state as a member of its enum."""
        return AgreementState(self.state)

    def holds_on(self, today: date) -> bool:
        """Say whether something may be shared under it on a day."""
        return is_in_force(
            state=self.state,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            today=today,
        )

    @property
    def allowed(self) -> tuple[SharedField, ...]:
        """The fields that may be shared."""
        return fields_in(self.fields)

    @property
    def field_words(self) -> list[Promise]:
        """The same in words."""
        return [FIELD_WORDS[field] for field in self.allowed]

    @property
    def words(self) -> Promise:
        """The state in words."""
        return AGREEMENT_WORDS[self.standing][0]

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return AGREEMENT_WORDS[self.standing][1]

    @property
    def basis_words(self) -> Promise:
        """Why it is lawful."""
        return BASIS_WORDS[LawfulBasis(self.basis)]

    @property
    def regime_words(self) -> Promise:
        """Under which law."""
        return REGIME_WORDS[Regime(self.regime)]
