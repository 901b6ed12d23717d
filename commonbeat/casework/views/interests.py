"""Who is kept from a report because of a conflict of interest."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.accounts.queries import police_members
from commonbeat.casework import actions
from commonbeat.casework.forms import KeepFromForm, LiftForm
from commonbeat.casework.permissions import INTEREST_LIFTERS, QUEUE_WORKERS
from commonbeat.casework.presenters import kept_from_view
from commonbeat.casework.views.case import found_report
from commonbeat.casework.views.queue import queue_context
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.models import Report
from commonbeat.reports.queries import conflicts_of, is_kept_from


@roles(*QUEUE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: MemberRequest, reference: str) -> HttpResponse:
    """Show who does not see a report; a POST keeps one more from it."""
    found, now = found_report(request, reference), clock.now()
    if request.method != "POST":
        return _page(request, found, now=now)
    form = KeepFromForm(request.POST, members=police_members())
    if not form.is_valid():
        return _page(request, found, now=now, form=form)
    member = form.cleaned_data["member"]
    try:
        actions.keep_colleague_from(
            report=found,
            member=member,
            user=request.user,
            reason=form.cleaned_data["reason"],
            now=now,
        )
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return _page(request, found, now=now, form=form)
    said = {"who": member.display_name, "reference": found.reference}
    messages.success(request, _("%(who)s does not see %(reference)s any longer.") % said)
    if is_kept_from(report=found, user=request.user):
        return redirect("casework:queue")
    return redirect("casework:interests", reference=found.reference)


@roles(*INTEREST_LIFTERS)
@require_POST
def lift(request: MemberRequest, reference: str, key: str) -> HttpResponse:
    """Let somebody see a report again, for a reason."""
    found, now = found_report(request, reference), clock.now()
    conflict = next((each for each in conflicts_of(found) if each.key == key), None)
    if conflict is None:
        raise Http404
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            actions.let_see_again(
                conflict=conflict, user=request.user, reason=form.cleaned_data["reason"], now=now
            )
        except CommonbeatError as error:
            form.add_error("reason", str(error))
        else:
            said = {"who": conflict.member.display_name}
            messages.success(request, _("%(who)s can see it again.") % said)
            return redirect("casework:interests", reference=found.reference)
    return _page(request, found, now=now, lift=form, lifting=key)


def _page(
    request: MemberRequest,
    report: Report,
    *,
    now: datetime,
    form: KeepFromForm | None = None,
    lift: LiftForm | None = None,
    lifting: str = "",
) -> HttpResponse:
    context = queue_context(request, picked=report.key, now=now)
    context |= {
        "report": report,
        "kept": kept_from_view(conflicts_of(report), user=request.user, now=now),
        "form": form or KeepFromForm(members=police_members()),
        "lift": lift or LiftForm(),
        "lifting": lifting,
    }
    status = 422 if form or lift else 200
    return render(request, "staff/interests.html", context, status=status)
