"""The first page, one warning, one piece of news."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from commonbeat.core import clock, live
from commonbeat.core.access import public
from commonbeat.core.http import Request
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.publishing import actions, queries
from commonbeat.publishing.models import Kind, Publication, PublicationState
from commonbeat.publishing.presenters import (
    TILES,
    alert_map,
    alert_view,
    news_view,
    promise_views,
    shown_total,
    update_views,
)
from commonbeat.publishing.views.caching import same_for_everybody
from commonbeat.reports.queries import PromiseTotal, promise_totals

_TOTALS_KEPT_SECONDS = 300


@public
@require_safe
@same_for_everybody
def home(request: Request) -> HttpResponse:
    """Answer the three questions: is it an emergency, what do you want to do, what goes on here."""
    now = clock.now()
    since = live.latest_mark()  # before the reads, so that the stream misses nothing
    alerts, news = queries.front_page(realm_id=request.realm_id, now=now)
    totals = _totals(request.realm_id)
    context = {
        "alerts": [alert_view(alert, now=now, areas=areas) for alert, areas in _with_areas(alerts)],
        "news": [news_view(item, now=now) for item in news],
        "tiles": TILES,
        "promises": promise_views(totals),
        "report_count": shown_total(totals),
        "since": since,
    }
    return render(request, "publishing/home.html", context)


def _with_areas(alerts: list[Publication]) -> list[tuple[Publication, str]]:
    touched = queries.areas_touched(alerts)
    return [(alert, " ".join(touched[alert.pk])) for alert in alerts]


def _totals(realm_id: int) -> list[PromiseTotal]:
    key = f"promise-totals:{realm_id}"
    kept: list[PromiseTotal] | None = cache.get(key)
    if kept is None:
        kept = promise_totals(realm_id=realm_id, now=clock.now())
        cache.set(key, kept, _TOTALS_KEPT_SECONDS)
    return kept


@public
@require_safe
@same_for_everybody
def alert(request: Request, key: str) -> HttpResponse:
    """Show one warning: what to do, where, and how it changed; what is over says that it is."""
    found = queries.published(key, realm_id=request.realm_id, kind=Kind.WARNING)
    if found is None:
        raise Http404
    now = clock.now()
    since = live.latest_mark()
    versions = queries.versions_out(found)
    if versions[0].pk != found.pk:
        return redirect("publishing:alert", key=versions[0].key)
    view = alert_view(found, now=now)
    is_on = queries.is_showing(found, now=now)
    over_at = found.over_at or found.ends_at
    context = {
        "alert": view,
        "about": found.chain,
        "is_on": is_on,
        "is_cancelled": found.state == PublicationState.CANCELLED,
        "over_at": over_at,
        "over": actions.moment_words(over_at) if over_at else "",
        "updates": update_views(versions, now=now),
        "since": since,
    }
    if is_on:
        label = _("Map: the warning covers %(place)s") % {"place": view.place}
        context["map"] = alert_map(found, label=label)
    return render(request, "publishing/alert.html", context)


@public
@require_safe
@same_for_everybody
def news_item(request: Request, key: str) -> HttpResponse:
    """Show one piece of news, as long as it is on the site."""
    found = queries.published(key, realm_id=request.realm_id, kind=Kind.NEWS)
    now = clock.now()
    if found is None or not queries.is_showing(found, now=now):
        raise Http404
    return render(request, "publishing/news.html", {"item": news_view(found, now=now)})


@public
@require_GET
def live_alerts(request: HttpRequest) -> HttpResponse:
    """Tell open pages when a warning comes, changes or goes."""
    return live.stream(request, [f"alerts:{LIVE_REALM_ID}"])
