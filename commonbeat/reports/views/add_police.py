"""Sending a report that an organisation has to the police as well."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.reports.actions import CannotSend, send_to_police
from commonbeat.reports.models import Status
from commonbeat.reports.views import pass_cookie
from commonbeat.reports.views.opened import ask_again, back_to_thread, opened_report


@public
@require_http_methods(["GET", "HEAD", "POST"])
def add_police(request: HttpRequest) -> HttpResponse:
    """Ask whether the police shall have a report as well, and send it to them."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    if report.state is not Status.ELSEWHERE:
        return redirect("reports:thread")
    if request.method == "POST":
        try:
            send_to_police(report=report, now=now)
        except CannotSend:
            # It changed a moment ago: the thread says how.
            report.refresh_from_db()
        return back_to_thread(report, now=now)
    response = render(request, "reports/add_police.html", {"report": report})
    pass_cookie.give(response, report, now=now)
    return response
