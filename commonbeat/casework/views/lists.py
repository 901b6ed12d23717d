"""The force's own lists: days off, who helps where the police do not come, and grades."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework.actions import keep_grade, keep_service
from commonbeat.casework.forms import GradeForm, HolidayForm, ServiceForm
from commonbeat.casework.models import CallGrade
from commonbeat.casework.permissions import LIST_KEEPERS
from commonbeat.casework.queries import grades_ended, grades_in_use, services
from commonbeat.casework.rules import Grade
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
    grades = _grade_forms(request, kind, now=now)
    changed = next((form for form in grades.values() if form.is_bound), None)
    if changed is not None and changed.is_valid():
        keep_grade(
            grade=Grade(request.POST["grade"]),
            **changed.cleaned_data,
            actor=request.user.actor,
            realm_id=request.realm_id,
            now=now,
        )
        return _kept(request)
    context = {
        "grades": grades.items(),
        "grades_before": grades_ended(now),
        "day": day,
        "service": service,
        "days": coming_holidays(timezone.localdate(now))[:_SHOWN],
        "services": services(),
    }
    wrong = bool(day.errors or service.errors or (changed and changed.errors))
    context["wrong"] = wrong
    return render(request, "staff/lists.html", context, status=422 if wrong else 200)


def _grade_forms(request: MemberRequest, kind: str, *, now: datetime) -> dict[CallGrade, GradeForm]:
    """Return each grade in use with the form that changes it."""
    sent = request.POST.get("grade", "") if kind == "grade" else ""
    fields = ("name", "urban_minutes", "rural_minutes")
    return {
        row: GradeForm(
            request.POST if row.kind == sent else None,
            prefix=row.kind,
            initial={field: getattr(row, field) for field in fields},
        )
        for row in grades_in_use(now)
    }


def _kept(request: MemberRequest) -> HttpResponse:
    messages.success(request, _("The list is changed."))
    return redirect("casework:lists")
