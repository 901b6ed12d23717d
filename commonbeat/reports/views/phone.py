"""The pages that a phone keeps, so that a report can be written without a signal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.reports.forms import AskForm, Draft
from commonbeat.reports.models import TOPIC_ICONS, TOPIC_WORDS, in_words
from commonbeat.reports.presenters import topic_groups
from commonbeat.reports.queries import SetInUse, question_set
from commonbeat.reports.rules import RECEIPT_LENGTH, Topic
from commonbeat.reports.rules.evidence import LARGEST_AT_ONCE, MOST_FILES
from commonbeat.reports.rules.questions import Door, Question
from commonbeat.reports.rules.steps import Step

_ASKED = (Step.EMERGENCY, Step.WHAT, Step.WHEN, Step.AGAIN, Step.WHERE, Step.WORDS)
_pages: dict[tuple[object, ...], str] = {}


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """A question that must be answered before any detail, as the page asks it."""

    form: AskForm
    only_if: str  # "life=no|unknown crime=no": every part must hold
    danger: str  # values that send whoever picks them to the telephone, between spaces

    @property
    def field(self) -> Any:
        """The one field of the form."""
        return self.form[self.form.name]


@dataclass(frozen=True, slots=True)
class TopicSheet:
    """What the page must know of one topic beside its name."""

    topic: str
    set_id: int | None
    without: str
    questions: list[FirstQuestion]
    door: Door | None

    @property
    def door_name(self) -> str:
        """Who can help better."""
        return in_words(self.door.name) if self.door else ""

    @property
    def door_text(self) -> str:
        """What they do."""
        return in_words(self.door.text) if self.door else ""

    @property
    def door_only_if(self) -> str:
        """When they are shown."""
        return _conditions(self.door) if self.door else ""


@public
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """Show the form that works without a signal: the same for everybody, so a phone may keep it."""
    sets = [question_set(topic) for topic in Topic]
    asked = tuple(each.id for each in sets)
    name = (asked, get_language(), settings.DEMO)
    page = _pages.get(name)
    if page is None:
        _forget_all_but(asked)
        page = _pages[name] = _drawn(request, sets)
    return HttpResponse(page)


def _forget_all_but(asked: tuple[int | None, ...]) -> None:
    """Let go of pages with sets that are asked no more, in whatever language."""
    for name in list(_pages):
        if name[0] != asked:
            _pages.pop(name, None)


def _drawn(request: HttpRequest, sets: list[SetInUse]) -> str:
    now = clock.now()
    blank = Draft(receipt="")
    forms = {str(step): blank.quiet_form(step, now) for step in _ASKED}
    for step, form in forms.items():
        form.auto_id = f"phone_{step}_%s"
    context = {
        "forms": forms,
        "groups": topic_groups(TOPIC_WORDS, TOPIC_ICONS, chosen=""),
        "sheets": [sheet for each in sets if (sheet := _sheet(each, now))],
        "receipt_length": RECEIPT_LENGTH,
        "most_photos": MOST_FILES,
        "photo_bytes": LARGEST_AT_ONCE,
        "time_zone": timezone.get_default_timezone_name(),
    }
    return render_to_string("reports/phone.html", context, request)


def _sheet(in_use: SetInUse, now: datetime) -> TopicSheet:
    found, topic = in_use.questions, in_use.topic.value
    questions = []
    for question in found.questions:
        if not question.first:
            continue
        form = AskForm(question, data={}, now=now)
        form.auto_id = f"phone_{topic}_%s"
        form.quiet()
        danger = " ".join(option.key for option in question.options if option.danger)
        questions.append(FirstQuestion(form, _conditions(question), danger))
    without = " ".join(sorted(part.value for part in found.without))
    return TopicSheet(topic, in_use.id, without, questions, found.door)


def _conditions(of: Question | Door) -> str:
    return " ".join(f"{each.question}={'|'.join(each.one_of)}" for each in of.only_if)


@public
@require_safe
def unsent(request: HttpRequest) -> HttpResponse:
    """Give the worker of the app the page in which it holds on to answers that were not sent."""
    return render(request, "reports/unsent.html")


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """Say what to do when a phone could not hand over by itself what was shared with the app.

    The app's own worker takes what is shared, also without a signal. This answers where there is
    none yet: words go on into a report, files must be chosen again. It keeps nothing.
    """
    said = [request.POST.get(name, "").strip() for name in ("title", "text", "url")]
    words = "\n".join(dict.fromkeys(line for line in said if line))
    return render(request, "reports/share.html", {"words": words, "had_files": bool(request.FILES)})
