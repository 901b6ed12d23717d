"""A report and its messages, as the holder of the receipt reads them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonbeat.core.moments import clock_text
from commonbeat.reports.models import Message, MessageKind, Report, Status
from commonbeat.reports.presenters.clocks import ClockView, clock_views
from commonbeat.reports.presenters.doors import brought_text
from commonbeat.reports.presenters.files import FileView, file_views
from commonbeat.reports.presenters.known import KnownView, known_view
from commonbeat.reports.presenters.moments import day_text, hour_text
from commonbeat.reports.presenters.reminder import reminder_due_at
from commonbeat.reports.presenters.victim import VictimView, victim_view
from commonbeat.reports.queries import ToldMore, advice, exhibits, received_of, thread, told_more
from commonbeat.reports.rules import hour_band


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or event; ``day`` is set when a new day begins with it."""

    day: str
    mine: bool
    who: str
    label: str
    body: str
    when: str
    read: str
    is_event: bool = False


@dataclass(frozen=True, slots=True)
class ThreadView:
    """All that the page shows."""

    report: Report
    clocks: list[ClockView]
    entries: list[Entry]
    files: list[FileView]
    told: ToldMore
    advice: str
    question: str
    can_write: bool
    can_withdraw: bool
    known: KnownView
    victim: VictimView
    readers: str
    # Whether an answer is promised that a calendar can hold.
    reminds: bool


def thread_view(report: Report, *, now: datetime) -> ThreadView:
    """Return the thread of a report, the report's own words first."""
    messages = thread(report)
    first = [] if report.is_counted else [_first(report, now=now)]
    said = [*first, *(_entry(message, report, now=now) for message in messages)]
    asked = [m.body for m in messages if m.kind == MessageKind.QUESTION.value]
    return ThreadView(
        report=report,
        clocks=clock_views(report, now=now),
        entries=_with_days(said, now=now),
        files=file_views(exhibits(report), inside=False),
        told=told_more(report),
        advice=advice(report) if report.to_police and not _is_over(report) else "",
        question=asked[-1] if asked and report.state is Status.ASKED else "",
        can_write=report.state not in {Status.COUNTED, Status.WITHDRAWN, Status.ERASED},
        can_withdraw=not report.is_closed and not report.is_counted,
        known=known_view(report, now=now),
        victim=victim_view(report, messages, now=now),
        readers=_readers(report),
        reminds=reminder_due_at(report, now=now) is not None,
    )


def _is_over(report: Report) -> bool:
    return report.is_closed or report.is_counted


def _readers(report: Report) -> str:
    """Return who reads what the reporter writes now, where that is not the police alone."""
    if report.sent_to is None:
        return ""
    if report.state is Status.ASKED:
        return _("Only the police read your answer to their question.")
    name = {"name": report.sent_to.name}
    if report.to_police:
        return _("The police and %(name)s both read what you write here.") % name
    return _("%(name)s reads what you write here. The police do not.") % name


def _first(report: Report, *, now: datetime) -> tuple[date, Entry]:
    read = ""
    seen_at = report.seen_at
    if not report.to_police and (received := received_of(report)):
        seen_at = received.seen_at
    if seen_at is not None:
        read = _read(seen_at, now=now)
    at = hour_band(report.received_at) if report.is_anonymous else report.received_at
    entry = Entry(
        day="",
        mine=True,
        who=_("You"),
        label=brought_text(report),
        body=report.description,
        when=_when(at, coarse=report.is_anonymous),
        read=read,
    )
    return localtime(at).date(), entry


def _entry(message: Message, report: Report, *, now: datetime) -> tuple[date, Entry]:
    mine = message.is_from_reporter
    labels = {
        MessageKind.QUESTION.value: _("A question for you"),
        MessageKind.OUTCOME.value: _("What we did"),
        MessageKind.REVIEW.value: _("You asked for a review"),
    }
    entry = Entry(
        day="",
        mine=mine,
        who=message.author_label or (_("You") if mine else _("Police")),
        label=labels.get(message.kind, ""),
        body=message.body,
        when=_when(message.at, coarse=mine and report.is_anonymous),
        read=_read(message.seen_at, now=now) if mine and message.seen_at else "",
        is_event=message.is_event,
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
