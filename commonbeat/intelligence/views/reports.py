"""One intelligence report: making it, reading it, who told it, and where it goes next."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.intelligence import actions, queries
from commonbeat.intelligence.forms import MoveForm, NewForm, ReasonForm, SourceForm
from commonbeat.intelligence.models import IntelligenceReport
from commonbeat.intelligence.permissions import INTELLIGENCE_READERS
from commonbeat.intelligence.presenters import ERASE, KEEP, report_view
from commonbeat.intelligence.rules import State
from commonbeat.intelligence.views.attempts import Failed, attempt, found_report, shown_anew
from commonbeat.reports.models import Report, Status
from commonbeat.reports.queries import report_by_reference


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Ask for a new report: from nothing, or beside an original that was opened for a reason."""
    now = clock.now()
    original = _original(request)
    if original is not None and "words" not in request.POST:
        return _ask_why(request, original, now=now)
    form = NewForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _new_page(request, form, None, "", 200)
    made = attempt(
        form,
        lambda: actions.make_intelligence_report(
            realm_id=request.realm_id,
            new=form.new(),
            user=request.user,
            report=original,
            now=now,
        ),
    )
    if not isinstance(made, Failed):
        messages.success(request, _("%(reference)s is made.") % {"reference": made.reference})
        return redirect("intelligence:report", reference=made.reference)
    words = ""
    if original is not None:
        try:
            reason = form.data.get("why", "")
            words = actions.read_original(
                report=original, user=request.user, reason=reason, now=now
            )
        except CommonbeatError:
            return _ask_why(request, original, now=now)
    return _new_page(request, form, original, words, made.status)


def _original(request: MemberRequest) -> Report | None:
    """Return the report that an address names; raises ``Http404`` for one that is none to see."""
    reference = request.GET.get("report", "")
    if not reference:
        return None
    found = report_by_reference(realm_id=request.realm_id, reference=reference, reader=request.user)
    if found is None or found.state is Status.ERASED:
        raise Http404
    return found


def _ask_why(request: MemberRequest, original: Report, *, now: datetime) -> HttpResponse:
    """Ask why the original is needed, and show it beside an empty form once that was said."""
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        words = actions.read_original(report=original, user=request.user, reason=reason, now=now)
        empty = NewForm(
            initial={"category": original.category, "area": original.area_id, "why": reason}
        )
        return _new_page(request, empty, original, words, 200)
    context = {"form": form, "original": original}
    status = 422 if form.is_bound else 200
    return render(request, "intelligence/why.html", context, status=status)


def _new_page(
    request: MemberRequest, form: NewForm, original: Report | None, words: str, status: int
) -> HttpResponse:
    context = {"form": form, "original": original, "original_words": words}
    response = render(request, "intelligence/new.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, reference: str) -> HttpResponse:
    """Show one report; an archived one to somebody with a reason, which a POST gives."""
    found = found_report(request, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    reason = form.cleaned_data["reason"] if form.is_bound and form.is_valid() else ""
    try:
        return report_page(request, found, reason=reason)
    except actions.ReasonMissing:
        context = {"form": form, "report": found}
        status = 422 if form.is_bound else 200
        return render(request, "intelligence/why.html", context, status=status)


@roles(*INTELLIGENCE_READERS)
@require_POST
def source(request: MemberRequest, reference: str) -> HttpResponse:
    """Show who told it, for a reason each time."""
    found, now = found_report(request, reference), clock.now()
    form = SourceForm(request.POST)
    words = attempt(
        form,
        lambda: actions.read_source(
            report=found, user=request.user, reason=form.cleaned_data["reason"], now=now
        ),
    )
    if isinstance(words, Failed):
        return report_page(request, found, reason=_TRYING, source_form=form, status=words.status)
    extra = {"source_words": words, "is_source_open": True}
    return report_page(request, found, reason=form.cleaned_data["reason"], extra=extra)


@roles(*INTELLIGENCE_READERS)
@require_POST
def move(request: MemberRequest, reference: str) -> HttpResponse:
    """Hand a report in, return it, finish it, archive it, keep it on or erase it."""
    found = found_report(request, reference)
    form = MoveForm(request.POST)
    done = attempt(form, lambda: _move(request, found, form))
    if isinstance(done, Failed):
        shown_anew(form, found)
        return report_page(request, found, reason=_TRYING, move_form=form, status=done.status)
    messages.success(request, _("%(reference)s: done.") % {"reference": found.reference})
    if done.standing is State.ERASED:
        return redirect("intelligence:reports")
    return redirect("intelligence:report", reference=reference)


# Kept as it is in the log: the page is shown again with a form that was not taken.
_TRYING = "intelligence work, tried again"


def _move(request: MemberRequest, found: IntelligenceReport, form: MoveForm) -> IntelligenceReport:
    given: dict[str, Any] = {
        "report": found,
        "reason": form.cleaned_data["reason"],
        "user": request.user,
        "expected": form.cleaned_data["expected"],
        "now": clock.now(),
    }
    to = form.cleaned_data["to"]
    if to == KEEP:
        return actions.keep_on(**given)
    if to == ERASE:
        return actions.erase_intelligence(**given)
    if to not in set(State):
        raise Http404
    return actions.move_report(after=State(to), **given)


def report_page(
    request: MemberRequest,
    found: IntelligenceReport,
    *,
    reason: str = "",
    source_form: forms.Form | None = None,
    move_form: forms.Form | None = None,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show one report, and write down that it was read. Raises ``ReasonMissing``."""
    now = clock.now()
    actions.open_intelligence(report=found, user=request.user, reason=reason, now=now)
    failed = [form for form in (source_form, move_form) if form is not None]
    context: dict[str, Any] = {
        "report": found,
        "view": report_view(found, queries.items_of(found), now=now),
        "copies": queries.copies_of(found),
        "source_form": source_form or SourceForm(prefix=None, auto_id="source_%s"),
        "move_form": move_form or MoveForm(initial={"expected": found.version}),
        "failed": failed[0] if failed else None,
        "is_moving": move_form is not None,
        "is_asking_source": source_form is not None,
        **(extra or {}),
    }
    response = render(request, "intelligence/report.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
