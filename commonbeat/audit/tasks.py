"""Sweeps over the audit log."""

from datetime import datetime, timedelta

from commonbeat.audit import actions, queries
from commonbeat.core.sweeps import sweep


@sweep(every=timedelta(milliseconds=200), lane="audit")
def chain_entries(now: datetime) -> int:
    """Chain what committed unchained (PostgreSQL; on SQLite there is never anything)."""
    return actions.chain_unchained()


@sweep(every=timedelta(hours=1), lane="audit")
def write_daily_checkpoint(now: datetime) -> int:
    """Sign a checkpoint once a day."""
    if not queries.checkpoint_is_due(now=now):
        return 0
    actions.write_checkpoint(now=now)
    return 0


@sweep(every=timedelta(hours=1), lane="audit")
def count_months(now: datetime) -> int:
    """Count the months that are over, for the public."""
    return actions.count_months(now=now)
