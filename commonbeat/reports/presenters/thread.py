"""A report and its messages, as the holder of the receipt reads them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonbeat.core.moments import clock_text
from commonbeat.reports.models import Message, MessageKind, Photo, Report, Status
from commonbeat.reports.presenters.clocks import ClockView, clock_views
from commonbeat.reports.presenters.moments import day_text, hour_text
from commonbeat.reports.queries import ToldMore, advice, photos, thread, told_more
from commonbeat.reports.rules import hour_band


@dataclass(frozen=True, slots=True)
class Entry:
    """One message; ``day`` is set when a new day begins with it."""

    day: str
    mine: bool
    who: str
    label: str
    body: str
    when: str
    read: str
    photos: list[Photo]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """All that the page shows."""

    report: Report
    clocks: list[ClockView]
    entries: list[Entry]
    told: ToldMore
    advice: str
    question: str
    can_write: bool
    can_withdraw: bool


def thread_view(report: Report, *, now: datetime) -> ThreadView:
    """Return the thread of a report, the report's own words first."""
    messages = thread(report)
    said = [_first(report, now=now), *(_entry(message, report, now=now) for message in messages)]
    asked = [m.body for m in messages if m.kind == MessageKind.QUESTION.value]
    return ThreadView(
        report=report,
        clocks=clock_views(report, now=now),
        entries=_with_days(said, now=now),
        told=told_more(report),
        advice="" if report.is_closed else advice(report),
        question=asked[-1] if asked and report.state is Status.ASKED else "",
        can_write=report.state not in {Status.WITHDRAWN, Status.ERASED},
        can_withdraw=not report.is_closed,
    )


def _first(report: Report, *, now: datetime) -> tuple[date, Entry]:
    read = ""
    if report.seen_at is not None:
        read = _read(report.seen_at, now=now)
    at = hour_band(report.received_at) if report.is_anonymous else report.received_at
    entry = Entry(
        day="",
        mine=True,
        who=_("You"),
        label="",
        body=report.description,
        when=_when(at, coarse=report.is_anonymous),
        read=read,
        photos=photos(report),
    )
    return localtime(at).date(), entry


def _entry(message: Message, report: Report, *, now: datetime) -> tuple[date, Entry]:
    mine = not message.is_from_police
    labels = {
        MessageKind.QUESTION.value: _("A question for you"),
        MessageKind.OUTCOME.value: _("What we did"),
    }
    entry = Entry(
        day="",
        mine=mine,
        who=_("You") if mine else message.author_label or _("Police"),
        label=labels.get(message.kind, ""),
        body=message.body,
        when=_when(message.at, coarse=mine and report.is_anonymous),
        read=_read(message.seen_at, now=now) if mine and message.seen_at else "",
        photos=[],
    )
    return localtime(message.at).date(), entry


def _when(at: datetime, *, coarse: bool) -> str:
    text = hour_text(at) if coarse else clock_text(at)
    return text[:1].upper() + text[1:]


def _read(at: datetime, *, now: datetime) -> str:
    same_day = localtime(at).date() == localtime(now).date()
    when = clock_text(at) if same_day else f"{day_text(at, now=now)}, {clock_text(at)}"
    return _("Read: %(when)s") % {"when": when}


def _with_days(said: list[tuple[date, Entry]], *, now: datetime) -> list[Entry]:
    entries: list[Entry] = []
    last: date | None = None
    for day, entry in said:
        begins = day != last
        noon = localtime(now).replace(year=day.year, month=day.month, day=day.day, hour=12)
        name = day_text(noon, now=now) if begins else ""
        entries.append(replace(entry, day=name))
        last = day
    return entries
