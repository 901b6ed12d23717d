"""Where providers hand over e-mail and text messages: signed, fresh, and each once."""

import json
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.http import Request
from commonbeat.reports.actions.arrivals import (
    Arrival,
    NothingSaid,
    Taken,
    take_letter,
    take_text,
)
from commonbeat.reports.rules.letters import LARGEST_LETTER, Unreadable, read_letter
from commonbeat.reports.rules.signed import is_from_twilio, is_genuine

_LARGEST_TEXT = 65_536
_LONGEST_NUMBER = 40
_LONGEST_ID = 200


@public
@csrf_exempt
@require_POST
def email(request: Request) -> HttpResponse:
    """Take one e-mail as it came off the wire (the whole body), signed by whoever carries it."""
    now = clock.now()
    raw = _signed_body(request, settings.INBOUND_EMAIL_SECRET, LARGEST_LETTER, now=now)
    if isinstance(raw, HttpResponse):
        return raw
    try:
        arrival = take_letter(letter=read_letter(raw), raw=raw, realm_id=request.realm_id, now=now)
    except (Unreadable, NothingSaid):
        return _refused("no words or no sender")
    return JsonResponse({"taken": arrival.taken.value})


@public
@csrf_exempt
@require_POST
def text(request: Request) -> HttpResponse:
    """Take one text message as JSON: ``id``, ``from``, ``text``; ``reply`` is to be sent back."""
    now = clock.now()
    raw = _signed_body(request, settings.INBOUND_TEXT_SECRET, _LARGEST_TEXT, now=now)
    if isinstance(raw, HttpResponse):
        return raw
    try:
        told = json.loads(raw)
        once, sender, words = (str(told[name]) for name in ("id", "from", "text"))
    except (ValueError, KeyError, TypeError, RecursionError):
        return _refused("not the fields that are documented")
    arrival = _text_arrival(request, once, sender, words, now=now)
    if arrival is None:
        return _refused("no words or no sender")
    return JsonResponse({"taken": arrival.taken.value, "reply": _reply(arrival)})


@public
@csrf_exempt
@require_POST
def twilio(request: Request) -> HttpResponse:
    """Take one text message as Twilio posts it, and answer it in the same breath."""
    token = settings.TWILIO_AUTH_TOKEN
    if not token:
        raise Http404
    if _declared(request) > _LARGEST_TEXT:
        return HttpResponse(status=413)
    genuine = is_from_twilio(
        token,
        url=settings.BASE_URL + reverse("reports:inbound_twilio"),
        fields=dict(request.POST.lists()),
        given=request.headers.get("X-Twilio-Signature", ""),
    )
    if not genuine:
        raise PermissionDenied
    said = request.POST
    once, sender, words = (said.get(name, "") for name in ("MessageSid", "From", "Body"))
    arrival = _text_arrival(request, once, sender, words, now=clock.now())
    reply = _("In danger? Call 999. We got no words from you. Write what happened.")
    answer = escape(reply if arrival is None else _reply(arrival))
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?><Response><Message>{answer}</Message></Response>',
        content_type="text/xml; charset=utf-8",
    )


def _text_arrival(
    request: Request, once: str, sender: str, words: str, *, now: datetime
) -> Arrival | None:
    """Return what became of a text message, or nothing where it cannot be one."""
    sender = "".join(sender.split())
    is_number = sender.removeprefix("+").isdecimal() and len(sender) <= _LONGEST_NUMBER
    if not is_number or not 0 < len(once) <= _LONGEST_ID:
        return None
    try:
        return take_text(sender=sender, text=words, once=once, realm_id=request.realm_id, now=now)
    except NothingSaid:
        return None


def _reply(arrival: Arrival) -> str:
    """Return the one message that a sender gets: danger first, then how to come back."""
    if arrival.taken is Taken.ADDED:
        return _("In danger? Call 999. We added this to your report.")
    url = settings.BASE_URL + reverse("reports:receipt")
    said = _("In danger? Call 999. We have your report. Read our answer at %(url)s with %(code)s")
    return said % {"url": url, "code": arrival.receipt}


def _refused(why: str) -> JsonResponse:
    return JsonResponse({"taken": "no", "why": why}, status=422)


def _declared(request: Request) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if str(length).isdecimal() else 0


def _signed_body(
    request: Request, secret: str, limit: int, *, now: datetime
) -> bytes | HttpResponse:
    """Return the body if it is signed; a page that is not set up is not there."""
    if not secret:
        raise Http404
    if _declared(request) > limit:
        return HttpResponse(status=413)
    raw = request.read(limit + 1)
    if len(raw) > limit:
        return HttpResponse(status=413)
    genuine = is_genuine(
        secret,
        timestamp=request.headers.get("X-Commonbeat-Timestamp", ""),
        given=request.headers.get("X-Commonbeat-Signature", ""),
        body=raw,
        now=now,
    )
    if not genuine:
        raise PermissionDenied
    return raw
