"""Agreements, shares and what partners answered."""

from commonbeat.partners.models.agreement import SharingAgreement
from commonbeat.partners.models.share import Share, ShareAnswer
from commonbeat.partners.models.wording import (
    AGREEMENT_WORDS,
    ANSWER_WORDS,
    BASIS_WORDS,
    FIELD_WORDS,
    HOW_MANY_WORDS,
    REGIME_WORDS,
    SHARE_WORDS,
)

__all__ = [
    "AGREEMENT_WORDS",
    "ANSWER_WORDS",
    "BASIS_WORDS",
    "FIELD_WORDS",
    "HOW_MANY_WORDS",
    "REGIME_WORDS",
    "SHARE_WORDS",
    "Share",
    "ShareAnswer",
    "SharingAgreement",
]
