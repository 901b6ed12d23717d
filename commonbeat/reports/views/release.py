"""Copies of photographs for people outside the police: preparing, reviewing, taking out."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.reports.actions.releasing import (
    discard_release,
    prepare_release,
    send_own_review,
    send_review,
)
from commonbeat.reports.forms.release import ReviewForm, WhyForm, with_more_rows
from commonbeat.reports.models import ReleaseReview, Report
from commonbeat.reports.permissions import RELEASERS
from commonbeat.reports.presenters.release import Drawing, release_view, review_errors
from commonbeat.reports.queries.releases import exhibit_to_release, release_of
from commonbeat.reports.rules.release import MOST_DRAWN, ReleaseState


@roles(*RELEASERS)
@require_POST
def prepare(request: MemberRequest, key: str) -> HttpResponse:
    """Ask for a copy of a photograph for people outside, for a reason."""
    exhibit = exhibit_to_release(key=key, realm_id=request.realm_id, reader=request.user)
    if exhibit is None or exhibit.report is None:
        raise Http404
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _back_to(request, exhibit.report, str(form.errors["reason"][0]))
    reason = form.cleaned_data["reason"]
    try:
        made = prepare_release(exhibit=exhibit, user=request.user, reason=reason, now=clock.now())
    except CommonbeatError as error:
        return _back_to(request, exhibit.report, str(error))
    return redirect("reports:release", key=made.key)


@roles(*RELEASERS)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: MemberRequest, key: str) -> HttpResponse:
    """Show how a copy for release stands; a POST sends the review of its picture."""
    found, now = _found(request, key), clock.now()
    if request.method != "POST":
        is_open = found.standing is ReleaseState.TO_REVIEW
        form = ReviewForm(proposed=found.proposed) if is_open else None
        return _page(request, found, form, now=now)
    go = request.POST.get("go", "")
    if go in {"draw", "more"}:
        data = with_more_rows(request.POST) if go == "more" else request.POST
        return _page(request, found, ReviewForm(data, proposed=found.proposed), now=now)
    return _sent(request, found, own=go == "own", now=now)


def _sent(
    request: MemberRequest, found: ReleaseReview, *, own: bool, now: datetime
) -> HttpResponse:
    form = ReviewForm(request.POST, proposed=found.proposed, needs_reason=own)
    if not form.is_valid():
        return _page(request, found, form, now=now, judged=True, own=own)
    said = {
        "release": found,
        "user": request.user,
        "kept": form.cleaned_data["keep"],
        "drawn": form.drawn(),
        "has_looked": form.cleaned_data["has_looked"],
        "now": now,
    }
    try:
        if own:
            made = send_own_review(reason=form.cleaned_data["reason"], **said)
        else:
            made = send_review(**said)
    except Conflict:
        found.refresh_from_db()
        return _page(request, found, form, now=now, own=True, overtaken=True)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return _page(request, found, form, now=now, judged=True, own=own)
    messages.success(request, _("Your review is kept. The copy is being made."))
    return redirect("reports:release", key=made.key)


@roles(*RELEASERS)
@require_POST
def discard(request: MemberRequest, key: str) -> HttpResponseBase:
    """Destroy a copy for release, or stop preparing it."""
    found = _found(request, key)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return redirect("reports:release", key=key)
    try:
        discard_release(
            release=found,
            user=request.user,
            reason=form.cleaned_data["reason"],
            now=clock.now(),
        )
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The copy for release is gone."))
    return redirect("reports:release", key=key)


def _found(request: MemberRequest, key: str) -> ReleaseReview:
    found = release_of(key=key, realm_id=request.realm_id, reader=request.user)
    if found is None:
        raise Http404
    return found


def _back_to(request: MemberRequest, report: Report, said: str) -> HttpResponse:
    messages.error(request, said)
    return redirect("casework:report", reference=report.reference)


def _page(
    request: MemberRequest,
    found: ReleaseReview,
    form: ReviewForm | None,
    *,
    now: datetime,
    judged: bool = False,
    own: bool = False,
    overtaken: bool = False,
) -> HttpResponse:
    context = {
        "view": release_view(
            found,
            user=request.user,
            drawing=Drawing(form.kept, form.boxes) if form else None,
            now=now,
        ),
        "report": found.exhibit.report,
        "form": form,
        "errors": review_errors(form, form.boxes, proposals=len(found.proposal))
        if form and judged
        else [],
        "most": MOST_DRAWN,
        "own": own,
        "overtaken": overtaken,
    }
    status = 409 if overtaken else 422 if judged else 200
    return render(request, "reports/staff/release.html", context, status=status)
