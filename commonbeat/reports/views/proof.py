"""Proof that a report came in, the check of one, and a reminder to look at the answer."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.core import clock, signing
from commonbeat.core.access import public
from commonbeat.reports.forms import ProofForm
from commonbeat.reports.presenters import proof_rows, reminder_due_at, reminder_file, verdict_view
from commonbeat.reports.queries import check_proof, proof_of
from commonbeat.reports.rules.proof import write_proof
from commonbeat.reports.views import pass_cookie
from commonbeat.reports.views.opened import ask_again, opened_report


@public
@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """Show the holder of a receipt what we sign for, to print or to save."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    context = {"rows": proof_rows(proof_of(report).statement), "report": report}
    response = render(request, "reports/proof.html", context)
    pass_cookie.give(response, report, now=now)
    return response


@public
@require_safe
def proof_file(request: HttpRequest) -> HttpResponse:
    """Give the holder of a receipt the signed file; nothing of it is kept here."""
    report = opened_report(request, now=clock.now())
    if report is None:
        return ask_again(request)
    return _download(write_proof(proof_of(report)).encode(), "proof.json", "application/json")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Say of a proof whether it is genuine, changed or not ours; it is not kept."""
    if request.method != "POST":
        return render(request, "reports/proof_check.html", {"form": ProofForm()})
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "reports/proof_check.html", {"form": form}, status=422)
    found = verdict_view(*check_proof(form.handed_in))
    return render(request, "reports/proof_check.html", {"form": ProofForm(), "found": found})


@public
@require_safe
def proof_keys(request: HttpRequest) -> HttpResponse:
    """Publish every key whose signatures are ours, the one that signs now first."""
    keys = [
        {"id": key.id, "kind": "Ed25519", "raw": key.text, "pem": key.pem, "signs_now": number == 0}
        for number, key in enumerate(signing.public_keys())
    ]
    return JsonResponse({"keys": keys}, json_dumps_params={"indent": 2})


@public
@require_safe
def reminder(request: HttpRequest) -> HttpResponse:
    """Ask what a reminder in the calendar should say."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    if reminder_due_at(report, now=now) is None:
        return redirect("reports:thread")
    response = render(request, "reports/reminder.html", {"report": report})
    pass_cookie.give(response, report, now=now)
    return response


@public
@require_safe
def reminder_download(request: HttpRequest) -> HttpResponse:
    """Give the file for the calendar, made on the fly."""
    now = clock.now()
    report = opened_report(request, now=now)
    if report is None:
        return ask_again(request)
    due_at = reminder_due_at(report, now=now)
    if due_at is None:
        return redirect("reports:thread")
    discreet = request.GET.get("says") != "whole"
    data = reminder_file(due_at, discreet=discreet, now=now)
    return _download(data, "reminder.ics", "text/calendar; charset=utf-8")


def _download(data: bytes, name: str, media_type: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
