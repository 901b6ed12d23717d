"""The site with a fault built in: it keeps a mark of each visitor. For the sabotage twins only."""

import os
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commonbeat.config.settings import VAR
from tests.hostile.faulty_settings import *  # noqa: F403
from tests.hostile.faulty_settings import MIDDLEWARE as SOUND


class KeepsAMark:
    """Writes the visitor's browser to where ``CANARY_LEAK`` says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        mark = request.headers.get("User-Agent", "")
        where = os.environ.get("CANARY_LEAK")
        if where == "receipt":
            print(request.POST.get("receipt", ""), file=sys.stderr, flush=True)
        elif where == "log":
            print(mark, file=sys.stderr, flush=True)
        elif where == "file":
            (VAR / "visitors.txt").open("a").write(mark)
        elif where == "row" and response.status_code == 200:
            from django.utils import timezone

            from commonbeat.core.live import publish

            publish(topic="leak", kind="leak", data={"agent": mark}, now=timezone.now())
        return response


MIDDLEWARE = [*SOUND, "tests.hostile.leaky_settings.KeepsAMark"]
