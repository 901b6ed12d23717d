"""Asking somebody to do something about a report or an incident."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, presenters
from commonbeat.casework.actions import CannotTakeTask
from commonbeat.casework.forms import AskForm
from commonbeat.casework.models import Incident
from commonbeat.casework.permissions import TASK_WORKERS
from commonbeat.casework.queries import Tab
from commonbeat.casework.views.case import found_report
from commonbeat.casework.views.incidents import found_incident
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.models import Report

# What the form begins with: until this time tomorrow.
_ONE_DAY = timedelta(days=1)


@roles(*TASK_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_about_report(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask somebody to do something about a report."""
    return _ask(request, found_report(request, reference))


@roles(*TASK_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_about_incident(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask somebody to do something about an incident."""
    return _ask(request, found_incident(request, reference))


def _ask(request: MemberRequest, about: Report | Incident) -> HttpResponse:
    now = clock.now()
    if request.method != "POST":
        due = localtime(now + _ONE_DAY).replace(second=0, microsecond=0)
        return _page(request, about, AskForm(now=now, initial={"due_at": due}))
    form = AskForm(request.POST, now=now)
    if not form.is_valid():
        return _page(request, about, form, status=422)
    try:
        task = actions.ask_for(
            about=about,
            wanted=form.wanted(),
            of=form.cleaned_data["whom"],
            user=request.user,
            now=now,
        )
    except CommonbeatError as error:
        form.add_error("whom" if isinstance(error, CannotTakeTask) else None, str(error))
        return _page(request, about, form, status=422)
    messages.success(request, _("%(reference)s: asked.") % {"reference": task.reference})
    return redirect(_back(about))


def _back(about: Report | Incident) -> str:
    if isinstance(about, Report):
        return presenters.address(about.reference, Tab.ALL)
    return presenters.incident_address(about)


def _page(
    request: MemberRequest, about: Report | Incident, form: AskForm, *, status: int = 200
) -> HttpResponse:
    context = {"about": about, "back": _back(about), "form": form}
    return render(request, "staff/ask.html", context, status=status)
