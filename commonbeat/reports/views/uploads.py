"""Files in pieces (tus 1.0.0): begun, asked about, continued and given up.

The receipt comes in a header of its own, which no form of another site can send: it says whose
file it is, and it makes the key of the pieces. It is in no address and in no log.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.http import Request
from commonbeat.reports.actions import (
    EvidenceRefused,
    Gone,
    OutOfPlace,
    Owner,
    TakesNoFiles,
    add_piece,
    begin_arrival,
    finish_arrival,
    owner_by_receipt,
    remove_exhibit,
)
from commonbeat.reports.models import Exhibit
from commonbeat.reports.queries import exhibit_of_receipt, report_by_receipt
from commonbeat.reports.rules import Identity, clean_receipt, tus
from commonbeat.reports.rules.evidence import LARGEST_FILE, PIECE_BYTES, EvidenceFault, ExhibitState
from commonbeat.reports.views.flow import signed_in_person

_STATUS = {EvidenceFault.TOO_BIG: 413, EvidenceFault.TOO_MANY: 409, EvidenceFault.NO_ROOM: 507}
_LIFE = timedelta(days=1)


@public
@csrf_exempt
@require_http_methods(["OPTIONS", "POST"])
def begin(request: Request) -> HttpResponse:
    """Say what is spoken here, or expect a file."""
    if request.method == "OPTIONS":
        return _answer(204)
    receipt = _receipt(request)
    size = tus.number(request.headers.get("Upload-Length", ""))
    if size is None:
        return _answer(400)
    now = clock.now()
    try:
        exhibit = begin_arrival(owner=_owner(request, receipt), size=size, now=now)
    except EvidenceRefused as refusal:
        return _answer(_STATUS.get(refusal.fault, 422), str(refusal))
    except TakesNoFiles as refusal:
        return _answer(422, str(refusal))
    response = _state(exhibit, 201)
    response["Location"] = reverse("reports:upload", kwargs={"key": exhibit.key})
    return response


@public
@csrf_exempt
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: Request, key: str) -> HttpResponse:
    """Say how much of a file is here, take its next piece, or forget it."""
    receipt = _receipt(request)
    exhibit = _exhibit(key, receipt)
    now = clock.now()
    if request.method == "DELETE":
        remove_exhibit(exhibit=exhibit, now=now)
        return _answer(204)
    if request.method == "PATCH":
        if request.headers.get("Content-Type") != tus.PIECE_TYPE:
            return _answer(415)
        offset = tus.number(request.headers.get("Upload-Offset", ""))
        if offset is None:
            return _answer(400)
        try:
            add_piece(exhibit=exhibit, receipt=receipt, offset=offset, data=_body(request))
        except OutOfPlace as error:
            return _answer(409, str(error))
        except EvidenceRefused as refusal:
            return _answer(_STATUS.get(refusal.fault, 422), str(refusal))
    # Also when asked: a server that died between the last piece and this left it undone.
    announced, here = exhibit.size, exhibit.arrived
    try:
        finish_arrival(exhibit=exhibit, receipt=receipt, now=now)
    except Gone as error:
        raise Http404 from error
    except EvidenceRefused as refusal:
        return _later(str(refusal), _STATUS.get(refusal.fault, 503))
    if exhibit.status is ExhibitState.ARRIVING and here == announced:
        # Somebody else is at it. Who is told now that all is here never asks again.
        return _later(_("We are still checking this file. Try again in a minute."), 503)
    return _state(exhibit, 204 if request.method == "PATCH" else 200, here, announced)


def _body(request: HttpRequest) -> Iterator[bytes]:
    """Yield what was sent, a piece at a time."""
    while part := request.read(PIECE_BYTES):
        yield part


def _receipt(request: HttpRequest) -> str:
    receipt = clean_receipt(request.headers.get("Commonbeat-Receipt", ""))
    if receipt is None:
        raise Http404
    return receipt


def _owner(request: Request, receipt: str) -> Owner:
    said = tus.metadata(request.headers.get("Upload-Metadata", "")).get("rung", "")
    known = said in set(Identity) and signed_in_person(request) is not None
    rung = Identity(said) if known else Identity.ANONYMOUS
    return owner_by_receipt(receipt, rung=rung, realm_id=request.realm_id)


def _exhibit(key: str, receipt: str) -> Exhibit:
    exhibit = exhibit_of_receipt(key=key, receipt=receipt)
    if exhibit is None:
        # Sent meanwhile: the rest of its files still arrive.
        report = report_by_receipt(receipt)
        exhibit = report.exhibits.filter(key=key).first() if report else None
    if exhibit is None:
        raise Http404
    return exhibit


def _state(exhibit: Exhibit, status: int, here: int = 0, announced: int = 0) -> HttpResponse:
    response = _answer(status)
    response["Upload-Offset"] = str(here)
    response["Upload-Length"] = str(announced or exhibit.size)
    response["Upload-Expires"] = http_date(_expires(exhibit).timestamp())
    return response


def _expires(exhibit: Exhibit) -> datetime:
    return exhibit.kept_at + _LIFE


def _later(words: str, status: int) -> HttpResponse:
    response = _answer(status, words)
    response["Retry-After"] = "30"
    return response


def _answer(status: int, words: str = "") -> HttpResponse:
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = tus.VERSION
    response["Tus-Version"] = tus.VERSION
    response["Tus-Extension"] = tus.EXTENSIONS
    response["Tus-Max-Size"] = str(LARGEST_FILE)
    return response
