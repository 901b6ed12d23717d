"""An organisation's members read and answer the reports that people sent to it."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.accounts.models import Role
from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.ids import new_key
from commonbeat.reports.actions import FaultyMessage, answer_received, open_received
from commonbeat.reports.forms import MessageForm
from commonbeat.reports.models import Received
from commonbeat.reports.presenters import received_line, received_view
from commonbeat.reports.queries import received_by
from commonbeat.reports.views.partner import organisation_of

_SHOWN = 200


@roles(Role.PARTNER_MEMBER)
@require_safe
def received(request: MemberRequest) -> HttpResponse:
    """List the reports that people sent to this organisation."""
    now = clock.now()
    body = organisation_of(request)
    if body is None:
        return render(request, "reports/partner/home.html", {"body": None, "reports": []})
    rows = received_by(body, realm_id=request.realm_id)[:_SHOWN]
    context = {"body": body, "lines": [received_line(row, now=now) for row in rows]}
    return render(request, "reports/partner/received.html", context)


@roles(Role.PARTNER_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def received_one(request: MemberRequest, key: str) -> HttpResponse:
    """Show one report, which is noted each time, and take an answer to it."""
    now = clock.now()
    body = organisation_of(request)
    if body is None:
        raise Http404
    found = get_object_or_404(received_by(body, realm_id=request.realm_id), report__key=key)
    form = MessageForm(initial={"once": new_key()})
    if request.method == "POST":
        form = MessageForm(request.POST)
        if form.is_valid() and _answer(request, found, form, now=now):
            return redirect("reports:received_one", key=key)
    open_received(received=found, member=request.user, now=now)
    context = {"view": received_view(found, now=now), "form": form, "body": body}
    status = 422 if form.errors else 200
    return render(request, "reports/partner/received_one.html", context, status=status)


def _answer(
    request: MemberRequest, received: Received, form: MessageForm, *, now: datetime
) -> bool:
    try:
        answer_received(
            received=received,
            body=form.cleaned_data["body"],
            once=form.cleaned_data["once"],
            closes="close" in request.POST,
            member=request.user,
            now=now,
        )
    except FaultyMessage as fault:
        form.add_error("body", str(fault))
        return False
    return True
