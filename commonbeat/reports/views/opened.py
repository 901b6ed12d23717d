"""The report that this browser may read, and what to show when it may read none."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonbeat.reports.forms import ReceiptForm
from commonbeat.reports.models import Report
from commonbeat.reports.queries import report_by_key
from commonbeat.reports.views import pass_cookie


def opened_report(request: HttpRequest, *, now: datetime) -> Report | None:
    """Return the report that the browser's pass opens, if it has one that is still good."""
    shown = pass_cookie.read(request, now=now)
    return report_by_key(shown.report_key) if shown else None


def ask_again(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt again: the half hour is over, or there never was a pass."""
    response = render(
        request, "reports/enter.html", {"form": ReceiptForm(), "is_over": True}, status=403
    )
    pass_cookie.take_back(response)
    return response


def back_to_thread(report: Report, *, now: datetime) -> HttpResponse:
    """Lead back to the thread after something was done, with a fresh half hour."""
    response = redirect("reports:thread")
    response.status_code = 303
    pass_cookie.give(response, report, now=now)
    return response
