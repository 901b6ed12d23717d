"""Saying that a report is here: to nearly everybody the same page, with their receipt in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import date
from django.utils.timezone import localtime

from commonbeat.reports.models import Category, Report
from commonbeat.reports.presenters import (
    ClockView,
    Goes,
    ReceiptView,
    promise_views,
    receipt_view,
    reminder_due_at,
    sent_text,
)
from commonbeat.reports.views.moulds import Mould, cast, slot

_TEMPLATE = "reports/sent.html"
# Moments that no report has: they hold the places of due times in the mould.
_STAND_IN = datetime(1999, 1, 1, 0, 0, 1, tzinfo=UTC)


def just_now(request: HttpRequest, report: Report, code: str, *, now: datetime) -> HttpResponse:
    """Confirm a report that this very request brought: every clock has just started."""
    if report.is_counted or report.sent_to_id is not None:
        return before(request, report, code, now=now)
    receipt, promises = receipt_view(code), promise_views(report, now=now)
    words = {
        "sent": sent_text(report),
        "qr": receipt.qr,
        "code": code,
        "since": report.received_at.isoformat(),
    }
    words |= {f"group{n}": group for n, group in enumerate(receipt.groups)}
    for n, promise in enumerate(promises):
        words |= {f"due{n}": promise.due_at.isoformat(), f"time{n}": promise.time_text}
    kind = "question" if report.category == Category.QUESTION.value else "report"
    return cast(
        request,
        _TEMPLATE,
        kind=kind,
        words=words,
        make=lambda: _mould(report, receipt, promises),
    )


def _mould(report: Report, receipt: ReceiptView, promises: list[ClockView]) -> Mould:
    moments = [_STAND_IN + timedelta(seconds=n) for n in range(len(promises) + 1)]
    since, *dues = moments
    stand_ins = {_as_drawn(since): "since"}
    stand_ins |= {_as_drawn(due): f"due{n}" for n, due in enumerate(dues)}
    shown = [
        replace(promise, due_at=due, started_at=since, time_text=slot(f"time{n}"))
        for n, (promise, due) in enumerate(zip(promises, dues, strict=True))
    ]
    blank = ReceiptView(
        code=slot("code"),
        groups=[slot(f"group{n}") for n in range(len(receipt.groups))],
        qr=slot("qr"),
        size=receipt.size,
    )
    return Mould(_context(report, blank, shown, slot("sent")), stand_ins)


def _as_drawn(moment: datetime) -> str:
    return date(localtime(moment), "c")


def before(request: HttpRequest, report: Report, code: str, *, now: datetime) -> HttpResponse:
    """Confirm a report that came in before: its clocks may have run on."""
    if report.is_counted:
        return _counted(request, code)
    promises = promise_views(report, now=now)
    context = _context(report, receipt_view(code), promises, sent_text(report))
    context["reminds"] = reminder_due_at(report, now=now) is not None
    return render(request, _TEMPLATE, context)


def _counted(request: HttpRequest, code: str) -> HttpResponse:
    """Thank for a report that was only counted: nothing is promised, and the receipt is offered."""
    return render(request, "reports/counted.html", {"receipt": receipt_view(code)})


def _context(
    report: Report, receipt: ReceiptView, promises: list[ClockView], sent: str
) -> dict[str, Any]:
    goes = Goes.of(report)
    return {
        "receipt": receipt,
        "goes_to": goes.words if goes.other else "",
        "sent": sent,
        "promises": promises,
        "reminds": True,
        "is_question": report.category == Category.QUESTION.value,
    }
