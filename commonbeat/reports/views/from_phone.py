"""The door for reports that were written on a phone without a signal."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonbeat.core import clock, shell
from commonbeat.core.access import public
from commonbeat.core.callers import caller_of
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.http import Request
from commonbeat.reports.actions import (
    Effort,
    EvidenceRefused,
    FaultyIntake,
    TakesNoFiles,
    admit_sender,
    owner_by_receipt,
    submit_report,
)
from commonbeat.reports.forms import Draft
from commonbeat.reports.forms.pages import FORMS
from commonbeat.reports.queries import exhibits_of_receipt, report_by_receipt
from commonbeat.reports.rules import EntryDoor, Identity, clean_receipt, hour_band
from commonbeat.reports.rules.evidence import EvidenceFault
from commonbeat.reports.rules.steps import Step
from commonbeat.reports.views.evidence_step import take_uploads

# A report may wait on a phone for a long journey; what is older says when it was by itself.
_OLDEST_WAIT = timedelta(days=60)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def from_phone(request: Request) -> HttpResponse:
    """Give the token that a post needs; take a photograph or a report that waited on a phone.

    Answers ``{"kept": true}`` once it is safe, and the same again for the same receipt. 422 holds
    a ``sentence`` for the person; 409 says that a photograph must be sent anew; 429 holds a
    ``ticket`` to bring when its time has come; anything else means that it has to wait.
    """
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    receipt = clean_receipt(request.POST.get("receipt", ""))
    if receipt is None:
        return _refused(_("This report has no receipt of ours. Please write it again."))
    with override(shell.chosen_language(request) or get_language()):
        if request.FILES:
            return _file(request, receipt, now=clock.now())
        return _report(request, receipt, now=clock.now())


def _file(request: Request, receipt: str, *, now: datetime) -> HttpResponse:
    try:
        kept = take_uploads(
            request,
            lambda: owner_by_receipt(receipt, rung=Identity.ANONYMOUS, realm_id=request.realm_id),
            now=now,
        )
        if not kept:
            # A file under a name that is not ours is no file of ours.
            raise EvidenceRefused(EvidenceFault.EMPTY)
    except EvidenceRefused as refusal:
        if refusal.fault is EvidenceFault.BUSY:
            return JsonResponse({}, status=503, headers={"Retry-After": "30"})
        return _refused(str(refusal), Step.EVIDENCE)
    except TakesNoFiles as refusal:
        return _refused(str(refusal), Step.EVIDENCE)
    return JsonResponse({"kept": True, "photo": kept[0].key})


def _report(request: Request, receipt: str, *, now: datetime) -> HttpResponse:
    if report_by_receipt(receipt) is not None:
        return JsonResponse({"kept": True})
    draft = Draft.from_post(request.POST, knows_account=False)
    said_at = _said_at(request.POST.get("said_at", ""), now=now)
    if gap := _gap(draft, said_at):
        return gap
    if set(request.POST.getlist("photo")) - {file.key for file in exhibits_of_receipt(receipt)}:
        return JsonResponse({}, status=409)
    admission = admit_sender(
        Effort.from_post(request.POST),
        receipt=receipt,
        caller=caller_of(request.META.get("REMOTE_ADDR", "")),
        now=now,
    )
    if not admission.is_open:
        later = {"Retry-After": str(admission.seconds)}
        return JsonResponse({"ticket": admission.ticket}, status=429, headers=later)
    told = draft.intake(said_at, language=get_language() or settings.LANGUAGE_CODE)
    intake = replace(told, door=EntryDoor.PHONE)
    try:
        submit_report(intake=intake, realm_id=request.realm_id, reporter=None, now=now)
    except FaultyIntake as fault:
        return _refused(str(fault))
    except CommonbeatError as error:
        return _refused(str(error), Step.WHERE)
    return JsonResponse({"kept": True})


def _said_at(text: str, *, now: datetime) -> datetime:
    """Return the hour in which it was written, which is what "just now" and "today" mean."""
    try:
        said = parse_datetime(text)
    except ValueError:
        said = None
    if said is None or timezone.is_naive(said) or not now - _OLDEST_WAIT <= said <= now:
        return now
    return hour_band(said)


def _gap(draft: Draft, said_at: datetime) -> HttpResponse | None:
    """Say what is missing; whether danger came back was asked when it was written, not now."""
    for page in draft.order(said_at):
        question = draft.question(page)
        if page == Step.AGAIN or (page not in FORMS and not question):
            continue
        form = draft.form(page, said_at)
        if not form.is_valid():
            _name, errors = next(iter(form.errors.items()))
            return _refused(str(errors[0]), "first" if question else page)
        if form.says_danger:
            return _refused(_("You said that someone is in danger. Call 999 now."), page)
    return None


def _refused(sentence: str, page: str = "") -> HttpResponse:
    return JsonResponse({"sentence": sentence, "page": str(page)}, status=422)
