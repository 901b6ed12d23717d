"""When to remind a person of their answer: never at night, never to the minute."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_FIRST_HOUR = 9
_LAST_HOUR = 19
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def reminder_moments(due_at: datetime, *, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return two moments: when the answer was promised (tomorrow if that is over), a week later.

    Full hours between nine in the morning and seven in the evening, by the clock of ``zone``.
    """
    first = due_at if due_at > now else now + _DAY
    return [_civil(first, zone), _civil(first.astimezone(zone) + _WEEK, zone)]


def _civil(moment: datetime, zone: ZoneInfo) -> datetime:
    here = moment.astimezone(zone)
    full = here.replace(minute=0, second=0, microsecond=0)
    hour = full.hour if full == here else full.hour + 1
    day = here.date()
    if hour < _FIRST_HOUR:
        hour = _FIRST_HOUR
    elif hour >= _LAST_HOUR:
        hour, day = _FIRST_HOUR, day + _DAY
    return datetime.combine(day, time(hour), tzinfo=zone)
