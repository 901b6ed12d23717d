"""Pure decisions about agreements, shares and the words in them: no Django, no clock."""

from commonbeat.partners.rules.agreements import (
    AGREEMENT_TABLE,
    NO_SINGLE_REPORTS,
    REGIME_OF,
    AgreementState,
    LawfulBasis,
    Regime,
    days_in_order,
    is_in_force,
    may_put_in_force,
)
from commonbeat.partners.rules.copies import Facts, copied
from commonbeat.partners.rules.fields import (
    DEFAULT_FIELDS,
    SharedField,
    fields_in,
    is_within,
    written,
)
from commonbeat.partners.rules.safe_words import Found, found_in
from commonbeat.partners.rules.shares import (
    SHARE_OPEN,
    SHARE_TABLE,
    AnswerKind,
    HowMany,
    ShareState,
    first_state,
    may_agree_to_share,
)

__all__ = [
    "AGREEMENT_TABLE",
    "DEFAULT_FIELDS",
    "NO_SINGLE_REPORTS",
    "REGIME_OF",
    "SHARE_OPEN",
    "SHARE_TABLE",
    "AgreementState",
    "AnswerKind",
    "Facts",
    "Found",
    "HowMany",
    "LawfulBasis",
    "Regime",
    "ShareState",
    "SharedField",
    "copied",
    "days_in_order",
    "fields_in",
    "first_state",
    "found_in",
    "is_in_force",
    "is_within",
    "may_agree_to_share",
    "may_put_in_force",
    "written",
]
