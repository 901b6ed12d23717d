"""Seeing a name that is locked away: asking, answering, ending, and each look."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import UnlockAnswerForm, UnlockAskForm
from commonbeat.casework.permissions import UNLOCK_ANSWERERS, UNLOCK_ASKERS
from commonbeat.casework.presenters import unlock_view
from commonbeat.casework.views.queue import queue_context
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.models import Identity, Report
from commonbeat.reports.queries import report_by_reference
from commonbeat.reports.rules import Contact


@roles(*UNLOCK_ASKERS)
@require_safe
def unlock(request: MemberRequest, reference: str) -> HttpResponse:
    """Show how a wish to see a sealed name stands, and what this person can do about it."""
    return _page(request, _confidential(request, reference), now=clock.now())


@roles(*UNLOCK_ASKERS)
@require_POST
def unlock_ask(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask to see a sealed name, for a reason and some hours."""
    found, now = _confidential(request, reference), clock.now()
    form = UnlockAskForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_to_unlock(report=found, user=request.user, now=now, **form.cleaned_data)
        except CommonbeatError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("You asked. The reporter was told, and a supervisor sees it.")
            )
            return redirect("casework:unlock", reference=reference)
    return _page(request, found, now=now, ask=form)


@roles(*UNLOCK_ANSWERERS)
@fresh
@require_POST
def unlock_answer(request: MemberRequest, reference: str) -> HttpResponse:
    """Agree or refuse, as somebody who did not ask, after showing the passkey again."""
    found, now = _confidential(request, reference), clock.now()
    wish = queries.latest_unlock(found)
    if wish is None:
        raise Http404
    form = UnlockAnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_unlock(
                unlock=wish,
                user=request.user,
                agrees=form.cleaned_data["agrees"],
                reason=form.cleaned_data["answer"],
                now=now,
            )
        except CommonbeatError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Done. The reporter was told."))
            return redirect("casework:unlock", reference=reference)
    return _page(request, found, now=now, answer=form)


@roles(*UNLOCK_ASKERS)
@require_POST
def unlock_end(request: MemberRequest, reference: str) -> HttpResponse:
    """Take a wish back, or end it before its time."""
    found = _confidential(request, reference)
    wish = queries.latest_unlock(found)
    if wish is None:
        raise Http404
    try:
        actions.end_unlock(unlock=wish, user=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is over. The name is locked again."))
    return redirect("casework:unlock", reference=reference)


@roles(*UNLOCK_ASKERS)
@require_POST
def unlock_look(request: MemberRequest, reference: str) -> HttpResponse:
    """Show the name to one of the two people; each time is written down."""
    found, now = _confidential(request, reference), clock.now()
    try:
        contact = actions.look_at_identity(report=found, user=request.user, now=now)
    except CommonbeatError as error:
        messages.error(request, str(error))
        return redirect("casework:unlock", reference=reference)
    response = _page(request, found, now=now, contact=contact)
    response.headers["Cache-Control"] = "no-store"
    return response


def _confidential(request: MemberRequest, reference: str) -> Report:
    found = report_by_reference(realm_id=request.realm_id, reference=reference, reader=request.user)
    if found is None or found.rung is not Identity.CONFIDENTIAL:
        raise Http404
    return found


def _page(
    request: MemberRequest,
    report: Report,
    *,
    now: datetime,
    ask: forms.Form | None = None,
    answer: forms.Form | None = None,
    contact: Contact | None = None,
) -> HttpResponse:
    wish = queries.latest_unlock(report)
    failed = [form for form in (ask, answer) if form is not None and form.errors]
    context: dict[str, Any] = queue_context(request, picked=report.key, now=now)
    context |= {
        "report": report,
        "unlock": unlock_view(
            wish,
            user=request.user,
            may_look=queries.may_look(wish, report=report, user=request.user, now=now),
            now=now,
        ),
        "ask": ask or UnlockAskForm(),
        "answer": answer or UnlockAnswerForm(),
        "failed": failed[0] if failed else None,
        "contact": contact,
    }
    return render(request, "staff/unlock.html", context, status=422 if failed else 200)
