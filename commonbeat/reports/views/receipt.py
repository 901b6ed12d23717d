"""Coming back with a receipt: open, read, write, take back, close."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, signed_in
from commonbeat.core import clock, live
from commonbeat.core.access import public
from commonbeat.core.callers import caller_of
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import new_key
from commonbeat.reports.actions import FaultyMessage, say_as_reporter, withdraw_report
from commonbeat.reports.forms import MessageForm, ReceiptForm
from commonbeat.reports.models import FAULT_WORDS, Report
from commonbeat.reports.presenters import thread_view
from commonbeat.reports.queries import my_reports, report_by_receipt
from commonbeat.reports.rules.evidence import EvidenceFault
from commonbeat.reports.rules.limiter import Limiter
from commonbeat.reports.views import pass_cookie
from commonbeat.reports.views.flow import signed_in_person
from commonbeat.reports.views.opened import ask_again, back_to_thread, opened_report

_limiter = Limiter()
# One sentence for every receipt that opens nothing, whatever is wrong with it.
_WRONG: Promise = gettext_lazy(
    "This receipt opens nothing. Check each letter, or look for another copy of it."
)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Offer to open a report with its receipt, and list those made with an account."""
    person = signed_in_person(request)
    context = {
        "form": ReceiptForm(),
        "reports": list(my_reports(person)[:100]) if person else [],
        "person": person,
    }
    return render(request, "reports/mine.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Open a report with its receipt; what is wrong with a receipt is never told."""
    if request.method != "POST":
        return render(request, "reports/enter.html", {"form": ReceiptForm()})
    now = clock.now()
    caller = caller_of(request.META.get("REMOTE_ADDR", ""))
    form = ReceiptForm(request.POST)
    wait = _limiter.wait(caller, now=now)
    if wait:
        seconds = max(1, round(wait.total_seconds()))
        form.add_error("receipt", _wait_text(seconds))
        response = render(request, "reports/enter.html", {"form": form}, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    report = report_by_receipt(form.cleaned_data["receipt"]) if form.is_valid() else None
    if report is None:
        if form.is_valid():
            _limiter.note_wrong(caller, now=now)
            form.add_error("receipt", str(_WRONG))
        return render(request, "reports/enter.html", {"form": form}, status=422)
    response = redirect("reports:thread")
    pass_cookie.give(response, report, now=now)
    return response


def _wait_text(seconds: int) -> str:
    return ngettext(
        "Too many receipts were wrong. Wait %(n)d second, then try again.",
        "Too many receipts were wrong. Wait %(n)d seconds, then try again.",
        seconds,
    ) % {"n": seconds}


@signed_in
@require_safe
def open_mine(request: MemberRequest, key: str) -> HttpResponse:
    """Open a report made with one's own account; anybody else's is not there."""
    report = get_object_or_404(my_reports(request.user), key=key)
    response = redirect("reports:thread")
    pass_cookie.give(response, report, now=clock.now())
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest) -> HttpResponse:
    """Show a report and its messages to whoever holds its receipt, and take what they add."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    form = MessageForm(initial={"once": new_key()})
    if request.method == "POST":
        form = MessageForm(request.POST)
        if form.is_valid() and _say(report, form, now=now):
            return back_to_thread(report, now=now)
    return _draw(request, report, form, now=now)


def _say(report: Report, form: MessageForm, *, now: datetime) -> bool:
    try:
        say_as_reporter(
            report=report,
            body=form.cleaned_data["body"],
            once=form.cleaned_data["once"],
            now=now,
        )
    except FaultyMessage as fault:
        form.add_error("body", str(fault))
        return False
    return True


@public
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask whether to take a report back, and do it."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    error = ""
    if request.method == "POST":
        try:
            withdraw_report(report=report, now=now)
        except CommonbeatError:
            report.refresh_from_db()
            error = _("This report changed just now. Read it again before you take it back.")
        else:
            return back_to_thread(report, now=now)
    response = render(
        request,
        "reports/withdraw.html",
        {"report": report, "error": error},
        status=409 if error else 200,
    )
    pass_cookie.give(response, report, now=now)
    return response


@public
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the report on this device: nobody opens it again without the receipt."""
    response = render(request, "reports/closed.html", {"form": ReceiptForm()})
    pass_cookie.take_back(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _draw(
    request: HttpRequest, report: Report, form: MessageForm, *, now: datetime
) -> HttpResponse:
    # Asked before the thread is read: what comes in between is told again, never missed.
    since = live.latest_mark()
    fault = request.GET.get("file", "")
    context = {
        "view": thread_view(report, now=now),
        "form": form,
        "since": since,
        "file_fault": FAULT_WORDS[EvidenceFault(fault)] if fault in set(EvidenceFault) else "",
    }
    response = render(request, "reports/thread.html", context, status=422 if form.errors else 200)
    pass_cookie.give(response, report, now=now)
    return response
