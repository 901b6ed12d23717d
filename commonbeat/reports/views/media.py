"""Files, to the holder of the receipt and to the police; and the stream of a thread."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from commonbeat.accounts.models import Role
from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock, live
from commonbeat.core.access import public
from commonbeat.core.sealed_files import RECORD_BYTES, DamagedFile
from commonbeat.reports.actions import EvidenceRefused, note_taken, owner_of_more
from commonbeat.reports.forms import TakeForm
from commonbeat.reports.models import SealedCopy
from commonbeat.reports.permissions import can_release, can_take_original
from commonbeat.reports.queries import (
    ADDRESS_LIFE,
    copy_in_address,
    my_copy,
    opened_copy,
    report_by_key,
    signed_address,
    staff_copy,
    staff_copy_of,
    staff_copy_to_look_at,
    was_seen,
)
from commonbeat.reports.queries.releases import release_of, released_copy
from commonbeat.reports.rules.byte_ranges import part_of
from commonbeat.reports.rules.evidence import CopyRole, CustodyEvent, ExhibitKind, look_at
from commonbeat.reports.views import pass_cookie
from commonbeat.reports.views.evidence_step import take_uploads

# Nothing in a file may do anything, whatever a browser takes it for.
_CAGE = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'none'"
_MADE_TO_BE_SEEN = {CopyRole.THUMBNAIL.value, CopyRole.VIEW.value, CopyRole.PLAYABLE.value}
_READERS = (
    Role.TRIAGE_OPERATOR,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.INTELLIGENCE_OFFICER,
)


@public
@require_safe
def my_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give a file back to the holder of the receipt."""
    shown = pass_cookie.read(request, now=clock.now())
    copy = my_copy(key=key, report_key=shown.report_key) if shown else None
    if copy is None:
        raise Http404
    return _file(copy)


@public
@require_POST
def add_files(request: HttpRequest) -> HttpResponse:
    """Take more files from the holder of the receipt, and show the thread again."""
    now = clock.now()
    shown = pass_cookie.read(request, now=now)
    report = report_by_key(shown.report_key) if shown else None
    if report is None or not report.takes_more:
        return redirect("reports:receipt")
    if not report.takes_files:
        return redirect("reports:thread")
    fault = ""
    try:
        take_uploads(request, lambda: owner_of_more(report), now=now)
    except EvidenceRefused as refusal:
        fault = f"?file={refusal.fault.value}"
    response = redirect(f"{reverse('reports:thread')}{fault}#files")
    pass_cookie.give(response, report, now=now)
    return response


@roles(*_READERS)
@require_safe
def staff_file(request: MemberRequest, token: str) -> HttpResponseBase:
    """Show a copy to the one for whom the address was made, for five minutes.

    Small pictures are written down by the page that holds them, everything else here.
    """
    now = clock.now()
    key = copy_in_address(token, user=request.user, now=now)
    copy = staff_copy(key=key, realm_id=request.realm_id, reader=request.user) if key else None
    if copy is None or copy.role == CopyRole.ORIGINAL.value:
        raise Http404
    response = _file(copy, part=request.headers.get("Range", ""))
    # A player asks for a film part by part: that is one look.
    since = now - ADDRESS_LIFE
    small = copy.role == CopyRole.THUMBNAIL.value
    if not small and not was_seen(copy=copy, actor_id=request.user.actor.id, since=since):
        note_taken(
            copy=copy,
            event=look_at(CopyRole(copy.role)),
            actor=request.user.actor,
            reason=_("Opened with the report"),
            now=now,
        )
    return response


@roles(*_READERS)
@require_POST
def take_out(request: MemberRequest, key: str) -> HttpResponseBase:
    """Lead to the clean copy of a file, or hand a copy out to somebody who says why."""
    now = clock.now()
    form = TakeForm(request.POST)
    what = form.data.get("what", "")
    original = what == "original"
    if original and not can_take_original(request.user):
        raise Http404
    mine: Any = {"key": key, "realm_id": request.realm_id, "reader": request.user}
    role = CopyRole.ORIGINAL if original else CopyRole.CLEAN
    look = what == "look"
    copy = staff_copy_to_look_at(**mine) if look else staff_copy_of(**mine, role=role)
    if copy is None:
        raise Http404
    if look:
        return redirect(signed_address(copy, user=request.user, now=now))
    if not form.is_valid():
        return _why_missing()
    response = _file(copy, attached=True)
    note_taken(
        copy=copy,
        event=CustodyEvent.ORIGINAL_TAKEN if original else CustodyEvent.DOWNLOADED,
        actor=request.user.actor,
        reason=form.cleaned_data["reason"],
        now=now,
    )
    return response


@roles(*_READERS)
@require_POST
def take_released(request: MemberRequest, key: str) -> HttpResponseBase:
    """Lead to a copy for release, or hand it out to somebody who may release and says why."""
    now = clock.now()
    release = release_of(key=key, realm_id=request.realm_id, reader=request.user)
    copy = released_copy(release) if release else None
    if copy is None:
        raise Http404
    form = TakeForm(request.POST)
    if form.data.get("what") == "look":
        return redirect(signed_address(copy, user=request.user, now=now))
    if not can_release(request.user):
        raise Http404
    if not form.is_valid():
        return _why_missing()
    response = _file(copy, attached=True)
    note_taken(
        copy=copy,
        event=CustodyEvent.RELEASE_TAKEN,
        actor=request.user.actor,
        reason=form.cleaned_data["reason"],
        now=now,
    )
    return response


def _why_missing() -> HttpResponse:
    return HttpResponse(
        _("Go back and say why you need it."), status=422, content_type="text/plain"
    )


def _file(copy: SealedCopy, *, attached: bool = False, part: str = "") -> HttpResponseBase:
    inline = not attached and (
        copy.exhibit.kind == ExhibitKind.PHOTO.value or copy.role in _MADE_TO_BE_SEEN
    )
    wanted = part_of(part, size=copy.size)
    start, end = wanted or (0, copy.size)
    pieces = _pieces(copy, start, end)
    try:
        # The first piece opens the file: one that is gone or damaged has no answer at all.
        first = next(pieces)
    except (OSError, DamagedFile) as error:
        raise Http404 from error
    headers = {
        "Content-Disposition": (
            f'{"inline" if inline else "attachment"}; filename="{copy.download_name}"'
        ),
        "Content-Length": str(end - start),
        "Content-Security-Policy": _CAGE,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{copy.size}"
    return StreamingHttpResponse(
        _from(first, pieces),
        status=206 if wanted else 200,
        content_type=copy.media_type,
        headers=headers,
    )


def _pieces(copy: SealedCopy, start: int, end: int) -> Iterator[bytes]:
    with opened_copy(copy) as reader:
        reader.seek(start)
        yield reader.read(min(RECORD_BYTES, end - start))
        while piece := reader.read(min(RECORD_BYTES, end - reader.tell())):
            yield piece


def _from(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


@public
@require_GET
def live_receipt(request: HttpRequest) -> HttpResponse:
    """Tell an open thread that something happened in it."""
    shown = pass_cookie.read(request, now=clock.now(), name=pass_cookie.LIVE)
    if shown is None:
        return HttpResponse(status=403)
    return live.stream(
        request,
        [f"report:{shown.report_key}"],
        still_allowed=lambda: shown.is_valid(clock.now()),
    )
