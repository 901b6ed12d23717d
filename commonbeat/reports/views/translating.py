"""The buttons that ask for a translation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.actions.translating import (
    NoService,
    translate_for_police,
    translate_for_reporter,
)
from commonbeat.reports.models import Status
from commonbeat.reports.permissions import REPORT_TAKERS
from commonbeat.reports.queries import report_by_key, report_by_reference
from commonbeat.reports.views import pass_cookie


@roles(*REPORT_TAKERS)
@require_POST
def translate_case(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask for what a reporter wrote in the reader's language."""
    report = report_by_reference(
        realm_id=request.realm_id, reference=reference, reader=request.user
    )
    if report is None or report.state is Status.ERASED:
        raise Http404
    try:
        translate_for_police(
            report=report,
            user=request.user,
            language=get_language() or "en",
            may_leave=bool(request.POST.get("may_leave")),
            now=clock.now(),
        )
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The words are on their way to the translation service."))
    return redirect("casework:report", reference=report.reference)


@public
@require_POST
def translate_answers(request: HttpRequest) -> HttpResponse:
    """Ask for what the police wrote in the reader's language, for the holder of the receipt."""
    now = clock.now()
    shown = pass_cookie.read(request, now=now)
    report = report_by_key(shown.report_key) if shown else None
    if report is None:
        return redirect("reports:receipt")
    try:
        translate_for_reporter(report=report, language=get_language() or "en", now=now)
    except NoService as error:
        raise Http404 from error
    response = redirect("reports:thread")
    response.status_code = 303
    pass_cookie.give(response, report, now=now)
    return response
