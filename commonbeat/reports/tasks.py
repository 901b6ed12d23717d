"""Sweeps of reports: what was never sent does not stay."""

from datetime import datetime, timedelta

from commonbeat.core.sweeps import sweep
from commonbeat.reports.actions import sweep_photos


@sweep(every=timedelta(minutes=15))
def photos_never_sent(now: datetime) -> int:
    """Remove photographs of reports that were not sent within a day, and files without a row."""
    sweep_photos(now=now)
    # A pass does all there is to do: nothing is left to go again for.
    return 0
