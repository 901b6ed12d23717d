"""Sanitised copies: writing one, deciding about it, giving it to somebody, reading one."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.models import STAFF_ROLES
from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.core import clock
from commonbeat.intelligence import actions, queries
from commonbeat.intelligence.forms import AgreeForm, CheckForm, CopyForm, GiveForm
from commonbeat.intelligence.models import SanitisedCopy
from commonbeat.intelligence.permissions import COPY_AGREERS, INTELLIGENCE_READERS, can_agree
from commonbeat.intelligence.presenters import copy_view, given_views, item_views, read_copy
from commonbeat.intelligence.rules import CopyState
from commonbeat.intelligence.views.attempts import Failed, attempt, found_report, shown_anew


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def sanitise(request: MemberRequest, reference: str) -> HttpResponse:
    """Write a copy by hand: an empty field stands beside each original."""
    found, now, status = found_report(request, reference), clock.now(), 200
    items = queries.items_of(found)
    posted = request.POST if request.method == "POST" else None
    form = CopyForm(posted, items=items, initial={"expected": found.version})
    if form.is_bound:
        done = attempt(
            form,
            lambda: actions.write_copy(
                report=found,
                copy=form.copy(),
                user=request.user,
                expected=form.cleaned_data["expected"],
                now=now,
            ),
        )
        if not isinstance(done, Failed):
            return redirect("intelligence:copy", key=done.key)
        status = done.status
        shown_anew(form, found)
    try:
        actions.open_intelligence(report=found, user=request.user, now=now)
    except actions.ReasonMissing:
        return redirect("intelligence:report", reference=reference)
    beside = form.beside()
    pairs = [(view, beside[view.number]) for view in item_views(items)]
    context = {"report": found, "form": form, "pairs": pairs}
    return render(request, "intelligence/sanitise.html", context, status=status)


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: MemberRequest, key: str) -> HttpResponse:
    """Show a copy; a POST finishes or refuses it, as a second person."""
    found, now = _copy(request, key), clock.now()
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        done = attempt(
            form,
            lambda: actions.check_copy(
                copy=found,
                passes=form.cleaned_data["agrees"],
                reason=form.cleaned_data["reason"],
                user=request.user,
                now=now,
            ),
        )
        if not isinstance(done, Failed):
            messages.success(request, _("%(reference)s: done.") % {"reference": done.reference})
            return redirect("intelligence:copy", key=key)
        return _copy_page(request, found, now=now, check=form, status=done.status)
    return _copy_page(request, found, now=now)


@roles(*INTELLIGENCE_READERS)
@require_POST
def give(request: MemberRequest, key: str) -> HttpResponse:
    """Give a checked copy to an officer or an organisation, for a reason."""
    found, now = _copy(request, key), clock.now()
    form = GiveForm(request.POST)
    done = attempt(
        form,
        lambda: actions.give_copy(
            copy=found,
            to=form.to(),
            reason=form.cleaned_data["reason"],
            user=request.user,
            now=now,
        ),
    )
    if isinstance(done, Failed):
        return _copy_page(request, found, now=now, give=form, status=done.status)
    messages.success(request, _("%(name)s can read it now.") % {"name": done.name})
    return redirect("intelligence:copy", key=key)


@roles(*COPY_AGREERS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def agree(request: MemberRequest, key: str) -> HttpResponse:
    """Show a held copy, and nothing behind it, to the supervisor who was asked to agree."""
    found, now = _copy(request, key), clock.now()
    if found.standing is not CopyState.HELD or not can_agree(request.user, found):
        raise Http404
    form = AgreeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        done = attempt(
            form,
            lambda: actions.answer_held_copy(
                copy=found,
                agrees=form.cleaned_data["agrees"],
                reason=form.cleaned_data["reason"],
                user=request.user,
                now=now,
            ),
        )
        if not isinstance(done, Failed):
            return render(request, "intelligence/agreed.html", {"copy": done})
        status = done.status
    shared = actions.open_held_copy(copy=found, user=request.user, now=now)
    context = {"copy": found, "read": read_copy(shared), "form": form}
    return render(request, "intelligence/agree.html", context, status=status)


@roles(*sorted(STAFF_ROLES))
@require_http_methods(["GET", "HEAD", "POST"])
def given(request: MemberRequest, key: str) -> HttpResponse:
    """Show a copy to whom it was given; under C once they accepted, which a POST does."""
    found = queries.given_by_key(request.user, realm_id=request.realm_id, key=key)
    if found is None:
        raise Http404
    now = clock.now()
    if request.method == "POST":
        actions.accept_conditions(given=found, user=request.user, now=now)
        return redirect("intelligence:given", key=key)
    context: dict[str, Any] = {"given": found, "copy": found.copy}
    try:
        shared = actions.open_given_copy(given=found, user=request.user, now=now)
        context["read"] = read_copy(shared)
    except actions.ConditionsNotAccepted:
        context["conditions"] = found.copy.conditions
    return render(request, "intelligence/given.html", context)


def _copy(request: MemberRequest, key: str) -> SanitisedCopy:
    found = queries.copy_by_key(realm_id=request.realm_id, key=key, reader=request.user)
    if found is None:
        raise Http404
    return found


def _copy_page(
    request: MemberRequest,
    found: SanitisedCopy,
    *,
    now: datetime,
    check: forms.Form | None = None,
    give: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    shared = actions.open_copy(copy=found, user=request.user, now=now)
    context = {
        "copy": found,
        "read": read_copy(shared),
        "view": copy_view(found, user=request.user),
        "given": given_views(queries.recipients_of(found)),
        "check": check or CheckForm(),
        "give": give or GiveForm(),
        "failed": check or give,
    }
    return render(request, "intelligence/copy.html", context, status=status)
