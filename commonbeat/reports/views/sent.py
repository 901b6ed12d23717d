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
    ReceiptView,
    promise_views,
    receipt_view,
    sent_text,
)
from commonbeat.reports.views.moulds import Mould, cast, slot

_TEMPLATE = "reports/sent.html"
# Moments that no report has: they hold the places of due times in the mould.
_STAND_IN = datetime(1999, 1, 1, 0, 0, 1, tzinfo=UTC)


def just_now(request: HttpRequest, report: Report, code: str, *, now: datetime) -> HttpResponse:
    """Confirm a report that this very request brought: every clock has just started."""
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
    promises = promise_views(report, now=now)
    context = _context(report, receipt_view(code), promises, sent_text(report))
    return render(request, _TEMPLATE, context)


def _context(
    report: Report, receipt: ReceiptView, promises: list[ClockView], sent: str
) -> dict[str, Any]:
    return {
        "receipt": receipt,
        "sent": sent,
        "promises": promises,
        "is_question": report.category == Category.QUESTION.value,
    }
