"""The report, one question a page, at one address; what was typed travels in the page."""

from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.models import User
from commonbeat.core import clock, shell
from commonbeat.core.access import public
from commonbeat.core.callers import caller_of
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.http import Request
from commonbeat.reports.actions import (
    Admission,
    Effort,
    FaultyIntake,
    Submission,
    admit_sender,
    submit_report,
)
from commonbeat.reports.forms import Draft
from commonbeat.reports.queries import forget_receivers, report_by_receipt
from commonbeat.reports.rules.steps import Step
from commonbeat.reports.views import evidence_step, pages, pass_cookie, sent

_GONE = (OperationalError, InterfaceError)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    """Ask the next question, or take the report in; one POST may also carry all of it."""
    now = clock.now()
    if request.method != "POST":
        return pages.first(request, now=now)
    account = signed_in_person(request)
    draft = Draft.from_post(request.POST, knows_account=account is not None)
    if chosen := shell.chosen_language(request):
        with override(chosen):
            again = _say_again(request, draft, account, now=now)
        return shell.remember_language(again, chosen)
    step = _page(draft, request.POST.get("step", "")) or Step.EMERGENCY
    if refusal := evidence_step.take(request, draft, now=now):
        return pages.show(request, draft, Step.EVIDENCE, now=now, form=refusal, account=account)
    go = request.POST.get("go", "")
    if go == "send":
        return _send(request, draft, account, now=now)
    if wanted := Step.EVIDENCE if go.startswith(evidence_step.REMOVE) else _page(draft, go):
        return pages.show(request, draft, wanted, now=now, account=account)
    if go in pages.HELPERS:
        return pages.show(request, draft, pages.HELPERS[go], now=now, account=account, helper=go)
    if "map" in request.POST:
        return pages.show(request, draft, Step.WHERE, now=now, account=account, helper="map")
    return _go_on(request, draft, step, account, now=now)


def _say_again(
    request: Request, draft: Draft, account: User | None, *, now: datetime
) -> HttpResponse:
    """Show the same page in the language of the moment, with all that was typed and no verdict."""
    if request.POST.get("go") == "sent":
        report = report_by_receipt(draft.receipt)
        return (
            sent.before(request, report, draft.receipt, now=now)
            if report
            else pages.first(request, now=now)
        )
    if refusal := evidence_step.take(request, draft, now=now):
        return pages.show(request, draft, Step.EVIDENCE, now=now, form=refusal, account=account)
    step = _page(draft, request.POST.get("step", "")) or Step.EMERGENCY
    return pages.show(request, draft, step, now=now, account=account)


@public
@csrf_exempt
@require_POST
def begin(request: Request) -> HttpResponse:
    """Show the first question with what was picked on the home page already in the page.

    It reads no account and changes nothing but for a photograph to start with, kept for a day under
    a receipt that nobody else knows, so it asks for no token: the home page has none, and can be
    kept by every cache.
    """
    now = clock.now()
    draft = Draft.from_post(request.POST, knows_account=False)
    # The page that leads here has no receipt: one that comes from elsewhere opens nothing.
    draft.receipt = Draft.new().receipt
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    if is_ours and (refusal := evidence_step.take(request, draft, now=now)):
        return pages.show(request, draft, Step.EVIDENCE, now=now, form=refusal)
    return pages.show(request, draft, Step.EMERGENCY, now=now)


def _page(draft: Draft, name: str) -> str:
    """Return a page of this report by its name, or nothing."""
    return name if name in draft.every_page() else ""


def signed_in_person(request: HttpRequest) -> User | None:
    """Return who is signed in; nobody is looked up unless the browser brings a session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


def _go_on(
    request: Request, draft: Draft, step: str, account: User | None, *, now: datetime
) -> HttpResponse:
    """Judge the answer of one page, and show the page after it."""
    if step in {Step.CHECK, Step.RECEIPT}:
        return pages.show(request, draft, Step.RECEIPT, now=now, account=account)
    if step != Step.DOOR:
        form = draft.form(step, now)
        if not form.is_valid():
            return pages.show(request, draft, step, now=now, form=form, account=account)
        if form.says_danger:
            return pages.call_now(request, draft)
    if step == Step.WHERE and pages.should_offer(request, draft):
        return pages.show(request, draft, step, now=now, account=account, helper="find")
    following = draft.following(step, now)
    if request.POST.get("returning") and not _must_be_asked(draft, following, now):
        following = Step.CHECK
    return pages.show(request, draft, following, now=now, account=account)


def _must_be_asked(draft: Draft, page: str, now: datetime) -> bool:
    """Say whether a change of mind brought up a page that nobody may skip."""
    if page in {Step.AGAIN, Step.DOOR}:
        return True
    question = draft.question(page)
    return question is not None and question.first and not draft.form(page, now).is_valid()


def _send(request: Request, draft: Draft, account: User | None, *, now: datetime) -> HttpResponse:
    """Take the report in; whatever stands in the way, the page keeps everything typed."""
    if gap := draft.first_gap(now):
        step, form = gap
        if form.is_valid() and form.says_danger:
            return pages.call_now(request, draft)
        return pages.show(request, draft, step, now=now, form=form, account=account)
    admission = admit_sender(
        Effort.from_post(request.POST),
        receipt=draft.receipt,
        caller=caller_of(request.META.get("REMOTE_ADDR", "")),
        now=now,
    )
    if not admission.is_open:
        return _wait(request, draft, admission, account, now=now)
    intake = draft.intake(now, language=get_language() or settings.LANGUAGE_CODE)
    try:
        submission = submit_report(
            intake=intake, realm_id=request.realm_id, reporter=account, now=now
        )
    except FaultyIntake as fault:
        if "destination" in fault.faults:
            # Whom they chose takes no more reports since a moment ago: they choose again.
            forget_receivers()
            form = draft.new_form(Step.DESTINATION, now)
            return pages.show(request, draft, Step.DESTINATION, now=now, form=form, account=account)
        return pages.show(request, draft, Step.CHECK, now=now, account=account, status=422)
    except CommonbeatError as error:
        form = draft.form(Step.WHERE, now)
        form.add_error("place", str(error))
        return pages.show(request, draft, Step.WHERE, now=now, form=form, account=account)
    except _GONE:
        return pages.not_sent(request, draft, now=now, account=account)
    return _confirm(request, draft, submission, now=now)


def _wait(
    request: Request,
    draft: Draft,
    admission: Admission,
    account: User | None,
    *,
    now: datetime,
) -> HttpResponse:
    """Say in how many seconds we take the report, on the same page with everything still in it."""
    response = pages.show(
        request, draft, Step.RECEIPT, now=now, account=account, status=429, admission=admission
    )
    response.headers["Retry-After"] = str(admission.seconds)
    return response


def _confirm(
    request: Request, draft: Draft, submission: Submission, *, now: datetime
) -> HttpResponse:
    if submission.created:
        response = sent.just_now(request, submission.report, draft.receipt, now=now)
    else:
        response = sent.before(request, submission.report, draft.receipt, now=now)
    pass_cookie.give(response, submission.report, now=now)
    return response
