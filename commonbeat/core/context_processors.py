"""What every template may ask of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the names of the town and the force, and what the request says without a look-up.

    ``has_session`` tells whether the browser carries a session cookie; nobody is looked up.
    """
    return {
        "town_name": settings.TOWN_NAME,
        "force_name": settings.FORCE_NAME,
        "is_demo": settings.DEMO,
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
