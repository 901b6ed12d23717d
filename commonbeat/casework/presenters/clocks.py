"""Promises as the operations room shows them: digits that run, and the time by the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from commonbeat.reports.models import ClockKind, Report, Status
from commonbeat.reports.queries import ReportClock, clocks

# Shorter than what the reporter reads: there are four side by side.
SHORT_WORDS: dict[ClockKind, Promise] = {
    ClockKind.SEEN: gettext_lazy("Read"),
    ClockKind.ASSESSED: gettext_lazy("Decide"),
    ClockKind.ANSWERED: gettext_lazy("Reply"),
    ClockKind.NEIGHBOURHOOD: gettext_lazy("Officer replies"),
}


@dataclass(frozen=True, slots=True)
class ClockView:
    """One promise: what the clock component needs, and the digits beside it."""

    state: str
    fraction: float
    label: str
    time_text: str
    digits: str
    due_at: datetime | None = None
    started_at: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether the digits change by the second."""
        return self.due_at is not None and self.state not in {"done", "not-started"}


def digits(left: timedelta) -> str:
    """Return the time left, or with a plus the time over: 04:51, 1:04:09, 11 h 20, 2 d 3 h."""
    seconds = int(abs(left.total_seconds()))
    sign = "+" if left < timedelta(0) else ""
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours >= 24:
        return f"{sign}{hours // 24} d {hours % 24} h"
    if hours >= 10:
        return f"{sign}{hours} h {minutes:02d}"
    if hours:
        return f"{sign}{hours}:{minutes:02d}:{seconds:02d}"
    return f"{sign}{minutes:02d}:{seconds:02d}"


def moment_text(moment: datetime, *, now: datetime) -> str:
    """Return a time as people say it: today's by the clock, others with their day."""
    here, today = localtime(moment), localtime(now).date()
    if here.date() == today:
        return date_format(here, pgettext("format of a time in the operations room", "H:i"))
    if abs((here.date() - today).days) < 7:
        return date_format(here, pgettext("format of a time in the operations room", "D H:i"))
    return date_format(here, pgettext("format of a time in the operations room", "j M, H:i"))


def age_text(since: datetime, *, now: datetime, is_rough: bool = False) -> str:
    """Return how long ago something was: 19 min, 1 h 41, 3 d.

    ``is_rough``: only the hour is known, so that minutes would say what is not.
    """
    minutes = max(0, int((now - since).total_seconds()) // 60)
    if is_rough and minutes < 24 * 60:
        # The middle of the hour is the fairest guess.
        hours = (minutes - 30) // 60
        return _("~%(n)d h") % {"n": hours} if hours > 0 else _("< 1 h")
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(h)d h %(m)02d") % {"h": minutes // 60, "m": minutes % 60}
    return _("%(n)d d") % {"n": minutes // (24 * 60)}


def clock_view(clock: ReportClock, report: Report, *, now: datetime) -> ClockView:
    """Return one promise of a report."""
    label = str(SHORT_WORDS[clock.kind])
    if clock.stopped_at is not None:
        return ClockView(
            state="done",
            fraction=1.0,
            label=label,
            time_text=_("but late") if clock.is_late else "",
            digits=_("done"),
        )
    return ClockView(
        state=clock.state.value,
        fraction=clock.fraction,
        label=label,
        time_text=_("by %(time)s") % {"time": moment_text(clock.due_at, now=now)},
        digits=digits(clock.due_at - now),
        due_at=clock.due_at,
        started_at=report.received_at,
    )


def clock_views(report: Report, *, now: datetime) -> list[ClockView]:
    """Return every promise of a report, the one to the reporter's last message included."""
    views = [clock_view(clock, report, now=now) for clock in clocks(report, now)]
    owed = [_answer_owed(report, now=now), _news_owed(report, now=now)]
    return [*views, *(view for view in owed if view)]


def next_clock(report: Report, *, now: datetime) -> ClockView:
    """Return the promise that runs out first, or that all are kept."""
    running = [view for view in clock_views(report, now=now) if view.due_at is not None]
    if not running and report.state is Status.ASKED:
        waits = _("They have the question")
        return ClockView("not-started", 0.0, waits, _("nothing is due"), _("waits"))
    if not running:
        return ClockView("done", 1.0, _("Every promise is kept"), _("done"), _("done"))
    return min(running, key=lambda view: view.due_at or now)


def _answer_owed(report: Report, *, now: datetime) -> ClockView | None:
    due = report.reply_due_at()
    if due is None or report.reply_waiting_since is None:
        return None
    return _owed(_("Answer them"), report.reply_waiting_since, due, now=now)


def _news_owed(report: Report, *, now: datetime) -> ClockView | None:
    if report.tell_by is None:
        return None
    # It began with a working day, of which the calendar alone knows how long ago it was.
    began = min(now, report.tell_by - timedelta(days=1))
    return _owed(_("Tell the victim"), began, report.tell_by, now=now)


def grade_clock(label: str, *, graded_at: datetime, due_at: datetime, now: datetime) -> ClockView:
    """Return how long is left until somebody is to be there."""
    return _owed(label, graded_at, due_at, now=now)


def _owed(label: str, since: datetime, due: datetime, *, now: datetime) -> ClockView:
    length = due - since
    left = due - now
    soon = left < max(length / 4, timedelta(minutes=20))
    state = "late" if left <= timedelta(0) else "soon" if soon else "running"
    return ClockView(
        state=state,
        fraction=max(0.0, min(1.0, left / length)),
        label=label,
        time_text=_("by %(time)s") % {"time": moment_text(due, now=now)},
        digits=digits(left),
        due_at=due,
        started_at=since,
    )
