"""What is due, one record with its decisions, the second person's answer, and years of groups."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.intelligence.permissions import can_see_intelligence
from commonbeat.keeping import actions, forms, presenters, queries
from commonbeat.keeping.models import GROUP_WORDS, Hold, KeptRecord, Review
from commonbeat.keeping.permissions import DUE_READERS, KEEPERS, can_answer, can_keep
from commonbeat.keeping.rules import is_due, years_after


@roles(*DUE_READERS)
@require_safe
def kept(request: MemberRequest) -> HttpResponse:
    """List what is due, what is on hold and what waits; intelligence to its officers alone."""
    user, today = request.user, localdate(clock.now())
    if not can_keep(user):
        return _due_intelligence(request, today=today)
    asked = request.GET.get("tab", "")
    tab = queries.Tab(asked) if asked in set(queries.Tab) else queries.Tab.DUE
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    realm_id = request.realm_id
    counts = queries.tab_counts(realm_id=realm_id, reader=user, today=today)
    found = queries.kept_page(realm_id=realm_id, reader=user, tab=tab, today=today, page=page)
    context = {
        "tab": tab.value,
        "tabs": [(t.value, presenters.TAB_WORDS[t](), counts[t]) for t in queries.Tab],
        "rows": [presenters.kept_row(row, today=today) for row in found.rows],
        "next_page": page + 1 if found.has_more else None,
    }
    return render(request, "keeping/kept.html", context)


def _due_intelligence(request: MemberRequest, *, today: date) -> HttpResponse:
    rows = queries.due_intelligence(realm_id=request.realm_id, reader=request.user, today=today)
    found = [(row, presenters.late_text(row.review_on, today)) for row in rows]
    may = can_see_intelligence(request.user)
    return render(request, "keeping/intelligence.html", {"rows": found if may else []})


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: MemberRequest, reference: str) -> HttpResponse:
    """Show one report or incident, and take a decision; what was typed stays when it fails."""
    now = clock.now()
    found = _found(request, reference, now=now)
    if request.method != "POST":
        actions.open_record(record=found, user=request.user, now=now)
        return _page(request, found, now=now)
    kind = forms.STEPS.get(request.POST.get("do", ""))
    if kind is None:
        return _page(request, found, now=now, status=422)
    form = kind(request.POST)
    if not form.is_valid():
        return _page(request, found, now=now, failed=form, status=422)
    try:
        _take(found, form, request, now=now)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        status = 409 if isinstance(error, Conflict) else 422
        return _page(request, found, now=now, failed=form, status=status)
    messages.success(request, _("%(reference)s: done.") % {"reference": found.reference})
    return redirect("keeping:record", reference=found.reference)


def _take(
    found: KeptRecord, form: forms.ReasonForm, request: MemberRequest, *, now: datetime
) -> None:
    given = form.cleaned_data
    facts: dict[str, Any] = {"reason": given["reason"], "user": request.user, "now": now}
    versioned = {"record": found, "expected": form.expected, **facts}
    if isinstance(form, forms.NoteForm):
        actions.note_again(day=given["day"], group=given["group"], **versioned)
    elif isinstance(form, forms.KeepForm):
        actions.keep_on(until=given["until"], **versioned)
    elif isinstance(form, forms.EraseForm):
        actions.ask_to_erase(**versioned)
    elif isinstance(form, forms.HoldForm):
        actions.place_hold(record=found, review_on=given["review_on"], **facts)
    else:
        hold = queries.current_hold(found)
        if hold is None:
            raise actions.NotNow(_("It is not on hold any more."))
        actions.ask_to_lift(hold=hold, **facts)


def _found(request: MemberRequest, reference: str, *, now: datetime) -> KeptRecord:
    subject = queries.subject_by_reference(
        realm_id=request.realm_id, reference=reference, reader=request.user
    )
    if subject is None:
        raise Http404
    found = queries.record_of(subject) or actions.file_record(subject=subject, now=now)
    if found.gone_on is not None:
        raise Http404
    return found


def _page(
    request: MemberRequest,
    found: KeptRecord,
    *,
    now: datetime,
    failed: forms.ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = localdate(now)
    found = queries.record_of(found.subject) or found
    hold, waits = queries.current_hold(found), queries.waiting_erasure(found)
    due = is_due(review_on=found.review_on, today=today)
    years = queries.years_in_force(today=today)[found.mopi]
    initial = {"version": found.version, "group": found.group, "day": today}
    offered = {"until": years_after(today, years.again), "review_on": years_after(today, 1)}
    steps = {name: kind(initial={**initial, **offered}) for name, kind in forms.STEPS.items()}
    if failed is not None:
        # The second press is about what this page shows now.
        failed.data = {**dict(failed.data.items()), f"{failed.name}-version": found.version}
        steps[failed.name] = failed
    shown = {
        "note": True,
        "keep": due and waits is None,
        "erase": hold is None and waits is None,
        "hold": hold is None,
        "lift": hold is not None and hold.lift_asked_by is None,
    }
    context = {
        "record": found,
        "row": presenters.kept_row(found, today=today),
        "years": years,
        "due": due,
        "hold": hold,
        "waits": waits,
        "asks": _asks(request, waits, hold),
        "steps": [steps[name] for name, is_shown in shown.items() if is_shown],
        "failed": failed,
        "past": [presenters.past_line(line) for line in queries.past_of(found)],
    }
    return render(request, "keeping/record.html", context, status=status)


def _asks(request: MemberRequest, waits: Review | None, hold: Hold | None) -> str:
    """Return what this person can do about what waits for a second one: answer, or ask others."""
    open_questions = [waits] if waits else []
    asked: list[Review | Hold] = [
        *open_questions,
        *([hold] if hold is not None and hold.lift_asked_by is not None else []),
    ]
    if not asked:
        return ""
    return "answer" if can_answer(request.user, asked[0]) else "others"


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def answer(request: MemberRequest, reference: str) -> HttpResponse:
    """Answer as the second person whether something is erased, or its hold ended."""
    now = clock.now()
    found = _found(request, reference, now=now)
    waits, hold = queries.waiting_erasure(found), queries.current_hold(found)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None)
    context = {"record": found, "waits": waits, "hold": hold, "form": form}
    if waits is None and (hold is None or hold.lift_asked_by is None):
        messages.info(request, _("Nothing waits for an answer here."))
        return redirect("keeping:record", reference=found.reference)
    if not form.is_bound:
        return render(request, "keeping/answer.html", context)
    if not form.is_valid():
        return render(request, "keeping/answer.html", context, status=422)
    given = form.cleaned_data
    facts = {"agrees": given["agrees"], "reason": given["reason"], "user": request.user}
    try:
        if waits is not None:
            actions.answer_erasing(review=waits, now=now, **facts)
        elif hold is not None:
            actions.answer_lift(hold=hold, now=now, **facts)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return render(request, "keeping/answer.html", context, status=422)
    messages.success(request, _("%(reference)s: done.") % {"reference": found.reference})
    if waits is not None and given["agrees"]:
        return redirect("keeping:kept")
    return redirect("keeping:record", reference=found.reference)


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def years(request: MemberRequest) -> HttpResponse:
    """Show for how long each group is kept, and propose other years."""
    form = forms.YearsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        facts = {"group": given["group"], "reason": given["reason"], "years": form.years()}
        try:
            actions.propose_years(user=request.user, now=clock.now(), **facts)
        except CommonbeatError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Proposed. Another supervisor must agree."))
            return redirect("keeping:years")
    in_force = queries.years_in_force(today=localdate(clock.now()))
    periods = [(row, can_answer(request.user, row)) for row in queries.all_periods()]
    context = {
        "form": form,
        "in_force": [(GROUP_WORDS[group], found) for group, found in in_force.items()],
        "periods": periods,
    }
    status = 422 if form.is_bound else 200
    return render(request, "keeping/years.html", context, status=status)


@roles(*KEEPERS)
@require_POST
@fresh
def answer_years(request: MemberRequest, key: str) -> HttpResponse:
    """Put proposed years in force as the second person, or throw the proposal away."""
    found = queries.period_by_key(key)
    if found is None:
        raise Http404
    act = actions.agree_on_years if "agree" in request.POST else actions.refuse_years
    try:
        with transaction.atomic():
            act(period=found, user=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("keeping:years")
