"""The lists of the intelligence room: reports, and copies that wait."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.ids import row_number
from commonbeat.intelligence import presenters, queries
from commonbeat.intelligence.forms import SearchForm
from commonbeat.intelligence.permissions import INTELLIGENCE_READERS


@roles(*INTELLIGENCE_READERS)
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """Show the intelligence reports that fit, newest first, without a word of what they say."""
    form = SearchForm(request.GET)
    now = clock.now()
    page = queries.search_reports(
        realm_id=request.realm_id,
        search=form.search(),
        reader=request.user,
        now=now,
        today=timezone.localdate(now),
        before=row_number(request.GET.get("before", "")),
    )
    asked = {name: value for name, value in request.GET.items() if value and name != "before"}
    context = {
        "form": form,
        "rows": presenters.rows(page.found),
        "after": page.after,
        "address": urlencode(asked),
        "is_filtered": bool(asked),
        "waiting": len(queries.copies_waiting(realm_id=request.realm_id, reader=request.user)),
    }
    return render(request, "intelligence/list.html", context)


@roles(*INTELLIGENCE_READERS)
@require_safe
def copies(request: MemberRequest) -> HttpResponse:
    """Show the sanitised copies that wait for somebody, the oldest first."""
    waiting = queries.copies_waiting(realm_id=request.realm_id, reader=request.user)
    return render(request, "intelligence/copies.html", {"copies": waiting})
