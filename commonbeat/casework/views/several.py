"""Doing one thing about several reports: chosen, looked at, done."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, presenters, queries
from commonbeat.casework.actions import LeftOut
from commonbeat.casework.forms import SEVERAL_FORMS, SeveralForm
from commonbeat.casework.permissions import QUEUE_WORKERS
from commonbeat.casework.presenters import SEVERAL_WORDS, queue_address
from commonbeat.casework.queries import Place, Stamp
from commonbeat.casework.rules import Several
from commonbeat.casework.views.queue import tab_of
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.models import Report


@roles(*QUEUE_WORKERS)
@require_http_methods(["GET", "HEAD"])
def several(request: MemberRequest) -> HttpResponse:
    """Show a page of the queue to choose from."""
    return _choose(request)


@roles(*QUEUE_WORKERS)
@require_POST
def several_look(request: MemberRequest) -> HttpResponse:
    """Show what would be done about what was chosen; nothing is done yet."""
    chosen = queries.open_by_keys(
        realm_id=request.realm_id, keys=request.POST.getlist("report"), reader=request.user
    )
    do = _wanted(request)
    if not chosen or do is None:
        wrong = _("Choose at least one report.") if do else _("Choose what to do.")
        return _choose(request, wrong=wrong, status=422)
    return _look(request, chosen, SEVERAL_FORMS[do]())


@roles(*QUEUE_WORKERS)
@require_POST
def several_do(request: MemberRequest) -> HttpResponse:
    """Do it about each report as it was seen; what changed meanwhile is left out and named."""
    do = _wanted(request)
    stamps = _stamps(request)
    chosen = queries.open_by_keys(realm_id=request.realm_id, keys=stamps, reader=request.user)
    if do is None or not chosen:
        wrong = _("These reports are finished by now. Nothing was done.")
        return _choose(request, wrong=wrong, status=409)
    form = SEVERAL_FORMS[do](request.POST)
    if not form.is_valid() or request.POST.get("change"):
        return _look(request, chosen, form, status=422)
    seen = [(report, stamps[report.key]) for report in chosen]
    try:
        left = _do(request, form, seen, now=clock.now())
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return _look(request, chosen, form, status=422)
    _say(request, done=len(seen) - len(left), left=left, gone=len(stamps) - len(seen))
    return redirect(queue_address(tab_of(request)))


def _wanted(request: MemberRequest) -> Several | None:
    typed = request.POST.get("do", "")
    return Several(typed) if typed in set(Several) else None


def _stamps(request: MemberRequest) -> dict[str, Stamp]:
    """Return how each report stood on the page that somebody said yes to."""
    pairs = (text.partition("=") for text in request.POST.getlist("seen"))
    read = ((key, Stamp.read(text)) for key, _equals, text in pairs)
    return {key: stamp for key, stamp in read if stamp is not None}


def _do(
    request: MemberRequest, form: SeveralForm, seen: list[tuple[Report, Stamp]], *, now: datetime
) -> list[LeftOut]:
    given, user = form.cleaned_data, request.user
    if form.do is not Several.JOIN:
        return actions.decide_several(
            seen=seen, do=form.do, verdict=form.verdict(), user=user, now=now
        )
    if not given["incident"]:
        _made, left = actions.make_incident_of_several(
            seen=seen, title=given["title"], reason=given["reason"], user=user, now=now
        )
        return left
    incident = queries.incident_by_reference(
        realm_id=request.realm_id, text=given["incident"], reader=user
    )
    if incident is None:
        raise actions.NotNow(_("There is no incident of this reference."))
    return actions.join_several(
        seen=seen, incident=incident, reason=given["reason"], user=user, now=now
    )


def _say(request: MemberRequest, *, done: int, left: list[LeftOut], gone: int) -> None:
    said = ngettext("Done for %(n)d report.", "Done for %(n)d reports.", done) % {"n": done}
    if done:
        messages.success(request, said)
    for one in left:
        messages.warning(request, f"{one.report.reference}: {one.why}")
    if gone:
        was = ngettext(
            "%(n)d report was finished by somebody else meanwhile.",
            "%(n)d reports were finished by somebody else meanwhile.",
            gone,
        )
        messages.warning(request, was % {"n": gone})


def _choose(request: MemberRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    now, tab = clock.now(), tab_of(request)
    reports = queries.queue(realm_id=request.realm_id, tab=tab, user=request.user, now=now)
    page = queries.queue_page(reports, after=Place.read(request.GET.get("after", "")))
    chosen = set(request.POST.getlist("report"))
    rows = presenters.queue_rows(
        page.reports,
        tab=tab,
        here=queries.who_is_here(realm_id=request.realm_id, now=now),
        grades=queries.grades_of(page.reports),
        picked="",
        now=now,
    )
    context = {
        "tab": tab,
        "back": queue_address(tab),
        "rows": [(row, row.key in chosen) for row in rows],
        "after": page.after,
        "choices": list(SEVERAL_WORDS.items()),
        "do": request.POST.get("do", Several.TAKE.value),
        "wrong": wrong,
    }
    return render(request, "staff/several.html", context, status=status)


def _look(
    request: MemberRequest, chosen: list[Report], form: SeveralForm, *, status: int = 200
) -> HttpResponse:
    rows = presenters.several_rows(
        chosen,
        do=form.do,
        facts=queries.facts_of(chosen),
        grades=queries.grades_of(chosen),
        stamps=queries.stamps_of(chosen),
        user=request.user,
        now=clock.now(),
    )
    tab = tab_of(request)
    context = {
        "tab": tab,
        "back": queue_address(tab),
        "form": form,
        "do": form.do.value,
        "what": SEVERAL_WORDS[form.do],
        "along": [row for row in rows if not row.why_not],
        "left": [row for row in rows if row.why_not],
        "tells": form.do is Several.END,
    }
    return render(request, "staff/several_look.html", context, status=status)
