"""The site with a page that falls over, and whose fault quotes all that its visitor carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commonbeat.config.settings import *  # noqa: F403
from commonbeat.config.settings import MIDDLEWARE as SOUND


class FallsOver:
    """Raises an error that holds every header, wherever an address asks for a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "fault" in request.GET:
            raise RuntimeError(f"{request.GET} {request.headers} {request.COOKIES}")
        return self.get_response(request)


MIDDLEWARE = [*SOUND, "tests.hostile.faulty_settings.FallsOver"]
