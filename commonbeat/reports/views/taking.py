"""An officer writes down what somebody tells them, and hands over the receipt."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.reports.actions import Brought
from commonbeat.reports.forms.sheet import TAKEN_RUNGS, Sheet
from commonbeat.reports.permissions import REPORT_TAKERS
from commonbeat.reports.presenters import receipt_view, rung_views
from commonbeat.reports.presenters.doors import door_counts, officer_label
from commonbeat.reports.rules import EntryDoor
from commonbeat.reports.views import sheets

_TEMPLATE = "reports/staff/take.html"


@roles(*REPORT_TAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: MemberRequest) -> HttpResponse:
    """Show the whole report on one page; take it in, and show the receipt to hand over."""
    now = clock.now()
    if request.method != "POST":
        return _draw(request, Sheet.blank(now, topic=request.GET.get("topic", "")))
    sheet = Sheet.from_post(request.POST, now, rungs=TAKEN_RUNGS)
    if request.POST.get("go") != "send":
        return _draw(request, sheet, find=request.POST.get("go") == "find")
    if not sheet.judge():
        return _draw(request, sheet, judged=True)
    if sheet.new:
        # An answer brought up questions that nobody has been asked yet.
        return _draw(request, sheet)
    return _take_in(request, sheet, now=now)


def _take_in(request: MemberRequest, sheet: Sheet, *, now: datetime) -> HttpResponse:
    language = _language(request)
    label = officer_label(request.user, language=language)
    submission = sheets.submit(
        request,
        sheet,
        door=EntryDoor.OFFICER,
        language=language,
        brought=Brought(request.user.actor, label),
        now=now,
    )
    if submission is None:
        return _draw(request, sheet, judged=True)
    context = {"report": submission.report, "receipt": receipt_view(sheet.draft.receipt)}
    return render(request, "reports/staff/taken.html", context)


def _language(request: MemberRequest) -> str:
    """Return in which language the person wants to read our answers."""
    wanted = request.POST.get("language_of", "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _draw(
    request: MemberRequest, sheet: Sheet, *, judged: bool = False, find: bool = False
) -> HttpResponse:
    extra = {
        "tongues": [get_language_info(code) for code, _name in settings.LANGUAGES],
        "tongue": _language(request),
        "rungs": rung_views(frozenset(TAKEN_RUNGS), sheet.draft.rung),
        "contact": sheet.contact(),
        "doors": door_counts(realm_id=request.realm_id, now=sheet.now),
    }
    return sheets.draw(request, _TEMPLATE, sheet, extra=extra, judged=judged, find=find)
