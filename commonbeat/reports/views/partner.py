"""A partner's members report for their organisation, and read what became of it."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.accounts.models import Organisation, Role
from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.ids import new_key
from commonbeat.reports.actions import Brought, FaultyMessage, say_as_reporter
from commonbeat.reports.forms import MessageForm
from commonbeat.reports.forms.sheet import Sheet
from commonbeat.reports.models import Report
from commonbeat.reports.permissions import can_report_for
from commonbeat.reports.presenters import receipt_view, thread_view
from commonbeat.reports.presenters.doors import member_label
from commonbeat.reports.queries import organisation_reports, received_by
from commonbeat.reports.rules import EntryDoor
from commonbeat.reports.views import sheets

_SHOWN = 200


def organisation_of(request: MemberRequest) -> Organisation | None:
    """Return whom this person may report for, if anybody."""
    body = request.user.organisation
    return body if body is not None and can_report_for(request.user, body) else None


@roles(Role.PARTNER_MEMBER)
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """List what this organisation sent to the police."""
    body = organisation_of(request)
    reports = list(organisation_reports(body, realm_id=request.realm_id)[:_SHOWN]) if body else []
    waiting = received_by(body, realm_id=request.realm_id).exists() if body else False
    receives = body is not None and (body.takes_reports or waiting)
    context = {"body": body, "reports": reports, "receives": receives}
    return render(request, "reports/partner/home.html", context)


@roles(Role.PARTNER_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def report_for(request: MemberRequest) -> HttpResponse:
    """Show the whole report on one page, and send it in the name of the organisation."""
    now = clock.now()
    body = organisation_of(request)
    if body is None:
        return render(request, "reports/partner/home.html", {"body": None, "reports": []})
    if request.method != "POST":
        return _draw(request, Sheet.blank(now, topic=request.GET.get("topic", "")), body)
    sheet = Sheet.from_post(request.POST, now)
    if request.POST.get("go") != "send":
        return _draw(request, sheet, body, find=request.POST.get("go") == "find")
    if not sheet.judge():
        return _draw(request, sheet, body, judged=True)
    if sheet.new:
        return _draw(request, sheet, body)
    return _send(request, sheet, body, now=now)


def _send(
    request: MemberRequest, sheet: Sheet, body: Organisation, *, now: datetime
) -> HttpResponse:
    user = request.user
    submission = sheets.submit(
        request,
        sheet,
        door=EntryDoor.PARTNER,
        language=get_language() or "en",
        brought=Brought(user.actor, member_label(user, body), body),
        reporter=user,
        now=now,
    )
    if submission is None:
        return _draw(request, sheet, body, judged=True)
    context = {"report": submission.report, "receipt": receipt_view(sheet.draft.receipt)}
    return render(request, "reports/partner/sent.html", context | {"body": body})


@roles(Role.PARTNER_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: MemberRequest, key: str) -> HttpResponse:
    """Show a report of one's own organisation and its messages, and take what a member adds."""
    now = clock.now()
    body = organisation_of(request)
    if body is None:
        raise Http404
    report = get_object_or_404(organisation_reports(body, realm_id=request.realm_id), key=key)
    form = MessageForm(initial={"once": new_key()})
    if request.method == "POST":
        form = MessageForm(request.POST)
        if form.is_valid() and _say(request, report, form, now=now):
            return redirect("reports:partner_thread", key=key)
    context = {"view": thread_view(report, now=now), "form": form, "body": body}
    status = 422 if form.errors else 200
    return render(request, "reports/partner/thread.html", context, status=status)


def _say(request: MemberRequest, report: Report, form: MessageForm, *, now: datetime) -> bool:
    said = form.cleaned_data
    try:
        say_as_reporter(
            report=report, body=said["body"], once=said["once"], member=request.user, now=now
        )
    except FaultyMessage as fault:
        form.add_error("body", str(fault))
        return False
    return True


def _draw(
    request: MemberRequest,
    sheet: Sheet,
    body: Organisation,
    *,
    judged: bool = False,
    find: bool = False,
) -> HttpResponse:
    extra = {"body": body}
    template = "reports/partner/report.html"
    return sheets.draw(request, template, sheet, extra=extra, judged=judged, find=find)
