"""Times as people say them."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonbeat.core.moments import clock_text, date_text
from commonbeat.reports.models import Report
from commonbeat.reports.rules import Intake, When


def day_text(moment: datetime, *, now: datetime) -> str:
    """Return a day: Today, Tomorrow, Sunday, or Saturday 14 November."""
    day, today = localtime(moment).date(), localtime(now).date()
    near = {today: _("Today"), today + timedelta(days=1): _("Tomorrow")}
    near[today - timedelta(days=1)] = _("Yesterday")
    if day in near:
        return near[day]
    if today < day < today + timedelta(days=7):
        return date_format(day, "l")
    return date_text(day, year=day.year != today.year)


def moment_text(moment: datetime, *, now: datetime) -> str:
    """Return a day and a time: Today, 9:40 am."""
    return _("%(day)s, %(time)s") % {
        "day": day_text(moment, now=now),
        "time": clock_text(moment),
    }


def due_text(moment: datetime, *, now: datetime) -> str:
    """Return by when something is promised: Today, by 9:40 am."""
    return _("%(day)s, by %(time)s") % {
        "day": day_text(moment, now=now),
        "time": clock_text(moment),
    }


def hour_text(moment: datetime) -> str:
    """Return the hour in which something was: all that is kept of it."""
    return _("between %(start)s and %(end)s") % {
        "start": clock_text(moment),
        "end": clock_text(moment + timedelta(hours=1)),
    }


def sent_text(report: Report) -> str:
    """Return when a report came in, to its reporter: to the hour once that is all we hold."""
    at = report.received_at
    day = date_text(localtime(at).date(), year=True)
    forgotten = not report.to_police or (report.is_anonymous and report.seen_at is not None)
    when = hour_text(at) if forgotten else clock_text(at)
    return _("%(day)s, %(time)s") % {"day": day, "time": when}


def when_text(intake: Intake, *, now: datetime) -> str:
    """Return when it happened, as the person said it."""
    start, end = intake.happened_from, intake.happened_to
    if intake.when is When.NOW:
        return _("Just now")
    if intake.when is When.STILL:
        return _("It is still going on, or it keeps happening")
    if intake.when is When.EXACT and start:
        return _exact(start, now=now)
    if intake.when is When.BETWEEN and start and end:
        return _("From %(start)s until %(end)s") % {
            "start": _exact(start, now=now),
            "end": _exact(end, now=now),
        }
    if intake.when in {When.TODAY, When.YESTERDAY} and start:
        return date_text(localtime(start).date(), year=True)
    return _("Not known")


def _exact(moment: datetime, *, now: datetime) -> str:
    day = date_text(localtime(moment).date(), year=True)
    midnight = localtime(moment).strftime("%H:%M") == "00:00"
    if midnight:
        return day
    return _("%(day)s, about %(time)s") % {"day": day, "time": clock_text(moment)}
