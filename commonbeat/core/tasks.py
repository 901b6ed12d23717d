"""Sweeps over what every context stands on."""

from datetime import datetime, timedelta

from commonbeat.core import live
from commonbeat.core.sweeps import sweep


@sweep(every=timedelta(minutes=10))
def prune_live_events(now: datetime) -> int:
    """Delete live events that no page will ask for any more."""
    live.prune(now=now)
    return 0
