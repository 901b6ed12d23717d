"""Handing over from shift to shift: how things stand, the words, and taking over."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, presenters, queries, rules
from commonbeat.casework.forms import HandoverForm
from commonbeat.casework.models import ShiftHandover
from commonbeat.casework.permissions import (
    TASK_READERS,
    TASK_WORKERS,
    can_see_queue,
    can_work_on_tasks,
)
from commonbeat.casework.rules import LOOK_AHEAD
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict, NotAllowed
from commonbeat.core.ids import row_number


@roles(*TASK_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: MemberRequest) -> HttpResponse:
    """Show what somebody who comes on shift must know; a POST writes the words."""
    now = clock.now()
    if request.method != "POST":
        return _page(request, now=now)
    form = HandoverForm(request.POST)
    if not form.is_valid():
        return _page(request, form, now=now, status=422)
    try:
        actions.write_handover(
            realm_id=request.realm_id,
            shift=form.shift(),
            words=form.cleaned_data["words"],
            expected_version=form.cleaned_data["version"],
            user=request.user,
            now=now,
        )
    except NotAllowed as error:
        return _page(request, _refused(form, error), now=now, status=403)
    except CommonbeatError as error:
        status = 409 if isinstance(error, Conflict) else 422
        return _page(request, _refused(form, error), now=now, status=status)
    messages.success(request, _("The next shift can read it now."))
    return redirect("casework:hand_over")


@roles(*TASK_READERS)
@require_safe
def hand_over_kept(request: MemberRequest, key: str) -> HttpResponse:
    """Show what one shift told the next, with every version."""
    found, now = _found(request, key), clock.now()
    return _kept(request, found, now=now)


@roles(*TASK_WORKERS)
@require_POST
def hand_over_take(request: MemberRequest, key: str) -> HttpResponse:
    """Write down who has taken over; whoever comes second reads who was first."""
    found, now = _found(request, key), clock.now()
    seen = row_number(request.POST.get("version", ""))
    try:
        actions.take_over(handover=found, expected_version=seen or 0, user=request.user, now=now)
    except CommonbeatError as error:
        status = 409 if isinstance(error, Conflict) else 422
        return _kept(request, _found(request, key), now=now, wrong=str(error), status=status)
    messages.success(request, _("You have taken over."))
    return redirect("casework:hand_over")


def _refused(form: HandoverForm, error: CommonbeatError) -> HandoverForm:
    form.add_error(None, str(error))
    return form


def _found(request: MemberRequest, key: str) -> ShiftHandover:
    found = queries.handover_by_key(realm_id=request.realm_id, key=key)
    if found is None:
        raise Http404
    return found


def _read(request: MemberRequest, found: ShiftHandover, *, now: datetime) -> Any:
    """Return a hand-over as the page shows it; reading its words is written down."""
    actions.open_handover(handover=found, user=request.user, now=now)
    versions = queries.versions_of(found)
    return presenters.handover_view(found, user=request.user, versions=versions, now=now)


def _kept(
    request: MemberRequest,
    found: ShiftHandover,
    *,
    now: datetime,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"told": _read(request, found, now=now), "wrong": wrong}
    return render(request, "staff/hand_over_kept.html", context, status=status)


def _page(
    request: MemberRequest,
    failed: HandoverForm | None = None,
    *,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    realm_id, user = request.realm_id, request.user
    asked = row_number(request.GET.get("hours", ""))
    hours = asked if asked in LOOK_AHEAD else LOOK_AHEAD[1]
    shift = rules.shift_handed_over(localtime(now))
    ours = queries.handover_of(realm_id=realm_id, shift=shift)
    last = queries.last_handover(realm_id=realm_id, before=shift)
    mine = _read(request, ours, now=now) if ours else None
    stands = queries.situation(
        realm_id=realm_id,
        user=user,
        hours=hours,
        since=last.written_at if last else None,
        now=now,
    )
    form = failed or HandoverForm.of(
        shift, version=ours.version if ours else 0, words=mine.words if mine else ""
    )
    if failed is not None:
        # What it was based on is on the page now; sending again is about that.
        standing = HandoverForm.standing(shift, version=ours.version if ours else 0)
        failed.data = {**dict(failed.data.items()), **standing}
    context = {
        "told": _read(request, last, now=now) if last else None,
        "ours": mine,
        "shift": presenters.shift_text(shift.day, shift.kind),
        "stands": presenters.situation_view(stands, hours=hours, now=now),
        "situation": stands,
        "hours": hours,
        "hours_offered": LOOK_AHEAD,
        "since": last,
        "form": form,
        "may_write": can_work_on_tasks(user) and not (ours and ours.taken_over_at),
        "may_see": can_see_queue(user),
        "earlier": [
            presenters.handover_view(one, user=user, versions=[], now=now)
            for one in queries.handovers(realm_id=realm_id)
        ],
    }
    return render(request, "staff/hand_over.html", context, status=status)
