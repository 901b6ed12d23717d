"""Near me: what is on now and what was recorded last month, on a map and as a list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonbeat.core import clock, live
from commonbeat.core.access import public
from commonbeat.core.http import Request
from commonbeat.publishing import queries
from commonbeat.publishing.presenters import near_view
from commonbeat.publishing.presenters.near import NearQuestion
from commonbeat.publishing.views.caching import same_for_everybody


@public
@require_safe
@same_for_everybody
def near_me(request: Request) -> HttpResponse:
    """Show a map of warnings and recorded crime, and the list that says the same."""
    now = clock.now()
    since = live.latest_mark()
    view = near_view(
        NearQuestion.from_get(request.GET),
        alerts=queries.live_warnings(realm_id=request.realm_id, now=now),
        now=now,
    )
    return render(request, "publishing/near_me.html", {"near": view, "since": since})
