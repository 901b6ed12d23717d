"""Files of what was handed over: asking for one, agreeing to it, and taking it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.casework import actions, presenters, queries
from commonbeat.casework.forms import RecordsFileForm
from commonbeat.casework.models import RecordsFile
from commonbeat.casework.permissions import RECORDS_TAKERS
from commonbeat.casework.rules import MOST_ALONE, RecordsFileState
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError


@roles(*RECORDS_TAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def records_files(request: MemberRequest) -> HttpResponse:
    """Show the files that are asked for, and take a wish for one."""
    now = clock.now()
    form = RecordsFileForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, form, now=now)
    if not form.is_valid():
        return _page(request, form, now=now, status=422)
    try:
        wish = actions.ask_for_file(
            realm_id=request.realm_id, user=request.user, now=now, **form.cleaned_data
        )
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return _page(request, form, now=now, status=422)
    if wish.standing is RecordsFileState.ASKED:
        said = _("It is large. Another supervisor must agree within a day.")
    else:
        said = _("It is ready. You can take it once, within a day.")
    messages.success(request, said)
    return redirect("casework:records_files")


@roles(*RECORDS_TAKERS)
@require_POST
@fresh
def answer_records_file(request: MemberRequest, key: str) -> HttpResponse:
    """Agree or refuse as somebody who did not ask, after showing the passkey again."""
    wish = _found(request, key)
    agrees = request.POST.get("answer") == "yes"
    try:
        actions.answer_file(wish=wish, agrees=agrees, user=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        said = _("They can take the file now.") if agrees else _("You refused. Nobody takes it.")
        messages.success(request, said)
    return redirect("casework:records_files")


@roles(*RECORDS_TAKERS)
@require_POST
@fresh
def take_records_file(request: MemberRequest, key: str) -> HttpResponse:
    """Give the file to whoever asked for it, once, after showing the passkey again."""
    wish = _found(request, key)
    try:
        text = actions.take_file(wish=wish, user=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
        return redirect("casework:records_files")
    # The mark in front has spreadsheets read it as UTF-8.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    name = f"handed-over-{wish.first_day:%Y%m%d}-{wish.last_day:%Y%m%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(request: MemberRequest, key: str) -> RecordsFile:
    found = queries.records_file_by_key(key, realm_id=request.realm_id, reader=request.user)
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest, form: RecordsFileForm, *, now: datetime, status: int = 200
) -> HttpResponse:
    wishes = queries.records_files(realm_id=request.realm_id, user=request.user, now=now)
    context = {
        "form": form,
        "files": presenters.file_views(wishes, user=request.user, now=now),
        "most_alone": MOST_ALONE,
        "wrong": status >= 400,
    }
    return render(request, "staff/records_files.html", context, status=status)
