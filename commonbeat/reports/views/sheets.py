"""Drawing a whole report on one page, and taking it in, for officers and partners alike."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from commonbeat.accounts.models import User
from commonbeat.accounts.permissions import MemberRequest
from commonbeat.core.errors import CommonbeatError
from commonbeat.places.queries import cell_text, search_places
from commonbeat.reports.actions import Brought, Submission, submit_report
from commonbeat.reports.forms.sheet import Sheet
from commonbeat.reports.models import TOPIC_ICONS, TOPIC_WORDS, in_words
from commonbeat.reports.presenters import topic_groups
from commonbeat.reports.rules import EntryDoor, Identity
from commonbeat.reports.rules.steps import Step

_PLACES_OFFERED = 6


def draw(
    request: MemberRequest,
    template: str,
    sheet: Sheet,
    *,
    extra: dict[str, Any],
    judged: bool = False,
    find: bool = False,
) -> HttpResponse:
    """Render a sheet; ``judged`` shows what is to be mended."""
    answers = sheet.draft.answers
    errors = sheet.errors() if judged else []
    place = answers.get("place", "")
    found = search_places(place, limit=_PLACES_OFFERED) if find else []
    door = sheet.door()
    context = {
        "sheet": sheet,
        "answers": answers,
        "errors": errors,
        "danger": sheet.form(Step.EMERGENCY),
        "groups": topic_groups(TOPIC_WORDS, TOPIC_ICONS, chosen=answers.get("topic", "")),
        "topic": answers.get("topic", ""),
        "topic_form": sheet.form(Step.WHAT),
        "when": sheet.form(Step.WHEN),
        "where": sheet.form(Step.WHERE),
        "words": sheet.form(Step.WORDS),
        "words_title": in_words(sheet.draft.questions.title),
        "questions": sheet.questions(),
        "advice": in_words(sheet.draft.questions.advice),
        "better": {"name": in_words(door.name), "text": in_words(door.text), "phone": door.phone}
        if door
        else None,
        "found": [(cell_text(each.cell9), each.label) for each in found],
        "looked": find,
        **extra,
    }
    return render(request, template, context, status=422 if errors else 200)


def submit(
    request: MemberRequest,
    sheet: Sheet,
    *,
    door: EntryDoor,
    language: str,
    brought: Brought,
    reporter: User | None = None,
    now: datetime,
) -> Submission | None:
    """Take a judged sheet in; nothing when the place is none of ours, with the reason beside it."""
    intake = replace(sheet.draft.intake(now, language=language), door=door)
    if reporter is not None:
        intake = replace(intake, identity=Identity.NAMED)
    try:
        return submit_report(
            intake=intake, realm_id=request.realm_id, reporter=reporter, brought=brought, now=now
        )
    except CommonbeatError as error:
        where = sheet.form(Step.WHERE)
        if where is None:
            raise
        where.add_error("place", str(error))
        return None
