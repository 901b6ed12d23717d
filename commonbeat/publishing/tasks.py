"""Sweeps: end what has run out."""

from datetime import datetime, timedelta

from commonbeat.core.sweeps import sweep
from commonbeat.publishing import actions


@sweep(every=timedelta(seconds=10))
def end_overdue(now: datetime) -> int:
    """End the warnings and news whose time has come."""
    return actions.end_overdue(now=now)
