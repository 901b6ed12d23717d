"""Sweeps of what is kept: nothing falls due unseen."""

from datetime import datetime, timedelta

from commonbeat.core.sweeps import sweep
from commonbeat.keeping import actions


@sweep(every=timedelta(hours=6))
def file_everything(now: datetime) -> int:
    """Write down when each report and incident is to be looked at again."""
    actions.file_everything(now=now)
    return 0


@sweep(every=timedelta(hours=1))
def erase_by_rule(now: datetime) -> int:
    """Erase what is due, where the force lets its group go without a person."""
    return actions.erase_by_rule(now=now)
