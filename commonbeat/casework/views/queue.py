"""The queue."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from commonbeat.accounts.permissions import MemberRequest, background, roles
from commonbeat.casework import presenters, queries
from commonbeat.casework.models import QueuePart
from commonbeat.casework.permissions import QUEUE_READERS, can_decide
from commonbeat.casework.queries import Count, Part, Place, Tab
from commonbeat.core import clock

FIND_LENGTH = 60


@roles(*QUEUE_READERS)
@require_GET
def queue(request: MemberRequest) -> HttpResponse:
    """Show the open reports, those whose promise runs out first on top."""
    now = clock.now()
    find = find_of(request)
    found = find and queries.report_by_number(
        realm_id=request.realm_id, text=find, reader=request.user
    )
    if found:
        return redirect("casework:report", reference=found.reference)
    context = queue_context(request, picked="", now=now)
    return render(request, "staff/queue.html", context)


@roles(*QUEUE_READERS)
@background
@require_GET
def queue_rows(request: MemberRequest) -> HttpResponse:
    """Return the tabs and rows alone, for a page that heard of a change."""
    picked = request.GET.get("picked", "")[:20]
    context = queue_context(request, picked=picked, now=clock.now())
    return render(request, "staff/queue_pane.html", context)


def find_of(request: MemberRequest) -> str:
    """Return what was typed into the search."""
    return " ".join(request.GET.get("find", "")[:FIND_LENGTH].split())


def tab_of(request: MemberRequest) -> Part:
    """Return the tab that the address names; the first where it names none that is there."""
    wanted = request.GET.get("tab", "")
    if wanted in set(Tab):
        return Tab(wanted)
    named = queries.part_of_address(realm_id=request.realm_id, value=wanted, user=request.user)
    return named or Tab.ALL


def queue_context(request: MemberRequest, *, picked: str, now: datetime) -> dict[str, Any]:
    """Return what the queue's pane shows, with the report of the key ``picked`` open."""
    tab, find, realm_id = tab_of(request), find_of(request), request.realm_id
    is_finished = bool(find) and request.GET.get("finished") == "1"
    if is_finished:
        ended = queries.finished(realm_id=realm_id, find=find, reader=request.user)
        page = queries.QueuePage(ended, None)
    else:
        reports = queries.queue(realm_id=realm_id, tab=tab, user=request.user, now=now, find=find)
        page = queries.queue_page(reports, after=Place.read(request.GET.get("after", "")))
    here = queries.who_is_here(realm_id=realm_id, now=now)
    counts = queries.counts(realm_id=realm_id, user=request.user, now=now)
    return {
        "tab": tab.value,
        "tabs": _tabs(request, counts, None if find else tab, now=now),
        "find": find,
        "is_finished": is_finished,
        "is_first": not request.GET.get("after"),
        "rows": presenters.queue_rows(
            page.reports,
            tab=tab,
            here=here,
            grades=queries.grades_of(page.reports),
            picked=picked,
            now=now,
        ),
        "after": page.after,
        "picked": picked,
        "queue_count": counts[Tab.ALL],
        "may_decide": can_decide(request.user),
        "wishes": queries.wishes_to_answer(realm_id=realm_id, user=request.user, now=now),
        "here": here,
    }


def _tabs(
    request: MemberRequest, counts: Mapping[Tab, Count], current: Part | None, *, now: datetime
) -> list[presenters.QueueTab]:
    realm_id, user = request.realm_id, request.user
    shown = None
    if isinstance(current, QueuePart):
        held = queries.queue(realm_id=realm_id, tab=current, user=user, now=now)
        shown = queries.count(held)
    return presenters.queue_tabs(
        counts,
        parts=queries.parts_for(realm_id=realm_id, user=user),
        shown=shown,
        current=current,
    )
