"""Promises as the reporter reads them: the absolute time first."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.reports.models import ClockKind, Received, Report
from commonbeat.reports.presenters.moments import due_text
from commonbeat.reports.queries import ReportClock, clocks, partner_clocks, received_of

_SHORT: dict[ClockKind, Promise] = {
    ClockKind.SEEN: gettext_lazy("Read"),
    ClockKind.ASSESSED: gettext_lazy("Decide"),
    ClockKind.ANSWERED: gettext_lazy("Reply"),
    ClockKind.NEIGHBOURHOOD: gettext_lazy("Reply"),
    ClockKind.PARTNER_SEEN: gettext_lazy("Read"),
    ClockKind.PARTNER_ANSWERED: gettext_lazy("Reply"),
}


@dataclass(frozen=True, slots=True)
class ClockView:
    """One promise, as the clock component takes it."""

    state: str
    fraction: float
    label: str
    short: str
    time_text: str
    due_at: datetime
    started_at: datetime | None


def clock_views(report: Report, *, now: datetime) -> list[ClockView]:
    """Return the promises made for a report, as they stand: those of the police come first."""
    views = [_view(clock, report, now=now) for clock in clocks(report, now)]
    received = received_of(report)
    return views + (partner_views(received, now=now) if received else [])


def partner_views(received: Received, *, now: datetime) -> list[ClockView]:
    """Return the promises of the organisation that a report was sent to."""
    name = {"name": received.report.sent_to.name if received.report.sent_to else ""}
    labels = {
        ClockKind.PARTNER_SEEN: _("%(name)s reads it") % name,
        ClockKind.PARTNER_ANSWERED: _("%(name)s replies to you") % name,
    }
    return [
        replace(
            _view(clock, received.report, now=now),
            label=labels[clock.kind],
            short=labels[clock.kind],
            started_at=received.sent_at,
        )
        for clock in partner_clocks(received, now)
    ]


def promise_views(report: Report, *, now: datetime) -> list[ClockView]:
    """Return the promises just made, in the order in which they fall due."""
    return sorted(clock_views(report, now=now), key=lambda view: view.due_at)


def _view(clock: ReportClock, report: Report, *, now: datetime) -> ClockView:
    return ClockView(
        state=clock.state.value,
        fraction=clock.fraction,
        label=str(clock.label),
        short=str(_SHORT[clock.kind]),
        time_text=_time_text(clock, report, now=now),
        due_at=clock.due_at,
        started_at=report.received_at,
    )


def _time_text(clock: ReportClock, report: Report, *, now: datetime) -> str:
    if clock.stopped_at is not None and report.is_closed:
        return _("finished")
    if clock.stopped_at is not None:
        return _("done")
    due = due_text(clock.due_at, now=now)
    if clock.is_late:
        return _("late: it was %(due)s") % {"due": due[:1].lower() + due[1:]}
    return due
