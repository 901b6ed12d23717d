"""The force's own lists: days off, and who helps where the police do not come."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework.actions import keep_service
from commonbeat.casework.forms import HolidayForm, ServiceForm
from commonbeat.casework.permissions import LIST_KEEPERS
from commonbeat.casework.queries import services
from commonbeat.core import clock
from commonbeat.reports.actions import set_bank_holiday
from commonbeat.reports.queries import coming_holidays

# Every working-day promise ends within a few weeks; two years show what was imported.
_SHOWN = 20


@roles(*LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: MemberRequest) -> HttpResponse:
    """Show the lists, and take a change of one row."""
    kind = request.POST.get("list", "")
    day = HolidayForm(request.POST if kind == "day" else None, prefix="day")
    service = ServiceForm(request.POST if kind == "service" else None, prefix="service")
    now = clock.now()
    if day.is_bound and day.is_valid():
        set_bank_holiday(
            **day.cleaned_data, actor=request.user.actor, realm_id=request.realm_id, now=now
        )
        return _kept(request)
    if service.is_bound and service.is_valid():
        keep_service(
            **service.cleaned_data, actor=request.user.actor, realm_id=request.realm_id, now=now
        )
        return _kept(request)
    context = {
        "day": day,
        "service": service,
        "days": coming_holidays(timezone.localdate(now))[:_SHOWN],
        "services": services(),
    }
    wrong = bool(day.errors or service.errors)
    return render(request, "staff/lists.html", context, status=422 if wrong else 200)


def _kept(request: MemberRequest) -> HttpResponse:
    messages.success(request, _("The list is changed."))
    return redirect("casework:lists")
