"""Question sets as the people who look after them read them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.reports.models import (
    KIND_WORDS,
    TOPIC_WORDS,
    QuestionSetVersion,
    answer_words,
    in_words,
)
from commonbeat.reports.queries import Edition, untranslated
from commonbeat.reports.rules.questions import (
    Condition,
    Question,
    QuestionSet,
    SetFault,
    set_faults,
)

_FAULTS: dict[SetFault, Promise] = {
    SetFault.NO_WORDS: gettext_lazy("Its words are missing."),
    SetFault.TOO_LONG: gettext_lazy("It is too long."),
    SetFault.BAD_KEY: gettext_lazy("Its short name cannot be used."),
    SetFault.SAME_KEY: gettext_lazy("There are two of the same short name."),
    SetFault.NO_OPTIONS: gettext_lazy("It needs at least two answers to choose from."),
    SetFault.TOO_MANY: gettext_lazy("There are too many."),
    SetFault.BAD_CONDITION: gettext_lazy(
        "It depends on an answer that is not asked for before it. Move it down, or change when it"
        " is asked."
    ),
}


@dataclass(frozen=True, slots=True)
class SetLine:
    """One row of the list."""

    topic: str
    name: Promise
    version: str
    count: int
    missing: int
    is_own: bool
    has_draft: bool


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question of a set."""

    key: str
    words: str
    kind: Promise
    answers: list[str]
    condition: str
    is_first: bool
    fault: str


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """How complete a set is in one language."""

    code: str
    name: str
    missing: int


@dataclass(frozen=True, slots=True)
class SetView:
    """All that the page of one set shows: the draft if there is one, else what is asked now."""

    topic: str
    name: Promise
    shown: QuestionSetVersion | None
    is_draft: bool
    questions: list[QuestionLine]
    languages: list[LanguageLine]
    title: str
    advice: str
    door: str
    other_faults: list[str]
    can_publish: bool


def set_line(edition: Edition, languages: Iterable[str]) -> SetLine:
    """Return one topic as a row."""
    live = edition.live
    questions = live.questions if live else QuestionSet()
    return SetLine(
        topic=edition.topic.value,
        name=TOPIC_WORDS[edition.topic],
        version=str(live.version) if live else "",
        count=len(questions.questions),
        missing=sum(len(untranslated(questions, code)) for code in languages),
        is_own=live is not None and not live.shipped_digest,
        has_draft=edition.draft is not None,
    )


def set_view(edition: Edition, languages: Iterable[str]) -> SetView:
    """Return one set with what stands in its way."""
    shown = edition.draft or edition.live
    questions = shown.questions if shown else QuestionSet()
    faults = set_faults(questions)
    names = dict(settings.LANGUAGES)
    keys = {question.key for question in questions.questions}
    return SetView(
        topic=edition.topic.value,
        name=TOPIC_WORDS[edition.topic],
        shown=shown,
        is_draft=edition.draft is not None,
        questions=[_line(each, questions, faults) for each in questions.questions],
        languages=[
            LanguageLine(code, names[code], len(untranslated(questions, code)))
            for code in languages
        ],
        title=in_words(questions.title),
        advice=in_words(questions.advice),
        door=in_words(questions.door.name) if questions.door else "",
        other_faults=[str(_FAULTS[fault]) for key, fault in faults.items() if key not in keys],
        can_publish=not faults,
    )


def _line(question: Question, questions: QuestionSet, faults: dict[str, SetFault]) -> QuestionLine:
    fault = faults.get(question.key)
    return QuestionLine(
        key=question.key,
        words=in_words(question.words),
        kind=KIND_WORDS[question.kind],
        answers=[answer_words(question, [value]) for value in question.values],
        condition=_condition(question.only_if, questions),
        is_first=question.first,
        fault=str(_FAULTS[fault]) if fault else "",
    )


def _condition(conditions: Iterable[Condition], questions: QuestionSet) -> str:
    """Return in words when something is asked, or nothing if always."""
    known = {question.key: question for question in questions.questions}
    said = []
    for condition in conditions:
        earlier = known.get(condition.question)
        words = in_words(earlier.words) if earlier else condition.question
        answers = [answer_words(earlier, [value]) for value in condition.one_of] if earlier else []
        said.append(f"{words} {' / '.join(answers)}")
    return "; ".join(said)


# A question as a form draws it, and the second lines of its answers.
type Asked = tuple[BoundField, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One page as a person sees it, and when it comes."""

    heading: str
    field: BoundField | None
    hints: Mapping[str, str]
    text: str
    condition: str
    note: str


def preview_pages(
    questions: QuestionSet, *, field_of: Callable[[Question], Asked]
) -> list[PreviewPage]:
    """Return the pages of a set in order, in the language of the moment."""
    first = [_page(each, questions, field_of(each)) for each in questions.questions if each.first]
    later = [
        _page(each, questions, field_of(each)) for each in questions.questions if not each.first
    ]
    pages = [*first]
    if questions.door:
        door = questions.door
        condition = _condition(door.only_if, questions)
        text = "\n".join(filter(None, (in_words(door.text), door.phone, door.site)))
        pages.append(PreviewPage(in_words(door.name), None, {}, text, condition, _("Another door")))
    words = in_words(questions.title) or _("What happened?")
    note = _("The same for every report: their own words, and the place and time before it")
    pages += [PreviewPage(words, None, {}, "", "", note), *later]
    if advice := in_words(questions.advice):
        pages.append(
            PreviewPage(
                _("What helps, if it fits"), None, {}, advice, "", _("Beside the photograph")
            )
        )
    return pages


def _page(question: Question, questions: QuestionSet, asked: Asked) -> PreviewPage:
    return PreviewPage(
        heading="",
        field=asked[0],
        hints=asked[1],
        text="",
        condition=_condition(question.only_if, questions),
        note=_("Asked first") if question.first else "",
    )
