"""Being known better later, and saying what happened after only being counted."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.models import User
from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.reports.actions import CannotClimb, climb, tell_more
from commonbeat.reports.forms import ContactForm, SureForm, WordsForm, rung_in
from commonbeat.reports.models import RUNG_WORDS, Report
from commonbeat.reports.presenters import Goes, rung_views
from commonbeat.reports.rules import IDENTITY_TABLE, Identity, rungs_for
from commonbeat.reports.rules.identity import needs_contact
from commonbeat.reports.views import pass_cookie
from commonbeat.reports.views.flow import signed_in_person
from commonbeat.reports.views.opened import back_to_thread, opened_report


@public
@require_http_methods(["GET", "HEAD", "POST"])
def known(request: HttpRequest) -> HttpResponse:
    """Let the holder of a receipt choose a higher rung, say what it needs, and confirm."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None or report.is_counted:
        # The thread asks for the receipt again, and offers what can be done.
        return redirect("reports:thread")
    offered = IDENTITY_TABLE.moves[report.rung] & rungs_for(to_police=report.to_police)
    if not offered and not report.to_police:
        return redirect("reports:thread")
    wanted = rung_in(request.POST)
    if request.method == "POST" and wanted in offered:
        return _confirm(request, report, wanted, now=now)
    context = {
        "rungs": rung_views(offered, wanted, goes=Goes.of(report)),
        "account_name": _account_name(request),
    }
    return _answer(request, report, "reports/climb.html", context, now=now)


def _confirm(
    request: HttpRequest, report: Report, wanted: Identity, *, now: datetime
) -> HttpResponse:
    account = signed_in_person(request)
    contact, sure = _forms(request, report, wanted, account, now=now)
    forms = [form for form in (contact, sure) if form is not None]
    error = ""
    if "confirm" in request.POST and all(form.is_valid() for form in forms):
        said = contact.cleaned_data if contact else {}
        try:
            climb(
                report=report,
                after=wanted,
                pseudonym=said.get("pseudonym", ""),
                contact=said.get("contact"),
                account=account,
                now=now,
            )
        except CannotClimb as fault:
            report.refresh_from_db()
            error = str(fault)
        else:
            return back_to_thread(report, now=now)
    elif "confirm" not in request.POST:
        for form in forms:
            form.quiet()
    context = {
        "rung": wanted.value,
        "rung_words": RUNG_WORDS[wanted],
        "form": contact,
        "sure": sure,
        "error": error,
        "account_name": account.display_name if account and contact is None else "",
        "has_errors": any(form.errors for form in forms),
    }
    return _answer(request, report, "reports/climb_sure.html", context, now=now)


def _forms(
    request: HttpRequest, report: Report, wanted: Identity, account: User | None, *, now: datetime
) -> tuple[ContactForm | None, SureForm]:
    sure = SureForm(request.POST, now=now)
    is_sealed = report.rung is Identity.CONFIDENTIAL
    if is_sealed or not needs_contact(wanted, has_account=account is not None):
        return None, sure
    return ContactForm(request.POST, now=now), sure


@public
@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest) -> HttpResponse:
    """Take the words of somebody who was only counted: from then on it is a report like others."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None or not report.is_counted:
        return redirect("reports:thread")
    form = WordsForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_bound and form.is_valid():
        try:
            tell_more(
                report=report,
                description=form.cleaned_data["description"],
                language=get_language() or settings.LANGUAGE_CODE,
                now=now,
            )
        except CannotClimb as fault:
            form.add_error("description", str(fault))
        else:
            return back_to_thread(report, now=now)
    context = {"form": form, "has_errors": bool(form.errors)}
    return _answer(request, report, "reports/more.html", context, now=now)


def _account_name(request: HttpRequest) -> str:
    account = signed_in_person(request)
    return account.display_name if account else ""


def _answer(
    request: HttpRequest, report: Report, template: str, context: dict[str, Any], *, now: datetime
) -> HttpResponse:
    failed = context.get("has_errors") or context.get("error")
    response = render(request, template, context, status=422 if failed else 200)
    pass_cookie.give(response, report, now=now)
    return response
