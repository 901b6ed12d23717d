"""Working days: not Saturdays, Sundays or bank holidays."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, holidays: Set[date]) -> bool:
    """Say whether people are at work on a day."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(start: date, n: int, holidays: Set[date]) -> date:
    """Return the ``n``-th working day after ``start``, which itself never counts; ``n`` from 1."""
    if n < 1:
        raise ValueError("Promises are made for one working day or more.")
    day = start
    while n:
        day += _DAY
        n -= is_working_day(day, holidays)
    return day


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day by the clock of ``zone``, however long the day is."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)
