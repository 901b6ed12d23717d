"""Photographs, to the holder of the receipt and to the police; and the stream of a thread."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonbeat.accounts.models import Role
from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.audit.actions import record
from commonbeat.core import clock, live
from commonbeat.core.access import public
from commonbeat.core.crypto import InvalidToken
from commonbeat.reports.models import Photo
from commonbeat.reports.queries import DamagedPhoto, photo_bytes
from commonbeat.reports.views import pass_cookie

# Nothing in a picture may do anything, whatever a browser takes it for.
_CAGE = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'"


@public
@require_safe
def my_photo(request: HttpRequest, key: str) -> HttpResponse:
    """Give a photograph back to the holder of the receipt."""
    shown = pass_cookie.read(request, now=clock.now())
    if shown is None:
        raise Http404
    photo = Photo.objects.filter(key=key, report__key=shown.report_key).first()
    return _picture(photo)


@roles(Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER, Role.INTELLIGENCE_OFFICER)
@require_safe
def staff_photo(request: MemberRequest, key: str) -> HttpResponse:
    """Show a photograph to the police; each look is written down."""
    photo = (
        Photo.objects.filter(key=key, report__realm_id=request.realm_id)
        .select_related("report")
        .first()
    )
    response = _picture(photo)
    if photo is not None:
        with transaction.atomic():
            record(
                event="report.photo-seen",
                actor=request.user.actor,
                realm_id=request.realm_id,
                subject=f"report:{photo.report.key}",
                reason=_("Opened with the report"),
                details={"photo": photo.key, "sha256": photo.sha256},
                now=clock.now(),
            )
    return response


def _picture(photo: Photo | None) -> HttpResponse:
    if photo is None:
        raise Http404
    try:
        data = photo_bytes(photo)
    except (OSError, InvalidToken, DamagedPhoto) as error:
        raise Http404 from error
    return HttpResponse(
        data,
        content_type=photo.media_type,
        headers={
            "Content-Disposition": f'inline; filename="photo-{photo.key}.jpg"',
            "Content-Security-Policy": _CAGE,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@public
async def live_receipt(request: HttpRequest) -> HttpResponseBase:
    """Tell an open thread that something happened in it."""
    shown = pass_cookie.read(request, now=clock.now(), name=pass_cookie.LIVE)
    if shown is None:
        return HttpResponse(status=403)
    return live.stream(
        request,
        [f"report:{shown.report_key}"],
        still_allowed=lambda: shown.is_valid(clock.now()),
    )
