"""The answers that supervisors keep ready, with a preview, and the totals of advice."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import AnswerForm, begun_answer
from commonbeat.casework.models import AnswerTemplate
from commonbeat.casework.permissions import ANSWER_KEEPERS
from commonbeat.casework.presenters import answer_row, month_view, previews
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict


@roles(*ANSWER_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: MemberRequest) -> HttpResponse:
    """List the answers and how often advice was given; a POST adds those that came with us."""
    now = clock.now()
    if request.method == "POST":
        added = actions.add_starter_answers(user=request.user, realm_id=request.realm_id, now=now)
        messages.success(
            request,
            _("The answers are there. Read each before you rely on it.")
            if added
            else _("There are answers already. Nothing was added."),
        )
        return redirect("casework:answers")
    rows = queries.kept_answers(realm_id=request.realm_id)
    context = {
        "rows": [answer_row(row, now=now) for row in rows],
        "months": [month_view(m) for m in queries.advice_months(realm_id=request.realm_id)],
        "fewest": queries.FEWEST_WRITERS,
    }
    return render(request, "staff/answers.html", context)


@roles(*ANSWER_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_new(request: MemberRequest) -> HttpResponse:
    """Write a new answer; it is looked at before it is kept."""
    return _edit(request, None)


@roles(*ANSWER_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, key: str) -> HttpResponse:
    """Change an answer, which makes a new version, or offer it no more."""
    found = queries.answer_by_key(realm_id=request.realm_id, key=key)
    if found is None:
        raise Http404
    if request.POST.get("go") == "withdraw":
        return _withdraw(request, found)
    return _edit(request, found)


def _edit(request: MemberRequest, before: AnswerTemplate | None) -> HttpResponse:
    now = clock.now()
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial=begun_answer(before, now=now) if before else None,
    )
    context: dict[str, Any] = {
        "form": form,
        "answer": before,
        "row": before and answer_row(before, now=now),
    }
    newest = queries.newest_of(before) if before else None
    if newest != before:
        context["newest"] = newest
    if not form.is_bound:
        return render(request, "staff/answer.html", context)
    if not form.is_valid():
        return render(request, "staff/answer.html", context, status=422)
    given = form.given()
    if request.POST.get("go") == "preview":
        context["previews"] = previews(dict(given.words), given.purpose, now=now)
        return render(request, "staff/answer.html", context)
    try:
        actions.keep_answer(
            given=given, before=before, user=request.user, realm_id=request.realm_id, now=now
        )
    except CommonbeatError as error:
        form.add_error(None, str(error))
        if before is not None:
            context["newest"] = queries.newest_of(before)
        status = 409 if isinstance(error, Conflict) else 422
        return render(request, "staff/answer.html", context, status=status)
    messages.success(request, _("The answer is kept."))
    return redirect("casework:answers")


def _withdraw(request: MemberRequest, found: AnswerTemplate) -> HttpResponse:
    try:
        actions.withdraw_answer(answer=found, user=request.user, now=clock.now())
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("casework:answer", key=queries.newest_of(found).key)
    messages.success(
        request, _("It is offered no more. Whoever writes with it now keeps their words.")
    )
    return redirect("casework:answers")
