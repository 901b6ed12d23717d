"""Information sharing agreements: how they begin and end, and on what law they rest."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from commonbeat.core.states import StateTable


class AgreementState(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    IN_FORCE = "in-force"
    ENDED = "ended"
    EXPIRED = "expired"


AGREEMENT_TABLE: StateTable[AgreementState] = StateTable(
    name="sharing agreement",
    start=AgreementState.DRAFT,
    moves={
        AgreementState.DRAFT: frozenset({AgreementState.IN_FORCE, AgreementState.ENDED}),
        AgreementState.IN_FORCE: frozenset({AgreementState.ENDED, AgreementState.EXPIRED}),
        AgreementState.ENDED: frozenset(),
        AgreementState.EXPIRED: frozenset(),
    },
)


class Regime(StrEnum):
    """The law under which data is handled: Part 3 of the Data Protection Act 2018, or UK GDPR."""

    PART_3 = "part-3"
    UK_GDPR = "uk-gdpr"


class LawfulBasis(StrEnum):
    """Why sharing is lawful; each belongs to one regime."""

    LAW_ENFORCEMENT = "law-enforcement"
    PUBLIC_TASK = "public-task"
    LEGAL_OBLIGATION = "legal-obligation"
    VITAL_INTERESTS = "vital-interests"


REGIME_OF: Mapping[LawfulBasis, Regime] = {
    LawfulBasis.LAW_ENFORCEMENT: Regime.PART_3,
    LawfulBasis.PUBLIC_TASK: Regime.UK_GDPR,
    LawfulBasis.LEGAL_OBLIGATION: Regime.UK_GDPR,
    LawfulBasis.VITAL_INTERESTS: Regime.UK_GDPR,
}

# Kinds of organisation that get totals and advice alone, or are the police themselves.
NO_SINGLE_REPORTS = frozenset({"students-union", "police"})


def is_in_force(*, state: str, valid_from: date, valid_until: date, today: date) -> bool:
    """Say whether an agreement holds on a day, whether or not a sweep has ended it yet."""
    return state == AgreementState.IN_FORCE and valid_from <= today <= valid_until


def may_put_in_force(*, state: str, maker: str, other: str) -> bool:
    """Say whether somebody may put an agreement in force: never whoever made it."""
    return state == AgreementState.DRAFT and maker != other


# So that nobody shares on what was agreed long ago.
LONGEST_AGREEMENT = timedelta(days=3 * 366)
BEGINS_WITHIN = timedelta(days=366)


def days_in_order(*, valid_from: date, review_on: date, valid_until: date, today: date) -> bool:
    """Say whether an agreement begins soon, is reviewed before its end, and ends in time."""
    return (
        valid_from < review_on <= valid_until
        and today <= valid_until
        and valid_until - valid_from <= LONGEST_AGREEMENT
        and valid_from - today <= BEGINS_WITHIN
    )
