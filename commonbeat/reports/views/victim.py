"""A victim's wishes, and the request to look again at a decision to stop."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import new_key
from commonbeat.reports.actions import NoWish, ask_review, keep_wish
from commonbeat.reports.forms import ReviewForm, WishForm
from commonbeat.reports.presenters import victim_view
from commonbeat.reports.queries import thread
from commonbeat.reports.rules.victims import HowOften
from commonbeat.reports.views import pass_cookie
from commonbeat.reports.views.opened import ask_again, back_to_thread, opened_report


@public
@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """Keep how often and when the reporter wants to hear from us."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    form = WishForm(request.POST)
    if form.is_valid():
        # The thread says that it is closed for good, and offers no wish any longer.
        with suppress(NoWish):
            keep_wish(
                report=report,
                often=HowOften(form.cleaned_data["often"]),
                safe_times=form.cleaned_data["safe_times"],
                now=now,
            )
    return back_to_thread(report, now=now)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Ask why we should look again, and take the request."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    form = ReviewForm(initial={"once": new_key()})
    if request.method == "POST":
        form = ReviewForm(request.POST)
        if form.is_valid():
            try:
                ask_review(
                    report=report,
                    body=form.cleaned_data["body"],
                    once=form.cleaned_data["once"],
                    now=now,
                )
            except CommonbeatError as error:
                form.add_error("body", str(error))
            else:
                return back_to_thread(report, now=now)
    context = {"form": form, "victim": victim_view(report, thread(report), now=now)}
    response = render(request, "reports/review.html", context, status=422 if form.errors else 200)
    pass_cookie.give(response, report, now=now)
    return response
