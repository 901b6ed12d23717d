"""Pages of agreements and shares for the police, and the workspace of a partner."""

from commonbeat.partners.views.agreements import (
    agreement,
    agreements,
    end_agreement,
    new_agreement,
    put_in_force,
)
from commonbeat.partners.views.shares import answer_share, recall, share, share_report
from commonbeat.partners.views.workspace import home, members, shared

__all__ = [
    "agreement",
    "agreements",
    "answer_share",
    "end_agreement",
    "home",
    "members",
    "new_agreement",
    "put_in_force",
    "recall",
    "share",
    "share_report",
    "shared",
]
