"""Items of a report: writing them, naming people in them, grading them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.intelligence import actions, queries
from commonbeat.intelligence.forms import (
    GradeForm,
    ItemForm,
    PersonForm,
    VersionedForm,
    grade_values,
)
from commonbeat.intelligence.models import IntelligenceReport, Item
from commonbeat.intelligence.permissions import INTELLIGENCE_READERS
from commonbeat.intelligence.presenters import item_views
from commonbeat.intelligence.views.attempts import (
    Failed,
    attempt,
    found_item,
    found_report,
    shown_anew,
)

ITEM, REWORD, PERSON, GRADE = "item", "reword", "person", "grade"


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: MemberRequest, reference: str) -> HttpResponse:
    """Add an item to a report that is being written."""
    found = found_report(request, reference)
    form = ItemForm(_posted(request), initial={"expected": found.version})
    return _page(
        request,
        found,
        None,
        form,
        ITEM,
        lambda given: actions.add_item(report=found, item=form.item(), **given),
    )


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: MemberRequest, reference: str, number: int) -> HttpResponse:
    """Write an item anew while its report is being written."""
    found = found_report(request, reference)
    item = found_item(found, number)
    begins = {"words": item.words, "statement": item.statement, "expected": found.version}
    form = ItemForm(_posted(request), initial=begins)
    return _page(
        request,
        found,
        item,
        form,
        REWORD,
        lambda given: actions.reword_item(item=item, words=form.item(), **given),
    )


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: MemberRequest, reference: str, number: int) -> HttpResponse:
    """Say who is named in an item, and what they are to it."""
    found = found_report(request, reference)
    item = found_item(found, number)
    form = PersonForm(_posted(request), initial={"expected": found.version})
    return _page(
        request,
        found,
        item,
        form,
        PERSON,
        lambda given: actions.name_subject(
            item=item, name=form.cleaned_data["name"], role=form.cleaned_data["role"], **given
        ),
    )


@roles(*INTELLIGENCE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def grade(request: MemberRequest, reference: str, number: int) -> HttpResponse:
    """Grade an item, or grade it anew; what it was stays readable."""
    found = found_report(request, reference)
    item = found_item(found, number)
    begins = {**grade_values(queries.current_grading(item)), "expected": found.version}
    form = GradeForm(_posted(request), initial=begins)
    return _page(
        request,
        found,
        item,
        form,
        GRADE,
        lambda given: actions.grade_item(
            item=item, grade=form.grade(), reason=form.cleaned_data["reason"], **given
        ),
    )


def _posted(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(
    request: MemberRequest,
    found: IntelligenceReport,
    item: Item | None,
    form: VersionedForm,
    doing: str,
    do: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Do what a valid form says and go back to the report, or show the form with its item."""
    status, now = 200, clock.now()
    if form.is_bound:
        done = attempt(
            form,
            lambda: do(
                {"user": request.user, "expected": form.cleaned_data["expected"], "now": now}
            ),
        )
        if not isinstance(done, Failed):
            messages.success(request, _("Kept."))
            return redirect("intelligence:report", reference=found.reference)
        status = done.status
        shown_anew(form, found)
    try:
        actions.open_intelligence(report=found, user=request.user, now=now)
    except actions.ReasonMissing:
        return redirect("intelligence:report", reference=found.reference)
    shown = item_views([found_item(found, item.number)])[0] if item else None
    context = {"report": found, "item": shown, "form": form, "doing": doing}
    return render(request, "intelligence/item.html", context, status=status)
