"""Drawing one page of the report, with everything typed so far in it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.core.http import Request
from commonbeat.places.queries import (
    Found,
    Frame,
    MapView,
    Pick,
    cell_from_text,
    cell_text,
    choose_on_map,
    frame_from_text,
    is_wide,
    search_places,
)
from commonbeat.reports.actions import Admission
from commonbeat.reports.forms import AskForm, Draft, StepForm
from commonbeat.reports.models import TOPIC_ICONS, TOPIC_WORDS, PublicMatter, in_words
from commonbeat.reports.presenters import (
    UPLOAD_LIMITS,
    Goes,
    place_label,
    receipt_view,
    topic_groups,
)
from commonbeat.reports.queries import public_matter
from commonbeat.reports.rules import RECEIPT_LENGTH, Identity
from commonbeat.reports.rules.questions import Part
from commonbeat.reports.rules.steps import Step
from commonbeat.reports.views import known
from commonbeat.reports.views.effort import page_effort
from commonbeat.reports.views.moulds import Mould, cast, slot

# Buttons that draw their page again with something more on it.
HELPERS: dict[str, Step] = {"find": Step.WHERE}

type Extra = dict[str, Any]


def first(request: Request, *, now: datetime) -> HttpResponse:
    """Render the first page with a new receipt in it: the same for everybody but for that."""
    draft = Draft.new()
    if request.META.get("QUERY_STRING"):
        return show(request, draft, Step.EMERGENCY, now=now)
    template = f"reports/step_{Step.EMERGENCY}.html"
    words = {"receipt": draft.receipt}
    return cast(request, template, kind="", words=words, make=lambda: _first_mould(request, now))


def _first_mould(request: Request, now: datetime) -> Mould:
    blank = Draft(receipt=slot("receipt"))
    context = _frame(request, blank, Step.EMERGENCY, now)
    form = blank.quiet_form(Step.EMERGENCY, now)
    return Mould({**context, "form": form, "has_errors": False})


def show(
    request: Request,
    draft: Draft,
    step: str,
    *,
    now: datetime,
    form: StepForm | None = None,
    account: User | None = None,
    helper: str = "",
    status: int = 200,
    not_sent: bool = False,
    admission: Admission | None = None,
) -> HttpResponse:
    """Render one page; ``form`` is given when it holds errors to show."""
    if step in {Step.CHECK, Step.RECEIPT} and form is None and (gap := draft.first_gap(now)):
        step, form = gap
    if step == Step.EMERGENCY and form is not None and form.is_valid():
        form = None
    if form is None and step not in {Step.DOOR, Step.CHECK, Step.RECEIPT}:
        form = draft.quiet_form(step, now)
    has_errors = form is not None and bool(form.errors)
    context = _frame(request, draft, step, now) | {
        "form": form,
        "has_errors": has_errors,
        "not_sent": not_sent,
        "admission": admission,
        "effort": page_effort(request.POST, draft, admission, now=now),
    }
    if form is not None and step == Step.WORDS:
        _words_as_asked(form, draft)
    extras = _EXTRAS.get(step)
    context |= extras(request, draft, now, account, helper) if extras else {}
    template = step
    if isinstance(form, AskForm):
        context |= _ask(draft, step, form, now)
        template = "ask"
    code = 422 if has_errors and status == 200 else status
    return render(request, f"reports/step_{template}.html", context, status=code)


def call_now(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Tell somebody in danger to call; the answers stay in a page that asks nothing."""
    return render(request, "reports/call_now.html", {})


def not_sent(
    request: Request, draft: Draft, *, now: datetime, account: User | None
) -> HttpResponse:
    """Say that nothing was sent, on the same page with everything still in it."""
    response = show(
        request, draft, Step.RECEIPT, now=now, account=account, status=503, not_sent=True
    )
    response.headers["Retry-After"] = "10"
    return response


def should_offer(request: HttpRequest, draft: Draft) -> bool:
    """Say whether words for a place should first be held against the places that we know."""
    if draft.answers.get("cell") or request.POST.get("offered") == draft.answers.get("place"):
        return False
    return bool(_found(draft.answers.get("place", "")))


def _frame(request: Request, draft: Draft, step: str, now: datetime) -> Extra:
    order = draft.order(now)
    before = draft.before(step, now)
    returning = request.POST.get("returning", "") or request.POST.get("step") == Step.CHECK
    back_to_check = bool(returning) and step not in {Step.CHECK, Step.RECEIPT}
    stations = list(dict.fromkeys(_station(draft, page) for page in order))
    here = _station(draft, step)
    return {
        "step": str(step),
        "receipt_code": draft.receipt,
        "receipt_length": RECEIPT_LENGTH,
        "hidden": list(draft.hidden(step)),
        "back_to": str(Step.CHECK) if back_to_check else str(before or ""),
        "returning": back_to_check,
        "number": stations.index(here) + 1 if here in stations else 1,
        "of": len(stations),
        "answers": draft.answers,
        "matter": _matter(request, draft),
        "is_counted": draft.rung is Identity.COUNTED,
        "is_question": Part.WHEN in draft.questions.without,
    }


def _matter(request: Request, draft: Draft) -> PublicMatter | None:
    """Return what the police made public and this adds to; nothing while the database is away."""
    if not draft.about:
        return None
    try:
        return public_matter(draft.about, realm_id=request.realm_id)
    except DatabaseError:
        return None


_STATIONS = {
    Step.DOOR: Step.WHAT,
    Step.AGAIN: Step.WHEN,
    Step.DESTINATION: Step.IDENTITY,
    Step.CONTACT: Step.IDENTITY,
}


def _station(draft: Draft, page: str) -> str:
    """Return where on the way a page counts: what a set asks counts once, however much it asks."""
    question = draft.question(page)
    if question:
        return Step.WHAT if question.first else "ask"
    return _STATIONS.get(Step(page), page)


def _ask(draft: Draft, page: str, form: AskForm, now: datetime) -> Extra:
    """Return what the page of one question of the set shows."""
    order = draft.order(now)
    later = [other for other in order if (asked := draft.question(other)) and not asked.first]
    skip_to = order[order.index(later[-1]) + 1] if page in later else ""
    return {
        "question": form[form.name],
        "hints": form.hints,
        "nth": later.index(page) + 1 if page in later else 0,
        "many": len(later),
        "skip_to": str(skip_to),
    }


def _emergency(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> Extra:
    """Say that what somebody started with, like a photo from the home page, is there."""
    return {"files": known.files(draft)}


def _door(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> Extra:
    door = draft.questions.door
    if door is None:
        return {}
    return {
        "door_name": in_words(door.name),
        "door_text": in_words(door.text),
        "phone": door.phone,
        "site": door.site,
        "written": draft.answers.get("description", ""),
    }


def _words_as_asked(form: StepForm, draft: Draft) -> None:
    """Let a set ask for a person's own words in its own way."""
    if title := in_words(draft.questions.title):
        form["description"].label = title
        form["description"].help_text = _("In your own words.")


def _what(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> Extra:
    return {
        "groups": topic_groups(TOPIC_WORDS, TOPIC_ICONS, chosen=draft.answers.get("topic", "")),
        "chosen": draft.answers.get("topic", ""),
        "feels_unsafe": draft.answers.get("danger") == "unsafe",
    }


def _when(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> Extra:
    said_on = draft.answers.get("said_on") or timezone.localdate(now).isoformat()
    return {"said_on": said_on}


def _where(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> Extra:
    place = draft.answers.get("place", "")
    cell = cell_from_text(draft.answers.get("cell", ""))
    looked = helper == "find"
    try:
        found = _found(place) if looked else []
        frame = None
        if helper == "map":
            frame = frame_from_text(request.POST.get("map", ""))
        elif cell is None and found:
            frame = Frame.of_cell(found[0].cell9)
        view = _map(cell, frame)
    except DatabaseError:
        # Words for a place are enough: nobody loses what they typed for the sake of a map.
        found, view = [], None
    return {
        "map": view,
        "found": [(cell_text(place.cell9), place.label) for place in found],
        "looked": looked,
        "cell_before": draft.answers.get("cell", ""),
        "wide_label": place_label(cell) if cell is not None and is_wide(cell) else "",
        "offered": place if looked else "",
    }


def _map(cell: int | None, frame: Frame | None) -> MapView:
    return choose_on_map(
        label=_("Map of the town. Choose the shape where it happened."),
        pick=Pick("cell", locate=True),
        chosen=[] if cell is None else [cell],
        frame=frame,
        map_id="where-map",
    )


def _found(text: str) -> list[Found]:
    try:
        return search_places(text, limit=6)
    except DatabaseError:
        return []


def _evidence(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> Extra:
    other = Goes.chosen(draft.chosen).other
    return {
        "files": known.files(draft),
        "other": other.name if other else "",
        "advice": in_words(draft.questions.advice),
        **UPLOAD_LIMITS,
    }


def _receipt(
    request: HttpRequest, draft: Draft, now: datetime, account: User | None, helper: str
) -> Extra:
    return {"receipt": receipt_view(draft.receipt)}


_EXTRAS: dict[str, Callable[[HttpRequest, Draft, datetime, User | None, str], Extra]] = {
    Step.EMERGENCY: _emergency,
    Step.WHAT: _what,
    Step.DOOR: _door,
    Step.WHEN: _when,
    Step.WHERE: _where,
    Step.EVIDENCE: _evidence,
    Step.DESTINATION: known.destination_page,
    Step.IDENTITY: known.identity_page,
    Step.CONTACT: known.contact_page,
    Step.CHECK: known.check_page,
    Step.RECEIPT: _receipt,
}
