"""A report as the organisation reads it that its reporter sent it to: by the hour, and no name."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from commonbeat.core.moments import clock_text
from commonbeat.reports.models import Message, MessageKind, Received, Report, Topic, When
from commonbeat.reports.presenters.answers import where_text
from commonbeat.reports.presenters.clocks import ClockView, partner_views
from commonbeat.reports.presenters.moments import day_text, hour_text, when_text
from commonbeat.reports.queries import ToldMore, partner_thread, told_more
from commonbeat.reports.rules import Intake, Progress, hour_band

PROGRESS_WORDS: dict[Progress, tuple[Promise, str]] = {
    Progress.NEW: (pgettext_lazy("report state", "New"), "new"),
    Progress.READ: (pgettext_lazy("report state", "Read"), "open"),
    Progress.ANSWERED: (pgettext_lazy("report state", "Answered"), "good"),
    Progress.CLOSED: (pgettext_lazy("report state", "Closed"), ""),
    Progress.TAKEN_BACK: (pgettext_lazy("report state", "Taken back"), ""),
}


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """One report in the list."""

    key: str
    topic: Promise
    area: str
    sent: str
    state: Promise
    tone: str
    wrote_again: bool
    also_police: bool
    clocks: list[ClockView]


@dataclass(frozen=True, slots=True)
class ReceivedEntry:
    """One message; ``mine`` is what somebody of the organisation wrote."""

    mine: bool
    who: str
    label: str
    body: str
    when: str


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """All that the page of one report shows."""

    line: ReceivedLine
    called: str
    when: str
    where: str
    told: ToldMore
    entries: list[ReceivedEntry]
    can_write: bool
    can_close: bool


def received_line(received: Received, *, now: datetime) -> ReceivedLine:
    """Return a report as a line of the list."""
    report = received.report
    words, tone = PROGRESS_WORDS[received.progress]
    over = received.progress in {Progress.CLOSED, Progress.TAKEN_BACK}
    return ReceivedLine(
        key=report.key,
        topic=report.topic_words,
        area=report.area.name if report.area else "",
        sent=_by_the_hour(received.sent_at, now=now),
        state=words,
        tone=tone,
        wrote_again=received.unread_since is not None and received.seen_at is not None,
        also_police=report.to_police,
        clocks=[] if over else partner_views(received, now=now),
    )


def received_view(received: Received, *, now: datetime) -> ReceivedView:
    """Return one report with the messages that its organisation reads."""
    report = received.report
    told = _as_told(report)
    return ReceivedView(
        line=received_line(received, now=now),
        called=report.pseudonym or "",
        when=when_text(told, now=now),
        where=where_text(told),
        told=told_more(report),
        entries=[_first(received, now=now), *_entries(report, now=now)],
        can_write=received.progress is not Progress.TAKEN_BACK,
        can_close=received.progress not in {Progress.CLOSED, Progress.TAKEN_BACK},
    )


def _as_told(report: Report) -> Intake:
    """Return when and where it was as its reporter said it, no finer than the hour."""
    start, end = (_hour(report.happened.get(name)) for name in ("from", "to"))
    return Intake(
        receipt="",
        topic=Topic(report.topic),
        description="",
        when=When(report.happened.get("when", When.UNKNOWN.value)),
        happened_from=start,
        happened_to=end,
        cell=report.cell9 or report.cell8,
        place=report.place,
    )


def _hour(text: str | None) -> datetime | None:
    return hour_band(datetime.fromisoformat(text)) if text else None


def _first(received: Received, *, now: datetime) -> ReceivedEntry:
    report = received.report
    when = _by_the_hour(received.sent_at, now=now)
    return ReceivedEntry(False, _reporter(report), "", report.description, when)


def _entries(report: Report, *, now: datetime) -> list[ReceivedEntry]:
    return [_entry(message, report, now=now) for message in partner_thread(report)]


def _entry(message: Message, report: Report, *, now: datetime) -> ReceivedEntry:
    mine = not message.is_from_reporter
    day = day_text(message.at, now=now)
    when = f"{day}, {clock_text(message.at)}" if mine else _by_the_hour(message.at, now=now)
    ended = message.kind == MessageKind.OUTCOME.value
    return ReceivedEntry(
        mine=mine,
        who=message.author_label if mine else _reporter(report),
        label=_("How it ended") if ended else "",
        body=message.body,
        when=when,
    )


def _reporter(report: Report) -> str:
    return report.pseudonym or _("The reporter")


def _by_the_hour(moment: datetime, *, now: datetime) -> str:
    return f"{day_text(moment, now=now)}, {hour_text(hour_band(moment))}"
