"""A file for a calendar: two quiet reminders, made on the fly and kept nowhere."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from commonbeat.core.ids import new_key
from commonbeat.reports.models import Report
from commonbeat.reports.queries import clocks, partner_clocks, received_of
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.reminder import reminder_moments

_LENGTH = timedelta(minutes=15)


def reminder_due_at(report: Report, *, now: datetime) -> datetime | None:
    """Return by when the last answer is promised that still has to come; none where none is.

    Nothing is promised of what is only counted; an organisation promises for itself.
    """
    readings = clocks(report, now)
    if received := received_of(report):
        readings += partner_clocks(received, now)
    dues = [reading.due_at for reading in readings if reading.stopped_at is None]
    if reply := report.reply_due_at():
        dues.append(reply)
    return max(dues, default=None)


def reminder_file(due_at: datetime, *, discreet: bool, now: datetime) -> bytes:
    """Return two reminders to look at the answer that is due then (RFC 5545), in UTC.

    Holds no receipt, no reference and no exact time. A discreet one names neither us nor this
    site, so that it tells nothing to somebody else who reads the calendar.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//reminder//EN" if discreet else "-//Commonbeat//Reminder//EN")
    for at in reminder_moments(due_at, now=now, zone=ZoneInfo(settings.TIME_ZONE)):
        calendar.add_component(_event(at.astimezone(UTC), discreet=discreet, now=now))
    data: bytes = calendar.to_ical()
    return data


def _event(at: datetime, *, discreet: bool, now: datetime) -> Event:
    event = Event()
    event.add("uid", new_key())
    # When the file was made is nobody's business: the hour is enough for the format.
    event.add("dtstamp", hour_band(now))
    event.add("dtstart", at)
    event.add("dtend", at + _LENGTH)
    event.add("summary", _title(discreet=discreet))
    # Nobody who looks for a free hour in a shared calendar sees that there is something.
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if not discreet:
        event.add("description", _("Open it with your receipt."))
        event.add("url", f"{settings.BASE_URL}/receipt/")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(0))
    alarm.add("description", _title(discreet=discreet))
    event.add_component(alarm)
    return event


def _title(*, discreet: bool) -> str:
    if discreet:
        return _("Look at your answer")
    return _("Look at your answer on Commonbeat %(town)s") % {"town": settings.TOWN_NAME}
