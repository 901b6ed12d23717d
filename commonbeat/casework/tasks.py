"""Sweeps of the operations room."""

from datetime import datetime, timedelta

from commonbeat.casework import actions
from commonbeat.core.sweeps import sweep


@sweep(every=timedelta(seconds=30))
def forget_presences(now: datetime) -> int:
    """Keep no history of who looked at what."""
    return actions.forget_presences(now=now)


@sweep(every=timedelta(hours=1))
def forget_look_ups(now: datetime) -> int:
    """Keep no list of whom somebody looked up longer than it is counted."""
    return actions.forget_look_ups(now=now)


@sweep(every=timedelta(seconds=60))
def end_unlocks(now: datetime) -> int:
    """Tell reporters that the time in which their sealed name could be seen is over."""
    return actions.end_unlocks(now=now)


@sweep(every=timedelta(seconds=15))
def tell_of_late_alarms(now: datetime) -> int:
    """Tell supervisors again of emergencies that nobody has acknowledged."""
    return actions.tell_of_late_alarms(now=now)


@sweep(every=timedelta(seconds=15), lane="records", waits_for_rows=True)
def send_hand_offs(now: datetime) -> int:
    """Hand over to the records system what is due."""
    return actions.send_hand_offs(now=now)


@sweep(every=timedelta(hours=1))
def forget_records_files(now: datetime) -> int:
    """Keep no list of who took which file longer than a year."""
    return actions.forget_records_files(now=now)


@sweep(every=timedelta(hours=1))
def forget_handovers(now: datetime) -> int:
    """Keep what one shift told the next no longer than it is looked back at."""
    return actions.forget_handovers(now=now)
