"""Incidents: the list, one of them, and everything that is done about one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, presenters, queries
from commonbeat.casework.forms import (
    INCIDENT_FORMS,
    AddForm,
    DescribeForm,
    HandOverForm,
    IncidentForm,
    TakeOutForm,
    blank_forms,
)
from commonbeat.casework.models import Incident
from commonbeat.casework.permissions import INCIDENT_WORKERS, can_take_records
from commonbeat.casework.queries import IncidentTab
from commonbeat.casework.rules import IncidentState
from commonbeat.casework.views.joins import other_report
from commonbeat.casework.views.task_box import tasks_for
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.core.ids import row_number
from commonbeat.places.queries import area_by_code, areas


@roles(*INCIDENT_WORKERS)
@require_safe
def incidents(request: MemberRequest) -> HttpResponse:
    """Show incidents, the newest first."""
    wanted = request.GET.get("tab", "")
    tab = IncidentTab(wanted) if wanted in set(IncidentTab) else IncidentTab.OPEN
    area = area_by_code(request.GET.get("area", ""))
    page = queries.incident_page(
        realm_id=request.realm_id,
        tab=tab,
        user=request.user,
        area=area.pk if area else None,
        after=row_number(request.GET.get("after", "")),
    )
    now = clock.now()
    context = {
        "tab": tab.value,
        "tabs": presenters.INCIDENT_TAB_WORDS.items(),
        "area": area,
        "areas": areas(),
        "rows": [presenters.incident_row(row, now=now) for row in page.incidents],
        "after": page.after,
        "may_take_records": can_take_records(request.user),
    }
    return render(request, "staff/incidents.html", context)


@roles(*INCIDENT_WORKERS)
@require_safe
def incident(request: MemberRequest, reference: str) -> HttpResponse:
    """Show one incident; reading it is written down."""
    return incident_page(request, found_incident(request, reference))


@roles(*INCIDENT_WORKERS)
@require_POST
def incident_act(request: MemberRequest, reference: str) -> HttpResponse:
    """Do something about an incident; whatever goes wrong, what was typed stays in the page."""
    found = found_incident(request, reference)
    form_class = INCIDENT_FORMS.get(request.POST.get("do", ""))
    if form_class is None:
        raise Http404
    form = form_class(request.POST)
    return done_or_again(request, found, form, lambda: _act(request, found, form))


def done_or_again(
    request: MemberRequest, found: Incident, form: IncidentForm, do: Callable[[], object]
) -> HttpResponse:
    """Do it once the form is valid and go back to the incident, or show the form again."""
    if not form.is_valid():
        return incident_page(request, found, form, status=422)
    try:
        do()
    except Conflict as error:
        form.add_error(None, str(error))
        return incident_page(request, found, form, status=409)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return incident_page(request, found, form, status=422)
    messages.success(request, _("%(reference)s: done.") % {"reference": found.reference})
    return redirect(presenters.incident_address(found))


def _act(request: MemberRequest, found: Incident, form: IncidentForm) -> None:
    given = form.cleaned_data
    who: dict[str, Any] = {"user": request.user, "now": clock.now()}
    why = {"reason": given["reason"], **who}
    seen = {"incident": found, "expected_version": given["version"], **why}
    if isinstance(form, AddForm):
        actions.add_report(incident=found, report=other_report(request, given["reference"]), **why)
    elif isinstance(form, TakeOutForm):
        actions.take_out(link=_link(found, given["link"]), **why)
    elif isinstance(form, DescribeForm):
        actions.describe_incident(description=form.description(), **seen)
    elif isinstance(form, HandOverForm):
        actions.hand_over(depth=given["depth"], **seen)
    elif form.name == "send-again":
        actions.send_again(**seen)
    elif form.name == "note":
        actions.add_note(incident=found, words=given["reason"], **who)
    elif form.name == "charge":
        actions.take_charge(**seen)
    elif form.name == "undo":
        actions.undo_merge(**seen)
    else:
        after = IncidentState.RESOLVED if form.name == "resolve" else IncidentState.UNDER_WAY
        actions.move_incident(after=after, **seen)


def _link(found: Incident, number: int) -> Any:
    link = found.links.select_related("incident").filter(pk=number).first()
    if link is None:
        raise Http404
    return link


def found_incident(request: MemberRequest, reference: str) -> Incident:
    """Return the incident of a reference; raises ``Http404`` where there is none."""
    found = queries.incident_by_reference(
        realm_id=request.realm_id, text=reference, reader=request.user
    )
    if found is None:
        raise Http404
    return found


def incident_page(
    request: MemberRequest,
    found: Incident,
    failed: IncidentForm | None = None,
    *,
    status: int = 200,
    drifts: bool = False,
) -> HttpResponse:
    """Show an incident, with the form that was not taken and all that was typed in it."""
    now = clock.now()
    fresh = queries.incident_by_reference(
        realm_id=request.realm_id, text=found.reference, reader=request.user
    )
    found = fresh or found
    actions.open_incident(incident=found, user=request.user, now=now)
    forms = blank_forms(found)
    if failed is not None:
        # What it was based on is on the page now; sending again is about that.
        failed.data = {**dict(failed.data.items()), "version": str(found.version)}
        forms[failed.name] = failed
    tasks = tasks_for(request.user, found, now=now)
    links, into = queries.incident_links(found), found.merged_into
    view = presenters.incident_view(
        found,
        user=request.user,
        links=links,
        grades=queries.grades_of(link.report for link in links),
        log=presenters.incident_log(
            queries.incident_entries(found), tasks.entries, user=request.user, now=now
        ),
        merged_here=queries.merged_here(found, reader=request.user),
        into=into if into and queries.is_open_to(into, request.user) else None,
        voices=queries.voices(links),
        may_tell=bool(queries.to_be_told(links)),
        now=now,
    )
    context = {
        "incident": found,
        "view": view,
        "tasks": tasks,
        "forms": {name.replace("-", "_"): form for name, form in forms.items()},
        "tried": failed.name if failed else "",
        "failed": failed,
        "drifts": drifts,
        "records": presenters.records_view(
            found,
            last=queries.latest_hand_off(found),
            system=queries.records_system(request.realm_id),
            user=request.user,
            now=now,
        ),
    }
    return render(request, "staff/incident.html", context, status=status)
