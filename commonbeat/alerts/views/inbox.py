"""The inbox on this site: what was sent to somebody who is signed in."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, signed_in
from commonbeat.alerts import actions, queries
from commonbeat.alerts.presenters import following_view
from commonbeat.core import clock
from commonbeat.delivery import actions as delivery
from commonbeat.delivery.queries import inbox as items_of
from commonbeat.delivery.queries import unread_count

_PER_PAGE = 20


@signed_in
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """List what was sent, newest first; what is new is marked."""
    endpoint = queries.inbox_endpoint(request.user, realm_id=request.realm_id)
    follow = queries.confirmed_follow(endpoint)
    page = None
    if endpoint is not None:
        page = Paginator(items_of(endpoint), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unread": unread_count(endpoint) if endpoint else 0,
        "following": following_view(follow) if follow else None,
    }
    return render(request, "alerts/inbox.html", context)


@signed_in
@require_POST
def open_item(request: MemberRequest, pk: int) -> HttpResponse:
    """Note that a message was read, and go to what it is about."""
    endpoint = queries.inbox_endpoint(request.user, realm_id=request.realm_id)
    item = items_of(endpoint).filter(pk=pk).first() if endpoint else None
    if item is None:
        raise Http404
    delivery.mark_read(item=item, now=clock.now())
    return redirect(item.content.link_path or "alerts:inbox")


@signed_in
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """Note that everything in the inbox was read."""
    endpoint = queries.inbox_endpoint(request.user, realm_id=request.realm_id)
    if endpoint is not None:
        for item in items_of(endpoint).filter(read_at__isnull=True)[:500]:
            delivery.mark_read(item=item, now=clock.now())
    return redirect("alerts:inbox")


@signed_in
@require_POST
def stop(request: MemberRequest) -> HttpResponse:
    """Follow nothing any more; what is in the inbox stays."""
    endpoint = queries.inbox_endpoint(request.user, realm_id=request.realm_id)
    if endpoint is not None:
        actions.stop_following(endpoint=endpoint, actor=request.user.actor, now=clock.now())
    return redirect("alerts:inbox")
