"""Writing news: a title and a text, shown for thirty days, sent to nobody."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.publishing import actions, queries
from commonbeat.publishing.forms import NewsForm
from commonbeat.publishing.permissions import WRITERS
from commonbeat.publishing.presenters import news_row

_SHOWN = 50


@roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: MemberRequest) -> HttpResponse:
    """List the news, and put new news on the site."""
    now = clock.now()
    form = NewsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.publish_news(
            realm_id=request.realm_id, words=form.words(), writer=request.user, now=now
        )
        messages.success(request, _("The news is on the first page."))
        return redirect("publishing:news")
    found = queries.staff_news(realm_id=request.realm_id)[:_SHOWN]
    context = {"form": form, "rows": [news_row(item, now=now) for item in found]}
    return render(
        request, "publishing/staff/news.html", context, status=422 if form.errors else 200
    )


@roles(*WRITERS)
@require_POST
def take_down(request: MemberRequest, key: str) -> HttpResponse:
    """Take news off the site."""
    found = queries.staff_news(realm_id=request.realm_id).filter(key=key).first()
    if found is None:
        raise Http404
    try:
        actions.take_down_news(publication=found, canceller=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The news is off the site."))
    return redirect("publishing:news")
