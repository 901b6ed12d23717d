"""The one place that decides whether a session counts as somebody signed in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from commonbeat.accounts import actions, queries
from commonbeat.accounts.models import SignIn, User
from commonbeat.accounts.rules import SESSION_KEY, Standing
from commonbeat.core import clock
from commonbeat.core.middleware import Responder

type Person = User | AnonymousUser


class SessionLifeMiddleware:
    """Lets a session count only while it lives, and only on a proof that its person's role needs.

    ``request.user`` is decided here for every view, middleware and live stream, when it is first
    asked for; a request without a session cookie, or whose view never asks, reads nothing. A
    session that is over or unproved is emptied, so that it can never come back to life.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _settle(request))  # type: ignore[assignment]
        request.auser = lambda: sync_to_async(_settle)(request)
        response = self.get_response(request)
        _note_seen(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Say why a page that asks for somebody signed in does not open."""
        request.is_background = getattr(view, "is_background", False)  # type: ignore[attr-defined]
        if not getattr(view, "login_required", True) or not _has_cookie(request):
            return None
        _settle(request)
        standing = getattr(request, "standing", None)
        if standing is Standing.UNPROVED:
            nobody = {"has_session": False}
            return render(request, "accounts/passkey_needed.html", nobody, status=403)
        if standing is Standing.OVER:
            query = urlencode({"next": request.get_full_path(), "ended": "1"})
            return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")
        return None


def _has_cookie(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _settle(request: HttpRequest) -> Person:
    """Return who is signed in, decided once a request."""
    known: Person | None = getattr(request, "_settled_user", None)
    if known is None:
        known = _decide(request) if _has_cookie(request) else AnonymousUser()
        request._settled_user = known  # type: ignore[attr-defined]
    return known


def _decide(request: HttpRequest) -> Person:
    user = auth.get_user(request)
    if not isinstance(user, User):
        return AnonymousUser()
    now = clock.now()
    sign_in = user.sign_ins.filter(pk=request.session.get(SESSION_KEY, 0)).first()
    standing = queries.standing(sign_in, user=user, now=now)
    request.standing = standing  # type: ignore[attr-defined]
    if sign_in is None or standing is not Standing.GOOD:
        if sign_in is not None:
            actions.end_sign_in(sign_in=sign_in, now=now)
        request.session.flush()
        return AnonymousUser()
    sign_in.user = user
    request.sign_in = sign_in  # type: ignore[attr-defined]
    return user


def _note_seen(request: HttpRequest) -> None:
    sign_in: SignIn | None = getattr(request, "sign_in", None)
    if sign_in is not None and not getattr(request, "is_background", False):
        actions.note_seen(sign_in=sign_in, now=clock.now())
