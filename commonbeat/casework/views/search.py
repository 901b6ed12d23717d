"""Searching reports by the words in them."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import NarrowForm, SearchForm
from commonbeat.casework.permissions import QUEUE_READERS, can_open_without_asking
from commonbeat.casework.presenters import found_rows
from commonbeat.casework.views.searches import Kept, keep_search, kept_search, same_search
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import row_number

_NARROWING = ("standing", "category", "area", "language", "since", "until", "with_files")


@roles(*QUEUE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: MemberRequest) -> HttpResponse:
    """Show the reports that hold some words; a POST says which, so that no address does."""
    now = clock.now()
    if request.method == "POST":
        return _begin(request, now=now)
    key = request.GET.get("s", "")[:20]
    kept = kept_search(request, key, now=now) if key else None
    if kept is None or not kept.is_fresh:
        form = SearchForm(initial=_typed(kept) if kept else None)
        return _page(request, form, now=now, is_over=bool(key), had=kept)
    return _results(request, kept, now=now)


def _begin(request: MemberRequest, *, now: datetime) -> HttpResponse:
    typed = request.POST.get("words", "")
    if report := _meant(request, typed):
        return redirect("casework:report", reference=report.reference)
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _page(request, form, now=now)
    if same := same_search(request, form.sought(), now=now):
        return redirect(_address(same.key))
    try:
        sought = actions.begin_search(
            user=request.user, realm_id=request.realm_id, sought=form.sought(), now=now
        )
    except CommonbeatError as error:
        form.add_error(_FIELD_OF.get(type(error)), str(error))
        return _page(request, form, now=now)
    return redirect(_address(keep_search(request, sought, now=now)))


_FIELD_OF: dict[type, str] = {
    actions.NothingToFind: "words",
    actions.ReasonMissing: "purpose",
    actions.NoSuchCase: "case",
}


def _meant(request: MemberRequest, typed: str) -> Any:
    """Return the report whose reference was typed; a bare number only means one at the top."""
    is_reference = typed.strip().upper().startswith("PR")
    if not is_reference and request.POST.get("at") != "top":
        return None
    return queries.report_by_number(realm_id=request.realm_id, text=typed, reader=request.user)


def _address(key: str) -> str:
    return f"{reverse('casework:search')}?s={key}"


def _typed(kept: Kept) -> dict[str, Any]:
    sought = kept.sought
    given = {"words": sought.words, "is_person": sought.is_person, "case": sought.case}
    return given if sought.purpose == actions.TRIAGE else {**given, "purpose": sought.purpose}


def _results(request: MemberRequest, kept: Kept, *, now: datetime) -> HttpResponse:
    narrow = NarrowForm({name: request.GET.get(name, "") for name in _NARROWING})
    context: dict[str, Any] = {"narrow": narrow, "kept": kept}
    if narrow.is_valid():
        after = row_number(request.GET.get("after", ""))
        said = narrow.said()
        actions.note_search(
            user=request.user,
            realm_id=request.realm_id,
            sought=kept.sought,
            narrowed=said | ({"after": str(after)} if after else {}),
            now=now,
        )
        page = queries.search_words(
            realm_id=request.realm_id,
            reader=request.user,
            text=kept.sought.words,
            narrowing=narrow.narrowing(),
            after=after,
        )
        context |= {
            "rows": found_rows(page.reports, now=now),
            "after": page.after,
            "is_first": after is None,
            "is_narrowed": bool(said),
            "address": _with(request, said),
        }
    return _page(request, SearchForm(initial=_typed(kept)), now=now, **context)


def _with(request: MemberRequest, said: dict[str, str]) -> str:
    """Return the address of this page without its place, to go on from."""
    return urlencode({"s": request.GET["s"], **said})


def _page(
    request: MemberRequest, form: SearchForm, *, now: datetime, **context: Any
) -> HttpResponse:
    context |= {
        "form": form,
        "flags": queries.flags(realm_id=request.realm_id, user=request.user, now=now),
        "asks_why": not can_open_without_asking(request.user),
    }
    return render(request, "staff/search.html", context, status=422 if form.errors else 200)
