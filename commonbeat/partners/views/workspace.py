"""The workspace of a partner: what is shared with them, what they sent, what was sent to them."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.accounts.models import Organisation, Role
from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import new_key
from commonbeat.partners import actions, queries
from commonbeat.partners.forms import AnswerForm
from commonbeat.partners.models import Share
from commonbeat.partners.presenters import copy_rows, partner_line
from commonbeat.reports.permissions import can_report_for
from commonbeat.reports.queries import organisation_reports, received_by

_SHOWN = 200
# Of each list the newest are on the first page; the rest is behind its link.
_FIRST = 5


def _organisation(request: MemberRequest) -> Organisation | None:
    body = request.user.organisation
    return body if body is not None and can_report_for(request.user, body) else None


def _nobody(request: MemberRequest) -> HttpResponse:
    """Say that an account belongs to no organisation, and whom to ask."""
    return render(request, "reports/partner/home.html", {"body": None, "reports": []})


@roles(Role.PARTNER_MEMBER)
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show what is shared with this organisation, what was sent to it, and what it sent."""
    body = _organisation(request)
    if body is None:
        return _nobody(request)
    shares = queries.shared_with(body, realm_id=request.realm_id, now=clock.now())[:_SHOWN]
    received = received_by(body, realm_id=request.realm_id)
    context = {
        "body": body,
        "lines": [partner_line(share) for share in shares],
        "reports": list(organisation_reports(body, realm_id=request.realm_id)[:_FIRST]),
        "received": list(received[:_FIRST]),
        "receives": body.takes_reports or received.exists(),
    }
    return render(request, "partners/partner/home.html", context)


@roles(Role.PARTNER_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: MemberRequest, key: str) -> HttpResponse:
    """Show one share, which is noted each time, and take an answer to it."""
    now = clock.now()
    body = _organisation(request)
    found = body and queries.readable_share(key, body, realm_id=request.realm_id, now=now)
    if not body or not found:
        raise Http404
    form = AnswerForm(initial={"once": new_key()})
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid() and _answer(request, found, form, now=now):
            return redirect("partners:shared", key=key)
    try:
        actions.read_share(share=found, member=request.user, now=now)
    except CommonbeatError as error:
        # It ended while the page was being drawn.
        raise Http404 from error
    context = {
        "body": body,
        "share": found,
        "line": partner_line(found),
        "rows": copy_rows(found),
        "readers": queries.readers_of(found),
        "form": form,
    }
    status = 422 if form.errors else 200
    response = render(request, "partners/partner/shared.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request: MemberRequest, share: Share, form: AnswerForm, *, now: datetime) -> bool:
    try:
        actions.answer_share(share=share, member=request.user, now=now, **form.cleaned_data)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return False
    return True


@roles(Role.PARTNER_MEMBER)
@require_safe
def members(request: MemberRequest) -> HttpResponse:
    """List who acts for this organisation; administrators of the police invite and close."""
    body = _organisation(request)
    if body is None:
        return _nobody(request)
    context = {"body": body, "members": list(queries.members_of(body))}
    return render(request, "partners/partner/members.html", context)
