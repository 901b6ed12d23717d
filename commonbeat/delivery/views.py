"""The page that stops messages, and the mail of a demonstration."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.delivery import actions, queries
from commonbeat.delivery.channels.email import caught


# The token is the secret; a mail program that posts for its reader has no other (RFC 8058).
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop every alert to an address, and stop them."""
    endpoint = queries.endpoint_by_stop_token(token)
    if endpoint is None:
        raise Http404
    if request.method == "POST":
        actions.stop(endpoint=endpoint, now=clock.now())
    return render(request, "delivery/stop.html", {"is_stopped": endpoint.stopped_at is not None})


@public
@require_GET
def caught_mail(request: HttpRequest) -> HttpResponse:
    """List the mail that a demonstration caught."""
    _only_in_demonstrations()
    return render(request, "delivery/caught_mail.html", {"letters": caught.caught()})


@public
@require_GET
def caught_letter(request: HttpRequest, name: str) -> HttpResponse:
    """Show one caught mail, its links ready to be followed."""
    _only_in_demonstrations()
    letter = caught.caught_by_name(name)
    if letter is None:
        raise Http404
    return render(request, "delivery/caught_letter.html", {"letter": letter})


def _only_in_demonstrations() -> None:
    if not settings.DEMO:
        raise Http404
