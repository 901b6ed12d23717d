"""Saying from the page of a report which event it tells of."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import JoinForm
from commonbeat.casework.models import Incident
from commonbeat.casework.permissions import INCIDENT_WORKERS
from commonbeat.casework.presenters import address
from commonbeat.casework.views.case import Tried, attempt, found_report, show_again
from commonbeat.casework.views.queue import tab_of
from commonbeat.core import clock
from commonbeat.reports.models import Report


@roles(*INCIDENT_WORKERS)
@require_POST
def join(request: MemberRequest, reference: str) -> HttpResponse:
    """Put a report into an incident, or make one of it; what was typed stays in the page."""
    found, now = found_report(request, reference), clock.now()
    form = JoinForm(request.POST)
    done = attempt(form, lambda: _join(request, found, form))
    if isinstance(done, Tried):
        return show_again(request, found, done, now=now)
    said = _("%(reference)s tells of %(incident)s.") % {
        "reference": found.reference,
        "incident": done.reference,
    }
    messages.success(request, said)
    return redirect(address(found.reference, tab_of(request)))


def _join(request: MemberRequest, report: Report, form: JoinForm) -> Incident:
    given, now = form.cleaned_data, clock.now()
    if given["incident"]:
        incident = queries.incident_by_reference(
            realm_id=request.realm_id, text=given["incident"], reader=request.user
        )
        if incident is None:
            raise actions.NotNow(_("There is no incident of this reference."))
        actions.add_report(
            incident=incident, report=report, reason=given["reason"], user=request.user, now=now
        )
        return incident
    reports = [report]
    if given["other"]:
        reports.append(other_report(request, given["other"]))
    return actions.make_incident(
        reports=reports, title=given["title"], reason=given["reason"], user=request.user, now=now
    )


def other_report(request: MemberRequest, reference: str) -> Report:
    """Return the report of a typed reference. Raises ``NotNow`` where there is none to see."""
    report = queries.report_by_number(
        realm_id=request.realm_id, text=reference, reader=request.user
    )
    if report is None:
        raise actions.NotNow(_("There is no report of this reference."))
    return report
