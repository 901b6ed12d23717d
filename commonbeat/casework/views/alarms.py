"""Emergencies: the banner of every page, taking one in hand, and ending its alarm."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, background, roles
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import AlarmCloseForm, AlarmTakeBackForm
from commonbeat.casework.models import HandoverAlarm
from commonbeat.casework.permissions import QUEUE_READERS, QUEUE_WORKERS
from commonbeat.casework.presenters import alarm_view
from commonbeat.casework.views.queue import queue_context
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError


@roles(*QUEUE_READERS)
@background
@require_GET
def alarms(request: MemberRequest) -> HttpResponse:
    """Return the banner alone, for a page that heard of an alarm."""
    shown = queries.open_alarms(user=request.user, realm_id=request.realm_id, now=clock.now())
    return render(request, "staff/alarm_list.html", {"alarms": shown})


@roles(*QUEUE_READERS)
@require_safe
def alarm(request: MemberRequest, key: str) -> HttpResponse:
    """Show one emergency, what to do next, and how it ended."""
    return _page(request, _found(request, key), now=clock.now())


@roles(*QUEUE_WORKERS)
@require_POST
def acknowledge(request: MemberRequest, key: str) -> HttpResponse:
    """Take an emergency in hand; whoever comes second reads who was first."""
    found, now = _found(request, key), clock.now()
    try:
        actions.acknowledge_alarm(alarm=found, user=request.user, now=now)
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have it. Call the control room now."))
    return redirect("casework:alarm", key=key)


@roles(*QUEUE_WORKERS)
@require_POST
def close(request: MemberRequest, key: str) -> HttpResponse:
    """Write down that the control room has it."""
    found, form, now = _found(request, key), AlarmCloseForm(request.POST), clock.now()

    def end() -> None:
        reference = form.cleaned_data["reference"]
        actions.close_alarm(alarm=found, reference=reference, user=request.user, now=now)

    return _ended(request, found, "close", form, end, _("Handed over."), now=now)


@roles(*QUEUE_WORKERS)
@require_POST
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    """End an alarm that is none."""
    found, form, now = _found(request, key), AlarmTakeBackForm(request.POST), clock.now()

    def end() -> None:
        reason = form.cleaned_data["reason"]
        actions.take_back_alarm(alarm=found, reason=reason, user=request.user, now=now)

    said = _("Taken back. Change the grade of the report as well.")
    return _ended(request, found, "take_back", form, end, said, now=now)


def _ended(
    request: MemberRequest,
    found: HandoverAlarm,
    name: str,
    form: forms.Form,
    end: Callable[[], None],
    said: str,
    *,
    now: datetime,
) -> HttpResponse:
    if form.is_valid():
        try:
            end()
        except CommonbeatError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("casework:alarm", key=found.key)
    return _page(request, _found(request, found.key), now=now, tried={name: form})


def _found(request: MemberRequest, key: str) -> HandoverAlarm:
    found = queries.alarm_by_key(realm_id=request.realm_id, key=key, reader=request.user)
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest,
    found: HandoverAlarm,
    *,
    now: datetime,
    tried: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = queue_context(request, picked=found.report.key, now=now)
    context |= {
        "alarm": alarm_view(found, user=request.user, now=now),
        "close": AlarmCloseForm(),
        "take_back": AlarmTakeBackForm(),
        **(tried or {}),
        "failed": next(iter(tried.values())) if tried else None,
    }
    return render(request, "staff/alarm.html", context, status=422 if tried else 200)
