"""Reads of agreements and shares, for the police and for partners."""

from commonbeat.partners.queries.agreements import (
    agreement_by_key,
    agreements,
    agreements_in_force,
    organisations_to_agree_with,
)
from commonbeat.partners.queries.facts import facts_of, names_known, places_known, told_by_reporter
from commonbeat.partners.queries.shares import (
    last_moment,
    members_of,
    readable_share,
    readers_of,
    share_by_key,
    shared_with,
    shares_of,
    waiting_shares,
)

__all__ = [
    "agreement_by_key",
    "agreements",
    "agreements_in_force",
    "facts_of",
    "last_moment",
    "members_of",
    "names_known",
    "organisations_to_agree_with",
    "places_known",
    "readable_share",
    "readers_of",
    "share_by_key",
    "shared_with",
    "shares_of",
    "told_by_reporter",
    "waiting_shares",
]
