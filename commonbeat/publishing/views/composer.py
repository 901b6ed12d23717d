"""Writing a warning: the form, the reach and the messages beside it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.places.queries import MapView, Pick, choose_on_map, frame_from_text
from commonbeat.publishing import actions, queries
from commonbeat.publishing.forms import WarningForm, default_end
from commonbeat.publishing.models import Publication, PublicationState, PublicationText
from commonbeat.publishing.permissions import WRITERS
from commonbeat.publishing.presenters import preview_of, reach_view, shown_state
from commonbeat.publishing.rules import Draft, Kind, Words

_CELL_RESOLUTION = 8
_EDITABLE = {PublicationState.DRAFT, PublicationState.AWAITING}


@roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Begin a warning."""
    now = clock.now()
    if request.method == "POST":
        return _posted(request, None)
    return _page(request, WarningForm(initial={"ends_at": default_end(now)}), None)


@roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    """Go on writing a draft; whatever goes wrong, what was typed stays in the page."""
    found = queries.staff_warning(key, realm_id=request.realm_id)
    if found is None:
        raise Http404
    if found.state not in _EDITABLE:
        return redirect("publishing:warning", key=key)
    if request.method == "POST":
        return _posted(request, found)
    return _page(request, WarningForm.of(found), found)


@roles(*WRITERS)
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """Count the reach and show the messages of what is being typed; nothing is kept."""
    form = WarningForm(request.POST)
    return render(request, "publishing/staff/warning_side.html", _side(request, form, None))


def _posted(request: MemberRequest, found: Publication | None) -> HttpResponse:
    form = WarningForm(request.POST)
    go = request.POST.get("go", "save")
    if "map" in request.POST or go == "count":
        form.is_valid()
        context_form = _quiet(form)
        return _page(request, context_form, found)
    if not form.is_valid():
        return _page(request, form, found, status=422)
    now = clock.now()
    try:
        saved = _save(request, form, found)
        if go == "ask":
            actions.ask_for_approval(
                publication=saved,
                writer=request.user,
                expected_revision=saved.revision,
                now=now,
            )
            messages.success(request, _("Another person can now say yes."))
            return redirect("publishing:warning", key=saved.key)
    except actions.NotReady as error:
        form.blame(error.faults)
        return _page(request, form, saved, status=422)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return _page(request, form, found, status=409)
    messages.success(request, _("Draft saved. Only staff see it."))
    return redirect("publishing:edit_warning", key=saved.key)


def _save(request: MemberRequest, form: WarningForm, found: Publication | None) -> Publication:
    now = clock.now()
    if found is None:
        return actions.start_warning(
            realm_id=request.realm_id, draft=form.draft(), writer=request.user, now=now
        )
    revision = form.cleaned_data["revision"]
    return actions.save_draft(
        publication=found,
        draft=form.draft(),
        writer=request.user,
        expected_revision=revision if revision is not None else -1,
        now=now,
    )


def _quiet(form: WarningForm) -> WarningForm:
    """Return the form with what was typed and no blame: nobody asked yet whether it is right."""
    form.errors.clear()
    return form


def _page(
    request: MemberRequest, form: WarningForm, found: Publication | None, status: int = 200
) -> HttpResponse:
    context = _side(request, form, found) | {
        "form": form,
        "warning": found,
        "map": _map(form, request.POST.get("map", "")),
        "state": shown_state(found, now=clock.now()) if found else None,
        # The revision that the next save builds on: what was just saved, not what was typed on.
        "revision": found.revision if found and status != 409 else form["revision"].value(),
    }
    return render(request, "publishing/staff/warning_form.html", context, status=status)


def _map(form: WarningForm, frame: str) -> MapView:
    return choose_on_map(
        label=_("Map of the town. Pick the shapes where people should be told."),
        pick=Pick("cells", several=True, locate=False),
        chosen=form.picked_cells,
        frame=frame_from_text(frame),
        resolution=_CELL_RESOLUTION,
        shape=(900, 420),
    )


def _side(request: MemberRequest, form: WarningForm, found: Publication | None) -> dict[str, Any]:
    """Return the reach and the messages of what the form says at this moment."""
    draft = _draft_so_far(form)
    reach = queries.reach_of(
        realm_id=request.realm_id,
        topic=draft.topic,
        area_codes=draft.area_codes,
        cells=draft.cells,
    )
    sketch = Publication(
        kind=Kind.WARNING,
        severity=draft.severity,
        ends_at=draft.ends_at,
        version=found.version if found else 1,
        place_name=actions.place_name(draft.area_codes, draft.cells),
    )
    texts = [
        PublicationText(language=language, **_fields(words))
        for language, words in draft.words.items()
        if words.headline
    ]
    return {
        "reach": reach_view(reach),
        "has_place": bool(draft.area_codes or draft.cells),
        "previews": preview_of(sketch, texts),
        "level": draft.severity,
        "second_people": queries.second_people(found, writer=request.user),
    }


def _fields(words: Words) -> dict[str, str]:
    return {"headline": words.headline, "facts": words.facts, "advice": words.advice}


def _draft_so_far(form: WarningForm) -> Draft:
    """Return what can be read of a form, right or not: a preview never refuses."""
    if form.is_bound:
        form.is_valid()
        return form.draft_so_far()
    return form.initial_draft()
