"""Sweeps of agreements and shares; nobody reads anything past its time meanwhile."""

from datetime import datetime, timedelta

from commonbeat.core.sweeps import sweep
from commonbeat.partners import actions


@sweep(every=timedelta(seconds=60))
def expire_shares(now: datetime) -> int:
    """Tell reporters that a share ran out."""
    return actions.expire_shares(now=now)


@sweep(every=timedelta(minutes=10))
def expire_agreements(now: datetime) -> int:
    """End the agreements whose last day is over, with all that is shared under them."""
    return actions.expire_agreements(now=now)
