"""The list of warnings, one warning, and the decisions about it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from commonbeat.accounts.models import SignIn
from commonbeat.accounts.permissions import MemberRequest, background, fresh, roles
from commonbeat.accounts.queries import open_sign_ins
from commonbeat.alerts.queries import advance
from commonbeat.core import clock, live
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import row_number
from commonbeat.places.queries import MapView
from commonbeat.publishing import actions, queries
from commonbeat.publishing.forms import ReasonForm
from commonbeat.publishing.models import Publication, PublicationState
from commonbeat.publishing.permissions import APPROVERS, WRITERS, can_approve, can_write
from commonbeat.publishing.presenters import (
    alert_map,
    preview_of,
    reach_view,
    shown_state,
    time_words,
    warning_row,
)
from commonbeat.reports.queries import how_many_saw

_SHOWN = 100


@roles(*WRITERS)
@require_safe
def warnings(request: MemberRequest) -> HttpResponse:
    """List the warnings: what waits for a yes first, then what is on, then the rest."""
    now = clock.now()
    found = list(queries.staff_warnings(realm_id=request.realm_id)[:_SHOWN])
    by_state: dict[str, list[Any]] = {"awaiting": [], "live": [], "draft": [], "over": []}
    for publication in found:
        state = shown_state(publication, now=now)
        place = state.value if state.value in by_state else "over"
        by_state[place].append(warning_row(publication, now=now))
    return render(
        request, "publishing/staff/warnings.html", {"groups": by_state, "any": bool(found)}
    )


@roles(*WRITERS)
@require_safe
def warning(request: MemberRequest, key: str) -> HttpResponse:
    """Show one warning as people will read it, who must still say yes, and how far it has come."""
    return _page(request, _found(request, key))


def _found(request: MemberRequest, key: str) -> Publication:
    found = queries.staff_warning(key, realm_id=request.realm_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest,
    found: Publication,
    *,
    reason_for: str = "",
    form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    since = live.latest_mark()
    sent = queries.ending_broadcast(found) or found.broadcast
    state = shown_state(found, now=now)
    context: dict[str, Any] = {
        "warning": found,
        "row": warning_row(found, now=now),
        "state": state.value,
        "texts": list(found.texts.all()),
        "previews": preview_of(found, list(found.texts.all())),
        "map": _map(found) if found.cells else None,
        "ends": time_words(found.ends_at, now=now) if found.ends_at else "",
        "may_approve": can_approve(request.user, found),
        "second_people": queries.second_people(found, writer=request.user),
        "broadcast": sent,
        "advance": advance(sent) if sent else None,
        "update": queries.open_update(found),
        "reason_form": form or ReasonForm(),
        "reason_for": reason_for,
        "saw": how_many_saw(found.chain, realm_id=found.realm_id),
        "since": since,
    }
    if state in {PublicationState.DRAFT, PublicationState.AWAITING}:
        reach = queries.reach_of(
            realm_id=found.realm_id,
            topic=found.topic,
            area_codes=tuple(found.area_codes),
            cells=tuple(found.picked_cells),
        )
        context["reach"] = reach_view(reach)
    return render(request, "publishing/staff/warning.html", context, status=status)


def _map(found: Publication) -> MapView:
    return alert_map(found, label=_("Map of where people are told"), shape=(900, 380))


def _decide(
    request: MemberRequest, key: str, act: Callable[[Publication], Any], done: str
) -> HttpResponse:
    """Do one thing to a warning and say what happened; a refusal is said too."""
    found = _found(request, key)
    try:
        act(found)
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("publishing:warning", key=key)


@roles(*APPROVERS)
@require_POST
@fresh
def approve(request: MemberRequest, key: str) -> HttpResponse:
    """Give the second yes to the words that were on the page; the message goes out."""
    revision = row_number(request.POST.get("revision", ""))

    def act(found: Publication) -> None:
        actions.approve(
            publication=found,
            approver=request.user,
            expected_revision=-1 if revision is None else revision,
            now=clock.now(),
        )

    return _decide(request, key, act, _("It is live, and on its way to people."))


@roles(*APPROVERS)
@require_POST
def send_back(request: MemberRequest, key: str) -> HttpResponse:
    """Give a warning back to its writers, with the reason."""
    return _with_reason(
        request,
        key,
        "send-back",
        lambda found, reason: actions.send_back(
            publication=found, approver=request.user, reason=reason, now=clock.now()
        ),
        _("Sent back to its writers."),
    )


@roles(*WRITERS)
@require_POST
@fresh
def cancel(request: MemberRequest, key: str) -> HttpResponse:
    """Take a live warning back, with the reason."""
    return _with_reason(
        request,
        key,
        "cancel",
        lambda found, reason: actions.cancel_warning(
            publication=found, canceller=request.user, reason=reason, now=clock.now()
        ),
        _("Taken back. Everybody who was told is told."),
    )


def _with_reason(
    request: MemberRequest,
    key: str,
    what: str,
    act: Callable[[Publication, str], Any],
    done: str,
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        found = _found(request, key)
        return _page(request, found, reason_for=what, form=form, status=422)
    return _decide(request, key, lambda found: act(found, form.cleaned_data["reason"]), done)


@roles(*WRITERS)
@require_POST
def update(request: MemberRequest, key: str) -> HttpResponse:
    """Begin an update, or go on with the one that is being written."""
    found = _found(request, key)
    try:
        begun = actions.start_update(publication=found, writer=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
        return redirect("publishing:warning", key=key)
    return redirect("publishing:edit_warning", key=begun.key)


@roles(*WRITERS)
@require_POST
def discard(request: MemberRequest, key: str) -> HttpResponse:
    """Throw a draft away."""
    found = _found(request, key)
    try:
        actions.discard(publication=found, writer=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
        return redirect("publishing:warning", key=key)
    messages.success(request, _("The draft is thrown away."))
    return redirect("publishing:warnings")


@roles(*WRITERS)
@require_POST
def pause(request: MemberRequest, key: str) -> HttpResponse:
    """Send nothing more for now."""
    return _decide(
        request,
        key,
        lambda found: actions.pause_sending(publication=found, user=request.user, now=clock.now()),
        _("Paused. Nobody else is told until you go on."),
    )


@roles(*WRITERS)
@require_POST
def resume(request: MemberRequest, key: str) -> HttpResponse:
    """Go on sending."""
    return _decide(
        request,
        key,
        lambda found: actions.resume_sending(publication=found, user=request.user, now=clock.now()),
        _("Going on."),
    )


@roles(*WRITERS)
@background
@require_GET
def live_warning(request: MemberRequest, key: str) -> HttpResponse:
    """Tell an open page how far a warning has come; numbers and states only."""
    found = _found(request, key)
    sent = queries.ending_broadcast(found) or found.broadcast
    topics = [f"alerts:{found.realm_id}"] + ([f"broadcast:{sent.key}"] if sent else [])
    return live.stream(
        request, topics, still_allowed=partial(_may_still_listen, request.sign_in.pk)
    )


def _may_still_listen(sign_in_id: int) -> bool:
    sign_in = SignIn.objects.select_related("user").filter(pk=sign_in_id).first()
    if sign_in is None or not can_write(sign_in.user):
        return False
    return sign_in in open_sign_ins(sign_in.user, now=clock.now())
