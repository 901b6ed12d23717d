"""Suggested answers beside a report, advice before words are sent, and the list of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.actions import filled
from commonbeat.casework.models import ADVICE_WORDS, PURPOSE_WORDS, AnswerTemplate
from commonbeat.casework.queries import AdviceMonth
from commonbeat.casework.rules import (
    Advice,
    Advised,
    Found,
    Letter,
    Placeholder,
    Purpose,
    advise,
    fill,
)
from commonbeat.core.moments import date_text, full_text, month_text
from commonbeat.reports.models import TOPIC_WORDS, Report, Topic

_MAIN = "en"
_HINTS: dict[Advice, Promise] = {
    Advice.GAP: gettext_lazy("Fill it in, or take it out."),
    Advice.WITHDRAWN: gettext_lazy(
        "A supervisor withdrew it while you wrote. Your words are still here: is all of it true?"
    ),
    Advice.LANGUAGE: gettext_lazy("They told us in another language. Can they read this?"),
    Advice.ASKS_WHO: gettext_lazy(
        "They chose not to say. They can tell us later, if they want to; nobody has to."
    ),
    Advice.BLAME: gettext_lazy("Ask what happened, not why they did or did not do something."),
    Advice.PROMISE: gettext_lazy("Say what we will do, not how it will end."),
    Advice.CONTACT: gettext_lazy("Check it letter by letter. A wrong one may lead to a fraud."),
    Advice.NO_NEXT_STEP: gettext_lazy("Say what we do next and by when, or that this is the end."),
    Advice.JARGON: gettext_lazy("Not everybody knows these words."),
    Advice.READING_AGE: gettext_lazy("Shorter words and sentences help everybody."),
    Advice.LONG_SENTENCE: gettext_lazy("Make two of one."),
    Advice.CAPITALS: gettext_lazy("Capitals look like shouting, and are hard to read."),
}
_QUOTED = 90


@dataclass(frozen=True, slots=True)
class AdviceView:
    """One piece of advice as the page shows it."""

    key: str
    title: str
    hint: str
    found: list[str]


@dataclass(frozen=True, slots=True)
class Text:
    """An answer in one language, filled for one report."""

    language: str
    name: str
    words: str
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer that is offered beside a report."""

    key: str
    title: str
    purpose: str
    kind: str
    texts: list[Text]
    lacks_theirs: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of the list of answers."""

    key: str
    title: str
    purpose: str
    topic: str
    languages: str
    version: int
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """How often one advice was read and not followed in a month."""

    words: str
    shown: int
    overridden: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month of advice; without rows too few people wrote."""

    name: str
    rows: list[CountRow] | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How an answer reads in one language, and what could be better about it."""

    language: str
    name: str
    words: str
    advice: list[AdviceView]


def advice_views(advised: Sequence[Advised]) -> list[AdviceView]:
    """Return advice as it is shown, what matters most first."""
    return [
        AdviceView(
            key=one.advice.value,
            title=str(ADVICE_WORDS[one.advice]),
            hint=str(_HINTS[one.advice]),
            found=[_found(one.advice, found) for found in one.found],
        )
        for one in advised
    ]


def _found(advice: Advice, found: Found) -> str:
    said = found.said if len(found.said) <= _QUOTED else f"{found.said[:_QUOTED]}…"
    if advice is Advice.READING_AGE:
        return _("Easy to read from the age of %(age)s on; we aim for 11.") % {"age": said}
    if found.better:
        return _("“%(said)s”: better “%(better)s”") % {"said": said, "better": found.better}
    return _("“%(said)s”") % {"said": said}


def answer_choice(
    template: AnswerTemplate, report: Report, *, user: User, now: datetime
) -> AnswerChoice:
    """Return an answer in the reporter's language and in English, side by side."""
    languages = dict.fromkeys([report.language, _MAIN])
    texts = [
        Text(
            language=language,
            name=str(get_language_info(language)["name_translated"]),
            words=filled(template, report, language=language, user=user, now=now),
            is_theirs=language == report.language,
        )
        for language in languages
        if template.words_in(language)
    ]
    return AnswerChoice(
        key=template.key,
        title=template.title,
        purpose=str(PURPOSE_WORDS[Purpose(template.purpose)]),
        kind="ask" if template.purpose == Purpose.QUESTION.value else "answer",
        texts=texts,
        lacks_theirs=not texts[0].is_theirs,
    )


def answer_row(answer: AnswerTemplate, *, now: datetime) -> AnswerRow:
    """Return one answer as the list shows it."""
    state, tone = _state(answer, now=now)
    return AnswerRow(
        key=answer.key,
        title=answer.title,
        purpose=str(PURPOSE_WORDS[Purpose(answer.purpose)]),
        topic=str(TOPIC_WORDS[Topic(answer.topic)]) if answer.topic else _("All kinds of report"),
        languages=", ".join(
            str(get_language_info(code)["name_translated"]) for code in answer.languages
        ),
        version=answer.number,
        state=state,
        tone=tone,
    )


def _state(answer: AnswerTemplate, *, now: datetime) -> tuple[str, str]:
    if answer.valid_until is not None and answer.valid_until <= now:
        return _("Not offered"), ""
    if answer.valid_from > now:
        day = date_text(timezone.localdate(answer.valid_from))
        return _("Offered from %(day)s") % {"day": day}, "wait"
    if answer.valid_until is not None:
        last = timezone.localdate(answer.valid_until - timedelta(seconds=1))
        return _("Offered until %(day)s") % {"day": date_text(last)}, "good"
    return _("Offered"), "good"


def month_view(month: AdviceMonth) -> MonthView:
    """Return the totals of a month in words."""
    rows = None
    if month.counts is not None:
        rows = [
            CountRow(str(ADVICE_WORDS[count.advice]), count.shown, count.overridden)
            for count in month.counts
        ]
    return MonthView(month_text(month.month), rows)


def previews(words: dict[str, str], purpose: Purpose, *, now: datetime) -> list[Preview]:
    """Return how an answer reads, filled with an invented report, and what could be better."""
    values = {
        Placeholder.REFERENCE: "PR-26-000123",
        Placeholder.WHO: _("Sara, operations room"),
        Placeholder.DATE: full_text(now + timedelta(hours=48)),
        Placeholder.LINK: f"{settings.BASE_URL}/receipt/",
    }
    read = [
        (code, name, fill(words[code], values)) for code, name in settings.LANGUAGES if words[code]
    ]
    known = frozenset({settings.BASE_URL.split("://")[-1].split(":")[0]})
    return [
        Preview(
            code, name, text, advice_views(advise(Letter(text, purpose, code, True, known=known)))
        )
        for code, name, text in read
    ]
