"""Question sets in the staff portal: look, change, try out, publish."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports import actions, queries
from commonbeat.reports.forms import (
    AskForm,
    QuestionForm,
    ReasonForm,
    SetForm,
    SetWordsForm,
)
from commonbeat.reports.models import QuestionSetVersion, Topic
from commonbeat.reports.permissions import QUESTION_EDITORS
from commonbeat.reports.presenters import preview_pages, set_line, set_view
from commonbeat.reports.queries import Edition
from commonbeat.reports.rules.question_words import with_words
from commonbeat.reports.rules.questions import MAIN_LANGUAGE, Question, QuestionSet

_OTHERS = [code for code, _name in settings.LANGUAGES if code != MAIN_LANGUAGE]


def _edition(name: str) -> Edition:
    if name not in set(Topic):
        raise Http404
    return queries.edition(Topic(name))


def _draft(name: str) -> QuestionSetVersion:
    draft = _edition(name).draft
    if draft is None:
        raise Http404
    return draft


@roles(*QUESTION_EDITORS)
@require_safe
def question_sets(request: MemberRequest) -> HttpResponse:
    """List what is asked about each kind of report."""
    lines = [set_line(edition, _OTHERS) for edition in queries.editions()]
    return render(request, "reports/staff/sets.html", {"lines": lines})


@roles(*QUESTION_EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def question_set(request: MemberRequest, topic: str) -> HttpResponse:
    """Show one set; begin, reorder, publish or throw away its draft."""
    edition = _edition(topic)
    form = ReasonForm(request.POST if request.POST.get("go") == "publish" else None)
    if request.method == "POST":
        done = _carry_out(request, edition, form)
        if done:
            return done
    view = set_view(edition, _OTHERS)
    status = 422 if form.errors else 200
    return render(request, "reports/staff/set.html", {"view": view, "form": form}, status=status)


def _carry_out(request: MemberRequest, edition: Edition, form: ReasonForm) -> HttpResponse | None:
    """Do what a button of the set's page says; return nothing when the page must say why not."""
    go, _sign, key = request.POST.get("go", "").partition(":")
    now, editor, draft = clock.now(), request.user, edition.draft
    if go == "publish" and not form.is_valid():
        return None
    try:
        if go == "begin":
            actions.begin_draft(topic=edition.topic, editor=editor, now=now)
        elif draft is None:
            messages.error(request, _("There is no draft any more."))
        elif go == "publish":
            reason = form.cleaned_data["reason"]
            actions.publish_draft(draft=draft, editor=editor, reason=reason, now=now)
            messages.success(request, _("From now on these questions are asked."))
        elif go == "discard":
            actions.discard_draft(draft=draft, editor=editor, now=now)
            messages.success(request, _("The draft is gone. What is asked stays as it is."))
        else:
            changed = _moved(draft.questions, go, key)
            actions.save_draft(draft=draft, questions=changed, editor=editor, now=now)
    except CommonbeatError as error:
        messages.error(request, str(error))
    return redirect("reports:question_set", topic=edition.topic.value)


def _moved(questions: QuestionSet, go: str, key: str) -> QuestionSet:
    """Return the set with one question moved or taken out."""
    order = list(questions.questions)
    here = next((n for n, question in enumerate(order) if question.key == key), None)
    if here is None:
        return questions
    question = order.pop(here)
    if go != "remove":
        order.insert(max(0, here - 1) if go == "up" else here + 1, question)
    return replace(questions, questions=tuple(order))


@roles(*QUESTION_EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: MemberRequest, topic: str, key: str) -> HttpResponse:
    """Change one question of a draft, or write a new one."""
    draft = _draft(topic)
    asked = list(draft.questions.questions)
    here = next((n for n, each in enumerate(asked) if each.key == key), len(asked))
    old = asked[here] if here < len(asked) else None
    if old is None and key != "new":
        raise Http404
    form = QuestionForm(request.POST or None, question=old, before=asked[:here])
    if request.method == "POST" and form.is_valid():
        made: Question = form.made()
        changed = (*asked[:here], made, *asked[here + 1 :])
        return _save(request, draft, replace(draft.questions, questions=changed))
    context = {"form": form, "draft": draft, "is_new": old is None}
    return _form_page(request, "reports/staff/question.html", context)


@roles(*QUESTION_EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def set_frame(request: MemberRequest, topic: str) -> HttpResponse:
    """Change the title, the advice and the door of a draft."""
    draft = _draft(topic)
    form = SetForm(request.POST or None, questions=draft.questions)
    if request.method == "POST" and form.is_valid():
        return _save(request, draft, form.made())
    return _form_page(request, "reports/staff/set_frame.html", {"form": form, "draft": draft})


@roles(*QUESTION_EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def set_words(request: MemberRequest, topic: str, language: str) -> HttpResponse:
    """Write a draft in another language, beside its English."""
    draft = _draft(topic)
    if language not in _OTHERS:
        raise Http404
    form = SetWordsForm(request.POST or None, questions=draft.questions, language=language)
    if request.method == "POST" and form.is_valid():
        return _save(request, draft, with_words(draft.questions, language, form.made()))
    context = {"form": form, "draft": draft, "language": dict(settings.LANGUAGES)[language]}
    return _form_page(request, "reports/staff/set_words.html", context)


@roles(*QUESTION_EDITORS)
@require_safe
def set_preview(request: MemberRequest, topic: str) -> HttpResponse:
    """Show the pages of a set as people will see them, in any language; nothing is kept."""
    edition = _edition(topic)
    shown = edition.draft or edition.live
    if shown is None:
        raise Http404
    language = request.GET.get("language", MAIN_LANGUAGE)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with override(language):
        pages = preview_pages(shown.questions, field_of=_unanswered)
        context = {"pages": pages, "shown": shown, "topic": edition.topic.value}
        context |= {"languages": settings.LANGUAGES, "language": language}
        return render(request, "reports/staff/set_preview.html", context)


def _unanswered(question: Question) -> tuple[BoundField, Mapping[str, str]]:
    form = AskForm(question, data={}, now=clock.now())
    return form.quiet()[form.name], form.hints


def _save(request: MemberRequest, draft: QuestionSetVersion, made: QuestionSet) -> HttpResponse:
    try:
        actions.save_draft(draft=draft, questions=made, editor=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
    return redirect("reports:question_set", topic=draft.topic)


def _form_page(request: MemberRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)
