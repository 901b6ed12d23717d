"""Two things about incidents that are looked at before they are done: merging, and the outcome."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, presenters, queries, rules
from commonbeat.casework.forms import MergeForm, OutcomeForm
from commonbeat.casework.models import OUTCOME_WORDS, Incident
from commonbeat.casework.permissions import INCIDENT_WORKERS
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import IncidentState
from commonbeat.casework.views.incidents import found_incident, incident_page
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict


@roles(*INCIDENT_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: MemberRequest, reference: str) -> HttpResponse:
    """Show two incidents beside each other, and make them one."""
    found = found_incident(request, reference)
    typed = (request.POST if request.method == "POST" else request.GET).get("with", "")
    other = queries.incident_by_reference(
        realm_id=request.realm_id, text=typed[:20], reader=request.user
    )
    if other is None or other.pk == found.pk:
        return _merge_page(request, found, None, typed=typed)
    if request.method != "POST":
        return _merge_page(request, found, other)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _merge_page(request, found, other, form=form, status=422)
    given = form.cleaned_data
    try:
        kept = actions.merge_incidents(
            one=found,
            other=other,
            expected_versions=(given["version"], given["other_version"]),
            reason=given["reason"],
            user=request.user,
            now=clock.now(),
        )
    except CommonbeatError as error:
        form.add_error(None, str(error))
        status = 409 if isinstance(error, Conflict) else 422
        return _merge_page(request, found, other, form=form, status=status)
    messages.success(request, _("%(reference)s: done.") % {"reference": kept.reference})
    return redirect(presenters.incident_address(kept))


def _merge_page(
    request: MemberRequest,
    found: Incident,
    other: Incident | None,
    *,
    form: MergeForm | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    pair = sorted((row for row in (found, other) if row), key=lambda row: row.pk)
    versions = {"version": found.version, "other_version": other.version if other else 0}
    if form is not None:
        form.data = {**dict(form.data.items()), **versions}
    links = [link for row in pair for link in queries.incident_links(row)]
    for row in pair:
        actions.open_incident(incident=row, user=request.user, now=now)
    context: dict[str, Any] = {
        "incident": found,
        "other": other,
        "pair": [
            (presenters.incident_row(row, now=now), _linked_of(row, links, now=now)) for row in pair
        ],
        "form": form or MergeForm(initial=versions),
        "typed": typed,
        "voices": presenters.voices_text(queries.voices(links)),
        "may": other is not None and rules.may_merge(found.standing, other.standing),
    }
    missing = bool(typed) and other is None
    return render(request, "staff/incident_merge.html", context, status=404 if missing else status)


def _linked_of(row: Incident, links: list[Any], **when: Any) -> list[presenters.Linked]:
    mine = [link for link in links if link.incident_id == row.pk]
    grades = queries.grades_of(link.report for link in mine)
    return presenters.linked_rows(mine, grades=grades, **when)


@roles(*INCIDENT_WORKERS)
@require_POST
def outcome(request: MemberRequest, reference: str) -> HttpResponse:
    """Show to whom an outcome goes before anything is sent, and send it once they said so."""
    found = found_incident(request, reference)
    form = OutcomeForm(request.POST)
    if not form.is_valid() or request.POST.get("change"):
        return incident_page(request, found, form, status=422 if form.errors else 200)
    told = queries.to_be_told(queries.incident_links(found))
    nameless = any(report.is_anonymous for report, _stamp in told)
    drifts = nameless and bool(rules.tasking_words(form.cleaned_data["words"]))
    if drifts and not form.cleaned_data["drift_accepted"]:
        return incident_page(request, found, form, drifts=True)
    if request.POST.get("sure") != "yes":
        return _preview(request, found, form, told)
    try:
        left = actions.close_incident(
            incident=found,
            ending=form.ending(),
            expected_version=form.cleaned_data["version"],
            stamps=_stamps(request),
            user=request.user,
            now=clock.now(),
        )
    except CommonbeatError as error:
        form.add_error(None, str(error))
        status = 409 if isinstance(error, Conflict) else 422
        return incident_page(request, found, form, status=status)
    _say(request, found, reached=len(told) - len(left))
    for one in left:
        messages.warning(request, f"{one.report.reference}: {one.why}")
    return redirect(presenters.incident_address(found))


def _stamps(request: MemberRequest) -> dict[str, Stamp]:
    """Return how each report stood on the page that somebody said yes to."""
    pairs = (text.partition("=") for text in request.POST.getlist("seen"))
    read = ((key, Stamp.read(text)) for key, _equals, text in pairs)
    return {key: stamp for key, stamp in read if stamp is not None}


def _preview(
    request: MemberRequest, found: Incident, form: OutcomeForm, told: list[Any]
) -> HttpResponse:
    now = clock.now()
    stamps = {report.pk: stamp for report, stamp in told}
    links = [link for link in queries.incident_links(found) if link.report_id in stamps]
    linked = presenters.linked_rows(
        links, grades=queries.grades_of(link.report for link in links), now=now
    )
    context = {
        "incident": found,
        "row": presenters.incident_row(found, now=now),
        "form": form,
        "outcome": OUTCOME_WORDS[form.ending().outcome],
        "linked": linked,
        "seen": [f"{report.key}={stamp}" for report, stamp in told],
        "again": found.standing is IncidentState.CLOSED,
    }
    return render(request, "staff/incident_outcome.html", context)


def _say(request: MemberRequest, found: Incident, *, reached: int) -> None:
    said = ngettext(
        "%(reference)s is closed. %(n)d report was answered.",
        "%(reference)s is closed. %(n)d reports were answered.",
        reached,
    )
    messages.success(request, said % {"reference": found.reference, "n": reached})
