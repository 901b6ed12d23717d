"""Pages that are the same for everybody: kept for a few seconds, here and in every cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from commonbeat.core import clock
from commonbeat.core.http import Request

type PublicView = Callable[..., HttpResponse]

# A cancelled warning must be gone everywhere within a minute. Caches further out, our own door
# (config.kept) being the first, are told how much of this is left.
KEPT_SECONDS = 15
# Longer addresses are somebody's own words: not worth keeping.
_LONGEST_ADDRESS = 200


def same_for_everybody(view: PublicView) -> PublicView:
    """Keep the page of a visitor without a session for a few seconds, one a language."""

    @wraps(view)
    def kept(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        address = request.get_full_path()
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session or request.method not in {"GET", "HEAD"} or len(address) > _LONGEST_ADDRESS:
            return view(request, *args, **kwargs)
        key = f"page:{request.realm_id}:{get_language()}:{request.get_host()}:{address}"
        now = clock.now().timestamp()
        body, until = cache.get(key) or (None, now + KEPT_SECONDS)
        if body is None:
            fresh = view(request, *args, **kwargs)
            if fresh.status_code != 200:
                return fresh
            body = fresh.content
            cache.set(key, (body, until), KEPT_SECONDS)
        response = HttpResponse(body)
        if not request.COOKIES:
            left = min(max(0, int(until - now)), KEPT_SECONDS)
            response.headers["Cache-Control"] = f"public, max-age={left}"
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return kept
