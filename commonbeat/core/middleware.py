"""What every response carries, and what a person sees when the database is away."""

from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonbeat.core.models import LIVE_REALM_ID

type Responder = Callable[[HttpRequest], HttpResponse]

logger = structlog.get_logger("commonbeat")

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), "
    "magnetometer=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class SafeResponseMiddleware:
    """Adds the headers that Django does not, and keeps personal pages out of every cache."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noarchive")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class AddressMiddleware:
    """Refuses an address that holds a NUL: nobody types one, and PostgreSQL stores none.

    What is sent in a body is judged by its form, beside its field.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A NUL in the address")
        return self.get_response(request)


class UnavailableMiddleware:
    """Turns a database that is locked or gone into a 503 that says what to do."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for database errors only; everything else stays a fault of ours."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        # The type alone: a database error may quote a row.
        logger.error("database_unavailable", error=type(exception).__name__)
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "10"
        return response


class RealmMiddleware:
    """Says which realm a request works in: the live one, until an exercise is entered."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.realm_id = LIVE_REALM_ID  # type: ignore[attr-defined]
        return self.get_response(request)
