"""Choosing alerts, confirming from the mailbox, changing and stopping by link."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.accounts.models import User
from commonbeat.alerts import actions, queries
from commonbeat.alerts.forms import FollowForm, WishForm
from commonbeat.alerts.presenters import (
    confirming_view,
    follow_map,
    following_view,
    token_of,
)
from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.http import Request
from commonbeat.delivery.queries import endpoint_by_stop_token, unread_count


def signed_in_person(request: Request) -> User | None:
    """Return who is signed in; nobody is looked up unless the browser brings a session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


@public
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Request) -> HttpResponse:
    """Say what can be followed; a POST follows in the inbox, or mails a link to confirm."""
    person = signed_in_person(request)
    endpoint = queries.inbox_endpoint(person, realm_id=request.realm_id) if person else None
    follow = queries.confirmed_follow(endpoint)
    initial = WishForm.initial_of(follow) if follow else {}
    form = FollowForm(request.POST or None, initial=initial, has_inbox=person is not None)
    is_sent = request.method == "POST" and "map" not in request.POST
    if is_sent and form.is_valid():
        try:
            return _follow(request, form, person)
        except CommonbeatError as error:
            form.add_error("email" if form.by_email else None, str(error))
    if request.method == "POST" and not is_sent:
        form = _unjudged(form)
    context: dict[str, Any] = {
        "form": form,
        "map": follow_map(form.picked_cells, request.POST.get("map", "")),
        "map_open": (not is_sent and "map" in request.POST) or bool(form.picked_cells),
        "person": person,
        "following": following_view(follow) if follow else None,
        "unread": unread_count(endpoint) if endpoint else 0,
    }
    return render(request, "alerts/home.html", context, status=422 if form.errors else 200)


def _unjudged(form: FollowForm) -> FollowForm:
    """Return the form with what was typed, before anybody asked whether it is right."""
    form.errors.clear()
    return form


def _follow(request: Request, form: FollowForm, person: User | None) -> HttpResponse:
    now = clock.now()
    if person is not None and not form.by_email:
        actions.follow_in_inbox(
            realm_id=request.realm_id,
            user=person,
            wish=form.wish(),
            language=form.chosen_language(),
            now=now,
        )
        return redirect("alerts:inbox")
    actions.ask_to_follow(
        realm_id=request.realm_id,
        address=form.cleaned_data["email"],
        wish=form.wish(),
        language=form.chosen_language(),
        now=now,
    )
    return redirect("alerts:sent")


@public
@require_safe
def sent(request: Request) -> HttpResponse:
    """Say where to look next: the same words for every address."""
    return render(request, "alerts/sent.html", {})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, token: str) -> HttpResponse:
    """Show what a mailed link would confirm; only the button does it, so no mail scanner can."""
    now = clock.now()
    follow = queries.follow_to_confirm(token, now=now)
    if follow is None:
        return render(request, "alerts/too_old.html", {}, status=404)
    if request.method == "POST":
        follow = actions.confirm_follow(token=token, now=now)
        return redirect(reverse("alerts:yours", args=[token_of(follow)]))
    return render(request, "alerts/confirm.html", confirming_view(follow))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: Request, token: str) -> HttpResponse:
    """Change what an address follows, or stop; the link in its messages is the key."""
    endpoint = endpoint_by_stop_token(token)
    follow = queries.confirmed_follow(endpoint)
    if endpoint is None or follow is None:
        return render(request, "alerts/too_old.html", {}, status=404)
    is_sent = request.method == "POST" and "map" not in request.POST
    form = WishForm(request.POST or None, initial=WishForm.initial_of(follow))
    saved = False
    if is_sent and form.is_valid():
        follow = actions.change_follow(
            follow=follow, wish=form.wish(), language=form.chosen_language(), now=clock.now()
        )
        saved = True
    if request.method == "POST" and not is_sent:
        form.errors.clear()
    context = {
        "form": form,
        "map": follow_map(form.picked_cells, request.POST.get("map", "")),
        "map_open": "map" in request.POST or bool(form.picked_cells),
        "following": following_view(follow),
        "stop_token": token,
        "saved": saved,
    }
    return render(request, "alerts/yours.html", context, status=422 if form.errors else 200)
