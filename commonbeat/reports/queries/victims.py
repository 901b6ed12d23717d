"""What victims are owed, by the calendar of the force."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from commonbeat.reports.models import BankHoliday, Message, MessageKind, Report
from commonbeat.reports.rules.victims import may_ask_review, review_until, tell_by

# Longer than any run of days off.
_LOOK_AHEAD = timedelta(days=40)


def zone() -> ZoneInfo:
    """Return the time zone that days are counted in."""
    return ZoneInfo(settings.TIME_ZONE)


def days_off(start: date, end: date) -> frozenset[date]:
    """Return the bank holidays that count, both ends included."""
    rows = BankHoliday.objects.filter(day__range=(start, end), is_off=True)
    return frozenset(rows.values_list("day", flat=True))


def coming_holidays(today: date) -> QuerySet[BankHoliday]:
    """Return every bank holiday from today on, in order, those switched off too."""
    return BankHoliday.objects.filter(day__gte=today).order_by("day")


def news_due_at(report: Report, now: datetime) -> datetime:
    """Return until when the victim must be told of what happened at ``now``."""
    today = now.astimezone(zone()).date()
    return tell_by(
        now,
        is_enhanced=report.is_enhanced,
        holidays=days_off(today, today + _LOOK_AHEAD),
        zone=zone(),
    )


def review_asked(messages: list[Message]) -> bool:
    """Say whether the reporter asked for a review since we last said how it ended.

    By the order of the rows: clocks may jump, and an hour tells no order.
    """
    ended = MessageKind.OUTCOME.value
    for message in reversed(messages):
        if message.kind in {ended, MessageKind.REVIEW.value}:
            return message.kind != ended
    return False


def can_ask_review(report: Report, messages: list[Message], now: datetime) -> bool:
    """Say whether the reporter may now ask us to look again."""
    return may_ask_review(
        report.state,
        is_victim=report.is_victim,
        filed_at=report.status_changed_at,
        was_asked=review_asked(messages),
        now=now,
        zone=zone(),
    )


def review_ends_at(report: Report) -> datetime:
    """Return until when a review of a filed report can be asked for."""
    return review_until(report.status_changed_at, zone())
