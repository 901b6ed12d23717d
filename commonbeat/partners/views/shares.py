"""Sharing a report, one share as the police see it, a supervisor's answer, and recalling it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.casework.actions import MayDrift, StaleDecision, open_report
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind, may_decide
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.partners import actions, queries
from commonbeat.partners.forms import EndForm, ShareForm, SupervisorForm
from commonbeat.partners.models import Share, SharingAgreement
from commonbeat.partners.permissions import SHARE_AGREERS, SHARERS, can_agree_to_share
from commonbeat.partners.presenters import copy_rows
from commonbeat.partners.rules import Found, ShareState
from commonbeat.reports.models import Report
from commonbeat.reports.queries import report_by_reference


@dataclass(slots=True)
class Tried:
    """A share that was not made, and why."""

    form: ShareForm | None = None
    found: Found | None = None
    drifts: bool = False
    is_overtaken: bool = False

    @property
    def status(self) -> int:
        if self.is_overtaken:
            return 409
        return 422 if self.form is not None else 200


@roles(*SHARERS)
@require_http_methods(["GET", "HEAD", "POST"])
def share_report(request: MemberRequest, reference: str) -> HttpResponse:
    """Show a report beside the form that shares it; whatever goes wrong, nothing typed is lost."""
    report = report_by_reference(
        realm_id=request.realm_id, reference=reference, reader=request.user
    )
    if report is None or not may_decide(DecisionKind.SHARE, report.status):
        raise Http404
    now = clock.now()
    if request.method != "POST":
        agreement = _agreement(request, request.GET.get("agreement", ""), now=now)
        return _form(request, report, agreement, Tried(), now=now)
    # One that ended meanwhile is refused by the action, and what was typed stays in the page.
    agreement = queries.agreement_by_key(
        request.POST.get("agreement", ""), realm_id=request.realm_id
    )
    if agreement is None:
        return _form(request, report, None, Tried(), now=now)
    form = ShareForm(request.POST, agreement=agreement)
    tried = Tried(form=form)
    made = _share(request, report, agreement, tried, now=now) if form.is_valid() else None
    if made is None:
        return _form(request, report, agreement, tried, now=now)
    waits = made.standing is ShareState.WAITING
    done = _("A supervisor must agree first.") if waits else _("It is shared.")
    messages.success(request, done)
    return redirect("casework:report", reference=reference)


def _share(
    request: MemberRequest,
    report: Report,
    agreement: SharingAgreement,
    tried: Tried,
    *,
    now: datetime,
) -> Share | None:
    form = tried.form
    assert form is not None
    try:
        return actions.share_report(
            report=report,
            agreement=agreement,
            wish=form.wish(),
            user=request.user,
            expected=form.cleaned_data["stamp"],
            now=now,
        )
    except StaleDecision:
        tried.is_overtaken = True
    except MayDrift:
        tried.drifts = True
    except actions.MayTellWho as error:
        tried.found = error.found
    except CommonbeatError as error:
        form.add_error(None, str(error))
    return None


def _agreement(request: MemberRequest, key: str, *, now: datetime) -> SharingAgreement | None:
    """Return the agreement that was chosen, or the only one."""
    live = list(queries.agreements_in_force(realm_id=request.realm_id, now=now))
    if not key and len(live) == 1:
        return live[0]
    return next((row for row in live if row.key == key), None)


def _form(
    request: MemberRequest,
    report: Report,
    agreement: SharingAgreement | None,
    tried: Tried,
    *,
    now: datetime,
) -> HttpResponse:
    # The page shows the report: that is one more reading of it.
    open_report(report=report, user=request.user, is_deciding=True, now=now)
    report.refresh_from_db()
    stamp = stamp_of(report)
    form = tried.form
    if form is not None:
        # What it is based on is on the page now; sending again is about that.
        form.data = request.POST.copy()
        form.data["stamp"] = str(stamp)
    elif agreement is not None:
        form = ShareForm(initial={"stamp": str(stamp)}, agreement=agreement)
    context = {
        "report": report,
        "agreement": agreement,
        "agreements": list(queries.agreements_in_force(realm_id=request.realm_id, now=now)),
        "form": form,
        "told": queries.told_by_reporter(report),
        "found": tried.found,
        "drifts": tried.drifts,
        "is_overtaken": tried.is_overtaken,
    }
    return render(request, "partners/staff/share_form.html", context, status=tried.status)


@roles(*SHARERS)
@require_safe
def share(request: MemberRequest, key: str) -> HttpResponse:
    """Show one share: the copy, its conditions, who read it, and what they answered."""
    return _page(request, _found(request, key), now=clock.now())


@roles(*SHARE_AGREERS)
@require_POST
@fresh
def answer_share(request: MemberRequest, key: str) -> HttpResponse:
    """Agree to a share or refuse it, as a supervisor who did not ask."""
    found, now = _found(request, key), clock.now()
    form = SupervisorForm(request.POST)
    if form.is_valid():
        try:
            agreed = _decide(request, found, form, now=now)
        except StaleDecision:
            form.add_error(None, _("The report changed. Read what is new, then answer again."))
        except CommonbeatError as error:
            form.add_error(None, str(error))
        else:
            done = _("It is shared.") if agreed else _("Refused. Nobody outside read it.")
            messages.success(request, done)
            return redirect("partners:share", key=key)
    return _page(request, _found(request, key), now=now, answer=form)


def _decide(request: MemberRequest, found: Share, form: SupervisorForm, *, now: datetime) -> bool:
    given = form.cleaned_data
    if given["agrees"]:
        actions.agree_to_share(
            share=found,
            user=request.user,
            reason=given["answer"],
            expected=given["stamp"],
            now=now,
        )
    else:
        actions.refuse_share(share=found, user=request.user, reason=given["answer"], now=now)
    return bool(given["agrees"])


@roles(*SHARERS)
@require_POST
def recall(request: MemberRequest, key: str) -> HttpResponse:
    """Take a share back with a reason; the partner's next request finds nothing."""
    found, now = _found(request, key), clock.now()
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.recall_share(
                share=found, user=request.user, reason=form.cleaned_data["reason"], now=now
            )
        except CommonbeatError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is recalled. They cannot open it any more."))
            return redirect("partners:share", key=key)
    return _page(request, _found(request, key), now=now, end=form)


def _found(request: MemberRequest, key: str) -> Share:
    found = queries.share_by_key(key, realm_id=request.realm_id, reader=request.user)
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest,
    found: Share,
    *,
    now: datetime,
    answer: SupervisorForm | None = None,
    end: EndForm | None = None,
) -> HttpResponse:
    # What is in the copy is of the report: reading it is reading that.
    open_report(report=found.report, user=request.user, is_deciding=True, now=now)
    found.report.refresh_from_db()
    stamp = str(stamp_of(found.report))
    if answer is not None:
        answer.data = request.POST.copy()
        answer.data["stamp"] = stamp
    waits = found.standing is ShareState.WAITING
    failed = answer or end
    context = {
        "share": found,
        "rows": copy_rows(found),
        "readers": queries.readers_of(found),
        "may_answer": waits and can_agree_to_share(request.user, found),
        "waits": waits,
        "answer": answer or SupervisorForm(initial={"stamp": stamp}),
        "end": end or EndForm(),
        "failed": failed,
    }
    return render(request, "partners/staff/share.html", context, status=422 if failed else 200)
