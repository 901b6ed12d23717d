"""Sweeps of the operations room."""

from datetime import datetime, timedelta

from commonbeat.casework import actions
from commonbeat.core.sweeps import sweep


@sweep(every=timedelta(seconds=30))
def forget_presences(now: datetime) -> int:
    """Keep no history of who looked at what."""
    return actions.forget_presences(now=now)
