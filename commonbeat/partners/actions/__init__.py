"""The only writes to agreements and shares."""

from commonbeat.partners.actions.agreeing import (
    Terms,
    end_agreement,
    expire_agreements,
    make_agreement,
    put_in_force,
)
from commonbeat.partners.actions.answering import agree_to_share, refuse_share
from commonbeat.partners.actions.ending import (
    expire_shares,
    forget_shares,
    recall_share,
    stop_sharing,
)
from commonbeat.partners.actions.errors import (
    FieldsNotAllowed,
    MayTellWho,
    NoAgreement,
    NotNow,
    Unsaid,
)
from commonbeat.partners.actions.reading import answer_share, read_share
from commonbeat.partners.actions.sharing import Wish, share_report

__all__ = [
    "FieldsNotAllowed",
    "MayTellWho",
    "NoAgreement",
    "NotNow",
    "Terms",
    "Unsaid",
    "Wish",
    "agree_to_share",
    "answer_share",
    "end_agreement",
    "expire_agreements",
    "expire_shares",
    "forget_shares",
    "make_agreement",
    "put_in_force",
    "read_share",
    "recall_share",
    "refuse_share",
    "share_report",
    "stop_sharing",
]
