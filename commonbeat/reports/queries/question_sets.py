"""Which questions are asked: kept in memory, read again every few seconds."""

import threading
import time
from dataclasses import dataclass
from functools import cache

from django.db import DatabaseError
from django.utils.translation import override

from commonbeat.reports.models import QuestionSetVersion, Report, answer_words, in_words
from commonbeat.reports.models.shipped import SHIPPED
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.question_words import texts_of
from commonbeat.reports.rules.questions import (
    MAIN_LANGUAGE,
    SIGNPOSTED,
    QuestionSet,
    SetState,
)

# A set that was just published is asked by every process within this many seconds. Whoever began
# before goes on with the version that they began with.
_KEPT_FOR = 5.0


@dataclass(frozen=True, slots=True)
class SetInUse:
    """A version of a set; without a database there is no ``id``, and what came with us is asked."""

    id: int | None
    topic: Topic
    version: int
    questions: QuestionSet


class _Shelf:
    """What this process knows of the sets."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read everything again when it is next asked for."""
        self.live: dict[Topic, SetInUse] = {}
        self.known: dict[int, SetInUse] = {}
        self.read_at = float("-inf")

    def refresh(self) -> None:
        """Read the live versions, if that was long ago."""
        if time.monotonic() - self.read_at < _KEPT_FOR:
            return
        with self.lock:
            rows = QuestionSetVersion.objects.filter(state=SetState.LIVE.value)
            ids = dict(rows.values_list("id", "topic"))
            new = [id for id in ids if id not in self.known]
            for row in QuestionSetVersion.objects.filter(id__in=new):
                self.known[row.pk] = _in_use(row)
            self.live = {self.known[id].topic: self.known[id] for id in ids}
            self.read_at = time.monotonic()


_shelf = _Shelf()


def _in_use(row: QuestionSetVersion) -> SetInUse:
    return SetInUse(row.pk, Topic(row.topic), row.version, row.questions)


def forget_question_sets() -> None:
    """Let this process ask with what was just published."""
    _shelf.forget()


def question_set(topic: Topic, version_id: int | None = None) -> SetInUse:
    """Return the version that somebody began with, if it was ever published, else the live one.

    Without a database, what came with Commonbeat is asked: nobody is turned away.
    """
    try:
        _shelf.refresh()
        begun = _version(version_id)
    except DatabaseError:
        begun = None
    if begun is not None and begun.topic is topic:
        return begun
    return _shelf.live.get(topic) or SetInUse(None, topic, 0, SHIPPED[topic])


@dataclass(frozen=True, slots=True)
class Told:
    """One answered question, in the reader's language."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ToldMore:
    """What a report says beside its own words; ``door`` names who was said to help better."""

    answers: list[Told]
    version: int = 0
    door: str = ""


def told_more(report: Report) -> ToldMore:
    """Return the answers of a report in words, as its version of the set asked for them."""
    if report.question_set_id is None or not report.answers:
        return ToldMore([])
    in_use = question_set(Topic(report.topic), report.question_set_id)
    questions, door = in_use.questions, in_use.questions.door
    answers = [
        Told(in_words(question.words), answer_words(question, report.answers[question.key]))
        for question in questions.questions
        if question.key in report.answers
    ]
    was_shown = SIGNPOSTED in report.answers and door is not None
    return ToldMore(answers, in_use.version, in_words(door.name) if was_shown and door else "")


def advice(report: Report) -> str:
    """Return what to keep and what not to touch, as the version that a report answers says it."""
    return in_words(question_set(Topic(report.topic), report.question_set_id).questions.advice)


def _version(version_id: int | None) -> SetInUse | None:
    if version_id is None:
        return None
    if version_id not in _shelf.known:
        published = QuestionSetVersion.objects.exclude(state=SetState.DRAFT.value)
        row = published.filter(pk=version_id).first()
        if row is None:
            return None
        _shelf.known[version_id] = _in_use(row)
    return _shelf.known[version_id]


@dataclass(frozen=True, slots=True)
class Edition:
    """What there is of a topic's questions: what is asked now, and what is being written."""

    topic: Topic
    live: QuestionSetVersion | None
    draft: QuestionSetVersion | None


def editions() -> list[Edition]:
    """Return every topic with its live version and its draft, in the order of the topics."""
    rows = QuestionSetVersion.objects.exclude(state=SetState.RETIRED.value)
    found = {(row.topic, row.state): row for row in rows}
    return [
        Edition(
            topic,
            found.get((topic.value, SetState.LIVE.value)),
            found.get((topic.value, SetState.DRAFT.value)),
        )
        for topic in Topic
    ]


def edition(topic: Topic) -> Edition:
    """Return what there is of one topic's questions."""
    return next(each for each in editions() if each.topic is topic)


@cache
def _shipped_texts() -> frozenset[str]:
    """Return the English of every text that came with us: all are translated, some alike."""
    sets = SHIPPED.values()
    return frozenset(said[MAIN_LANGUAGE] for each in sets for said in texts_of(each).values())


def untranslated(questions: QuestionSet, language: str) -> list[str]:
    """Return the places of texts that people who read ``language`` would see in English."""
    with override(language):
        return [
            place
            for place, said in texts_of(questions).items()
            if language != MAIN_LANGUAGE
            and language not in said
            and said[MAIN_LANGUAGE] not in _shipped_texts()
            and in_words(said) == said[MAIN_LANGUAGE]
        ]
