"""Times as people say them: one house style for every page and every message."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def clock_text(moment: datetime) -> str:
    """Return a time of day: 9:40 am."""
    return date_format(localtime(moment), pgettext("format of a time", "g:i A")).lower()


def date_text(day: date, *, year: bool = False) -> str:
    """Return a day of the calendar: Saturday 14 November, and the year on request."""
    if year:
        return date_format(day, pgettext("format of a day", "l j F Y"))
    return date_format(day, pgettext("format of a day", "l j F"))


def plain_date_text(day: date) -> str:
    """Return a day of the calendar without its weekday: 14 November 2026."""
    return date_format(day, pgettext("format of a day", "j F Y"))


def month_text(day: date) -> str:
    """Return a month: November 2026."""
    return date_format(day, pgettext("format of a month", "F Y"))


def full_text(moment: datetime) -> str:
    """Return a day and a time that are right whenever they are read."""
    return _("%(day)s, %(time)s") % {
        "day": date_text(localtime(moment).date()),
        "time": clock_text(moment),
    }
