"""Entering a demonstration as one of its people."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonbeat.accounts import actions, queries
from commonbeat.accounts.actions import LinkNotUsable
from commonbeat.accounts.permissions import home_address
from commonbeat.accounts.rules import SESSION_KEY, LinkKind, Proof
from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.http import Request


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request, token: str) -> HttpResponse:
    """Show whom the link signs in, and sign in; there is no such page outside a demonstration."""
    if not settings.DEMO:
        raise Http404
    now = clock.now()
    link = queries.usable_link(token, kinds=frozenset({LinkKind.DEMO}), now=now)
    if link is None:
        return render(request, "accounts/link_used.html", {"is_entry": True}, status=404)
    if request.method != "POST":
        return render(request, "accounts/demo_enter.html", {"person": link.user})
    try:
        actions.use_link(link=link, now=now)
    except LinkNotUsable:
        return render(request, "accounts/link_used.html", {"is_entry": True}, status=404)
    login(request, link.user)
    stay = actions.begin_sign_in(user=link.user, proof=Proof.DEMO, now=now)
    request.session[SESSION_KEY] = stay.pk
    return redirect(home_address(link.user))
