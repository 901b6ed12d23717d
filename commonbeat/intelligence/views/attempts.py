"""Trying an action with a form, so that whatever goes wrong keeps what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404

from commonbeat.accounts.permissions import MemberRequest
from commonbeat.core.errors import CommonbeatError
from commonbeat.intelligence import queries
from commonbeat.intelligence.actions import Changed
from commonbeat.intelligence.models import IntelligenceReport, Item


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was done; the form says why."""

    status: int


def attempt[Done](form: forms.Form, do: Callable[[], Done]) -> Done | Failed:
    """Return what ``do`` returns once a form is valid, or that nothing was done."""
    if not form.is_valid():
        return Failed(422)
    try:
        return do()
    except Changed as error:
        form.add_error(None, str(error))
        return Failed(409)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return Failed(422)


def shown_anew(form: forms.Form, report: IntelligenceReport) -> None:
    """Base a form that was not taken on the report as the page shows it now."""
    report.refresh_from_db()
    posted: Any = form.data
    data = posted.copy()
    data["expected"] = str(report.version)
    form.data = data


def found_report(request: MemberRequest, reference: str) -> IntelligenceReport:
    """Return the intelligence report of a reference; raises ``Http404`` where there is none."""
    found = queries.intelligence_by_reference(
        realm_id=request.realm_id, reference=reference, reader=request.user
    )
    if found is None:
        raise Http404
    return found


def found_item(report: IntelligenceReport, number: int) -> Item:
    """Return one item of a report; raises ``Http404`` where there is none."""
    item = queries.item_of(report, number)
    if item is None:
        raise Http404
    item.report = report
    return item
