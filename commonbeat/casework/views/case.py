"""One report: reading it with a reason, and deciding about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import (
    DECISION_FORMS,
    AssessForm,
    CaseForm,
    LetterForm,
    NoteForm,
    ReasonForm,
    begun_from,
)
from commonbeat.casework.models import Assessment, Decision
from commonbeat.casework.permissions import QUEUE_READERS, QUEUE_WORKERS, can_ask_to_unlock
from commonbeat.casework.presenters import (
    Event,
    UnlockTag,
    address,
    advice_views,
    alarm_view,
    assessment_panel,
    case_view,
    news,
    queue_address,
    unlock_tag,
)
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import RULES, Advised, DecisionKind
from commonbeat.casework.signals import Panel, case_panels
from commonbeat.casework.views.files import files_for
from commonbeat.casework.views.joining import joining_for
from commonbeat.casework.views.queue import queue_context, tab_of
from commonbeat.casework.views.reasons import reason_given, remember_reason
from commonbeat.casework.views.suggesting import Suggesting, suggesting_for
from commonbeat.casework.views.task_box import tasks_for
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.intelligence.permissions import can_write_intelligence
from commonbeat.reports.models import Identity, Message, Report, Status
from commonbeat.reports.queries import police_thread, report_by_reference


@roles(*QUEUE_READERS)
@require_http_methods(["GET", "POST"])
def report(request: MemberRequest, reference: str) -> HttpResponse:
    """Show a report to somebody with a reason; a POST gives the reason."""
    found = found_report(request, reference)
    now = clock.now()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        remember_reason(request, found, form.cleaned_data["reason"], now=now)
        return redirect(request.get_full_path())
    reason = "" if form.is_bound else reason_given(request, found, now=now)
    try:
        actions.open_report(report=found, user=request.user, reason=reason, now=now)
    except actions.ReasonMissing:
        context = queue_context(request, picked=found.key, now=now)
        context |= {"report": found, "form": form}
        return render(request, "staff/reason.html", context)
    return _page(request, found, Tried(), now=now, reason=reason)


@roles(*QUEUE_WORKERS)
@require_POST
def decide(request: MemberRequest, reference: str) -> HttpResponse:
    """Decide about a report; whatever goes wrong, what was typed stays in the page."""
    found = found_report(request, reference)
    now = clock.now()
    form_class = DECISION_FORMS.get(request.POST.get("do", ""))
    if form_class is None:
        raise Http404
    form = form_class(request.POST)
    done = attempt(
        form,
        lambda: actions.decide(
            report=found,
            verdict=form.verdict(),
            user=request.user,
            expected=form.cleaned_data["stamp"],
            now=now,
        ),
    )
    if isinstance(done, Tried):
        return show_again(request, found, done, now=now)
    return _decided(request, found, done)


@dataclass(slots=True)
class Tried:
    """Something about a report that was not done, and why."""

    form: CaseForm | None = None
    overtaken: Stamp | None = None
    is_conflict: bool = False
    drifts: bool = False
    advised: list[Advised] = field(default_factory=list)


def attempt[Done](form: CaseForm, do: Callable[[], Done]) -> Done | Tried:
    """Return what ``do`` returns once a form is valid, or why nothing was done."""
    tried = Tried(form=form)
    if not form.is_valid():
        return tried
    try:
        return do()
    except actions.StaleDecision:
        tried.overtaken = form.cleaned_data["stamp"]
    except actions.MayDrift:
        tried.drifts = True
    except actions.MayBeClearer as error:
        tried.advised = error.advised
    except Conflict as error:
        form.add_error(None, str(error))
        tried.is_conflict = True
    except CommonbeatError as error:
        form.add_error(None, str(error))
    return tried


def show_again(
    request: MemberRequest, found: Report, tried: Tried, *, now: datetime
) -> HttpResponse:
    """Show a report again with a form that was not taken, and everything typed in it."""
    found.refresh_from_db()
    # The page is shown again with whatever is new: that is one more reading.
    actions.open_report(report=found, user=request.user, is_deciding=True, now=now)
    return _page(request, found, tried, now=now)


def found_report(request: MemberRequest, reference: str) -> Report:
    """Return the report of a reference; raises ``Http404`` where there is none to see."""
    found = report_by_reference(realm_id=request.realm_id, reference=reference, reader=request.user)
    if found is None or found.state is Status.ERASED:
        raise Http404
    return found


def _decided(request: MemberRequest, report: Report, decision: Decision) -> HttpResponse:
    said = _("%(reference)s: done. You %(what)s.") % {
        "reference": report.reference,
        "what": decision.words,
    }
    messages.success(request, said)
    tab = tab_of(request)
    if RULES[DecisionKind(decision.kind)].ends:
        return redirect(queue_address(tab))
    return redirect(address(report.reference, tab))


def _page(
    request: MemberRequest, report: Report, tried: Tried, *, now: datetime, reason: str = ""
) -> HttpResponse:
    decisions = queries.decisions(report)
    talk = police_thread(report)
    stamp = queries.stamp_from(report, decisions, talk)
    assessments = queries.assessments(report)
    suggesting = suggesting_for(request, report, now=now)
    tasks = tasks_for(request.user, report, now=now)
    case = case_view(
        report,
        user=request.user,
        officer=queries.assigned_officer(report),
        messages=talk,
        decisions=decisions,
        openings=queries.openings(report),
        tasks=tasks.entries,
        now=now,
    )
    context = queue_context(request, picked=report.key, now=now)
    context |= {
        "report": report,
        "case": case,
        "joining": joining_for(request.user, report, tried.form, now=now),
        "files": files_for(request.user, report, reason=reason, now=now),
        "tasks": tasks,
        "may_ask_to_unlock": can_ask_to_unlock(request.user),
        "may_make_intelligence": can_write_intelligence(request.user),
        "wish": _wish(request, report, now=now),
        "stamp": stamp,
        "assessment": assessment_panel(
            report,
            assessments=assessments,
            graded=queries.graded(report),
            suggestion=queries.suggestion(report),
            now=now,
        ),
        "alarm": alarm_view(queries.latest_alarm(report), user=request.user, now=now),
        "forms": _forms(tried, stamp, assessments[-1] if assessments else None, suggesting),
        "suggesting": suggesting,
        "advised": advice_views(tried.advised),
        "tried": tried.form.name if tried.form else "",
        "failed": tried.form,
        "drifts": tried.drifts,
        "since": _since(tried, decisions, talk, now=now),
        "is_overtaken": tried.overtaken is not None,
        "signed": actions.signature(request.user, language=report.language),
        "people": context["here"].by_report.get(report.key, []),
        "panels": _panels(request, report, now=now),
    }
    status = 409 if tried.overtaken or tried.is_conflict else 200
    return render(request, "staff/report.html", context, status=status)


def _panels(request: MemberRequest, report: Report, *, now: datetime) -> list[Panel]:
    """Return what contexts above this one add to the page."""
    answers: list[tuple[Any, Any]] = case_panels.send(
        sender=Report, report=report, user=request.user, now=now
    )
    return [panel for _receiver, panel in answers if panel is not None]


def _wish(request: MemberRequest, report: Report, *, now: datetime) -> UnlockTag | None:
    """Return how the wish to see a sealed name stands, for those whose page it is on."""
    if report.rung is not Identity.CONFIDENTIAL or not can_ask_to_unlock(request.user):
        return None
    return unlock_tag(queries.latest_unlock(report), now=now)


def _forms(
    tried: Tried, stamp: Stamp, last: Assessment | None, suggesting: Suggesting
) -> dict[str, CaseForm]:
    """Return every form as it is to be shown: the one that failed with what was typed in it."""
    begun = {AssessForm.name: begun_from(last), **suggesting.begun}
    forms: dict[str, CaseForm] = {
        name: form_class(initial={"stamp": str(stamp), **begun.get(name, {})})
        for name, form_class in DECISION_FORMS.items()
    }
    forms[NoteForm.name] = NoteForm(initial={"stamp": str(stamp)})
    if tried.form is not None:
        forms[tried.form.name] = tried.form
        # What it was based on is on the page now; sending again is a decision about that.
        tried.form.data = {
            **dict(tried.form.data.items()),
            "stamp": str(stamp),
            **_shown(tried.form, tried.advised),
        }
    return {name.replace("-", "_"): form for name, form in forms.items()}


def _shown(form: CaseForm, advised: list[Advised]) -> dict[str, str]:
    """Return which advice the page shows or showed, for the form to carry."""
    if not advised or not isinstance(form, LetterForm):
        return {}
    before = form.cleaned_data["shown"]
    keys = sorted({advice.value for advice in before} | {one.advice.value for one in advised})
    return {"shown": " ".join(keys)}


def _since(
    tried: Tried, decisions: list[Decision], talk: list[Message], *, now: datetime
) -> list[Event]:
    """Return what happened since the page was drawn on which a decision was made too late."""
    if tried.overtaken is None:
        return []
    before = tried.overtaken
    return news(
        [decision for decision in decisions if decision.number > before.decision],
        [message for message in talk if message.pk > before.message],
        now=now,
    )
