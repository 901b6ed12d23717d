"""The records system: setting it up, and the number with which it answers."""

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.casework import actions, presenters, queries
from commonbeat.casework.forms import RecordsSystemForm, SecretForm
from commonbeat.casework.permissions import RECORDS_KEEPERS
from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.core.http import Request
from commonbeat.delivery.actions import is_genuine_call

_LARGEST_CALL = 65_536
_RECORDED = "incident.recorded"


@roles(*RECORDS_KEEPERS)
@require_safe
def records_system(request: MemberRequest) -> HttpResponse:
    """Show how the records system is set up, and what did not arrive there."""
    return _page(request, now=clock.now())


@roles(*RECORDS_KEEPERS)
@require_POST
@fresh
def keep_records_system(request: MemberRequest) -> HttpResponse:
    """Change where it is, after showing the passkey again; a new one shows its secret once."""
    form, now = RecordsSystemForm(request.POST), clock.now()
    if not form.is_valid():
        return _page(request, form, now=now, status=422)
    version = form.cleaned_data["version"]
    try:
        system = actions.keep_records_system(
            wanted=form.wanted(),
            expected_version=version,
            realm_id=request.realm_id,
            user=request.user,
            now=now,
        )
    except Conflict as error:
        return _again(request, form, str(error), now=now, status=409)
    except CommonbeatError as error:
        return _again(request, form, str(error), now=now, status=422)
    if version == 0:
        return _page(request, now=now, secret=system.secrets[0])
    messages.success(request, _("The records system is changed."))
    return redirect("casework:records_system")


@roles(*RECORDS_KEEPERS)
@require_POST
@fresh
def change_records_secret(request: MemberRequest) -> HttpResponse:
    """Make a new secret, which is shown this once, or drop the old one."""
    form, now = SecretForm(request.POST), clock.now()
    if not form.is_valid():
        raise Http404
    who: dict[str, Any] = {"realm_id": request.realm_id, "user": request.user, "now": now}
    version = form.cleaned_data["version"]
    try:
        if form.cleaned_data["do"] == "new":
            secret = actions.change_secret(expected_version=version, **who)
            return _page(request, now=now, secret=secret)
        actions.drop_old_secret(expected_version=version, **who)
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The old secret is gone."))
    return redirect("casework:records_system")


def _again(
    request: MemberRequest, form: RecordsSystemForm, why: str, *, now: datetime, status: int
) -> HttpResponse:
    """Show the form again as it was typed; sending it again is about how the system stands now."""
    form.add_error(None, why)
    system = queries.records_system(request.realm_id)
    form.data = {**dict(form.data.items()), "version": str(system.version if system else 0)}
    return _page(request, form, now=now, status=status)


def _page(
    request: MemberRequest,
    form: RecordsSystemForm | None = None,
    *,
    now: datetime,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    system = queries.records_system(request.realm_id)
    is_on = system is not None and system.is_on
    stuck = queries.stuck_hand_offs(realm_id=request.realm_id, reader=request.user)
    context = {
        "system": system,
        "form": form or RecordsSystemForm.of(system),
        "secret": secret,
        "has_two": system is not None and len(system.secrets) > 1,
        "stuck": [presenters.hand_off_view(row, is_on=is_on, now=now) for row in stuck],
        "waiting": queries.count_waiting(realm_id=request.realm_id, reader=request.user),
        "wrong": status >= 400,
    }
    response = render(request, "staff/records_system.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@csrf_exempt
@require_POST
def records_answer(request: Request, key: str) -> HttpResponse:
    """Take the number that the records system gives an incident; signed, fresh, and kept once."""
    system, now = queries.records_system_by_key(key, realm_id=request.realm_id), clock.now()
    if system is None:
        raise Http404
    raw = request.read(_LARGEST_CALL + 1)
    if len(raw) > _LARGEST_CALL:
        return HttpResponse(status=413)
    if not is_genuine_call(system.secrets, headers=request.headers, body=raw, now=now):
        raise PermissionDenied
    told = _told(raw)
    if told is None:
        return _refused("not the fields that are documented", status=422)
    try:
        is_new = actions.take_number(system=system, key=told[0], number=told[1], now=now)
    except Conflict:
        return _refused("another number", status=409)
    except CommonbeatError:
        return _refused("no such hand-off, or no number", status=422)
    return JsonResponse({"taken": "now" if is_new else "before"})


def _told(raw: bytes) -> tuple[str, str] | None:
    """Return the id of a hand-off and its number; nothing for a call of another kind.

    What we sent ourselves is signed with the same secret, and is of another kind.
    """
    try:
        said = json.loads(raw)
        data = said["data"]
        told = data["id"], data["number"]
        kind = said["type"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_ours = kind == _RECORDED and all(isinstance(text, str) for text in told)
    return told if is_ours and "\0" not in "".join(told) else None


def _refused(why: str, *, status: int) -> JsonResponse:
    return JsonResponse({"taken": "no", "why": why}, status=status)
