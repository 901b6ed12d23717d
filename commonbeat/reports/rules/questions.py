"""Question sets: what is asked about each kind of report, as data that a force can change.

A set is a plain document, so that it can be stored, versioned and edited. Words are kept by
language; English is always there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from commonbeat.core.states import StateTable

UNKNOWN = "unknown"  # the answer "I do not know", where a question allows it
SIGNPOSTED = "signposted"  # kept among the answers of somebody who was shown a door
LINE_LENGTH = 200
TEXT_LENGTH = 2_000
MOST_QUESTIONS = 30
MOST_OPTIONS = 20
WORDS_LENGTH = 400
MAIN_LANGUAGE = "en"
# Names that pages beside the questions have, and one among the answers.
TAKEN_KEYS = frozenset({SIGNPOSTED, "new", "frame", "preview"})

_KEY = re.compile(r"[a-z][a-z0-9-]{0,31}")

type Said = Mapping[str, str]
type Answers = Mapping[str, tuple[str, ...]]


class AnswerKind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    LINE = "line"
    TEXT = "text"


class Part(StrEnum):
    """A page of every report that a set may leave out."""

    WHEN = "when"
    WHERE = "where"
    PHOTO = "photo"


class SetState(StrEnum):
    """The life of one version of a set."""

    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


SET_TABLE = StateTable(
    name="question set",
    start=SetState.DRAFT,
    moves={
        SetState.DRAFT: frozenset({SetState.LIVE}),
        SetState.LIVE: frozenset({SetState.RETIRED}),
        SetState.RETIRED: frozenset(),
    },
)


class SetFault(StrEnum):
    """What is wrong with a set; the editor gives each its sentence."""

    NO_WORDS = "no-words"
    TOO_LONG = "too-long"
    BAD_KEY = "bad-key"
    SAME_KEY = "same-key"
    NO_OPTIONS = "no-options"
    TOO_MANY = "too-many"
    BAD_CONDITION = "bad-condition"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose; ``danger`` sends whoever picks it to the telephone."""

    key: str
    words: Said
    hint: Said = field(default_factory=dict)
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """True when an earlier question was answered with one of these."""

    question: str
    one_of: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Say whether it is true of these answers."""
        return bool(set(answers.get(self.question, ())) & set(self.one_of))


@dataclass(frozen=True, slots=True)
class Question:
    """One page. ``first`` asks it before any detail is typed; such a question must be answered."""

    key: str
    kind: AnswerKind
    words: Said
    help: Said = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    may_not_know: bool = False
    first: bool = False
    only_if: tuple[Condition, ...] = ()

    def is_asked(self, answers: Answers) -> bool:
        """Say whether it is asked of somebody who answered like this so far."""
        return all(condition.holds(answers) for condition in self.only_if)

    def option(self, key: str) -> Option | None:
        """Return the option of that key."""
        return next((option for option in self.options if option.key == key), None)

    @property
    def values(self) -> tuple[str, ...]:
        """What may be chosen."""
        keys = tuple(option.key for option in self.options)
        return (*keys, UNKNOWN) if self.may_not_know else keys


@dataclass(frozen=True, slots=True)
class Door:
    """Who can help better than the police; shown before any detail is typed."""

    name: Said
    text: Said
    phone: str = ""
    site: str = ""
    only_if: tuple[Condition, ...] = ()

    def is_shown(self, answers: Answers) -> bool:
        """Say whether somebody who answered like this is shown the door."""
        return all(condition.holds(answers) for condition in self.only_if)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """All that is asked about one kind of report, in order.

    ``title`` replaces "What happened?" above the person's own words; ``advice`` says what to keep,
    and what not to touch.
    """

    questions: tuple[Question, ...] = ()
    without: frozenset[Part] = frozenset()
    title: Said = field(default_factory=dict)
    advice: Said = field(default_factory=dict)
    door: Door | None = None

    def asked(self, answers: Answers) -> list[Question]:
        """Return the questions asked of somebody who answered like this.

        An answer to a question that is no longer asked decides nothing.
        """
        counted: dict[str, tuple[str, ...]] = {}
        found = []
        for question in self.questions:
            if question.is_asked(counted):
                found.append(question)
                if question.key in answers:
                    counted[question.key] = answers[question.key]
        return found

    def kept(self, answers: Answers) -> dict[str, tuple[str, ...]]:
        """Return only the answers to questions that are asked."""
        keys = [question.key for question in self.asked(answers)]
        return {key: answers[key] for key in keys if answers.get(key)}


def wrong_answer(question: Question, values: tuple[str, ...]) -> bool:
    """Say whether values cannot be an answer to a question."""
    if question.kind in {AnswerKind.ONE, AnswerKind.MANY}:
        most = 1 if question.kind is AnswerKind.ONE else len(question.values)
        return len(values) > most or any(value not in question.values for value in values)
    longest = LINE_LENGTH if question.kind is AnswerKind.LINE else TEXT_LENGTH
    return len(values) > 1 or any(len(value) > longest for value in values)


def has_strange_answers(questions: QuestionSet, answers: Answers) -> bool:
    """Say whether answers hold something that the set does not ask, or cannot be told."""
    known = {question.key: question for question in questions.questions}
    return any(
        key not in known or wrong_answer(known[key], values)
        for key, values in answers.items()
        if key != SIGNPOSTED
    )


def set_faults(found: QuestionSet) -> dict[str, SetFault]:
    """Return what keeps a set from being published, by question or by ``door`` and the like."""
    faults: dict[str, SetFault] = {}
    seen: dict[str, Question] = {}
    for question in found.questions:
        fault = _question_fault(question, seen)
        if fault:
            faults[question.key] = fault
        seen[question.key] = question
    if len(found.questions) > MOST_QUESTIONS:
        faults["questions"] = SetFault.TOO_MANY
    for name, words in (("title", found.title), ("advice", found.advice)):
        if _too_long(words, times=3):
            faults[name] = SetFault.TOO_LONG
    if found.door:
        if not found.door.name.get(MAIN_LANGUAGE) or not found.door.text.get(MAIN_LANGUAGE):
            faults["door"] = SetFault.NO_WORDS
        elif any(not _can_hold(condition, seen) for condition in found.door.only_if):
            faults["door"] = SetFault.BAD_CONDITION
    return faults


def _question_fault(question: Question, before: Mapping[str, Question]) -> SetFault | None:
    if not _KEY.fullmatch(question.key) or question.key in TAKEN_KEYS:
        return SetFault.BAD_KEY
    if question.key in before:
        return SetFault.SAME_KEY
    if not question.words.get(MAIN_LANGUAGE):
        return SetFault.NO_WORDS
    if _too_long(question.words) or _too_long(question.help):
        return SetFault.TOO_LONG
    if any(not _can_hold(condition, before) for condition in question.only_if):
        return SetFault.BAD_CONDITION
    return _options_fault(question)


def _options_fault(question: Question) -> SetFault | None:
    if question.kind not in {AnswerKind.ONE, AnswerKind.MANY}:
        return None
    keys = [option.key for option in question.options]
    if len(keys) < 2:
        return SetFault.NO_OPTIONS
    if len(keys) > MOST_OPTIONS:
        return SetFault.TOO_MANY
    if len(set(keys)) < len(keys):
        return SetFault.SAME_KEY
    for option in question.options:
        if not _KEY.fullmatch(option.key) or option.key == UNKNOWN:
            return SetFault.BAD_KEY
        if not option.words.get(MAIN_LANGUAGE):
            return SetFault.NO_WORDS
        if _too_long(option.words) or _too_long(option.hint):
            return SetFault.TOO_LONG
    return None


def _can_hold(condition: Condition, before: Mapping[str, Question]) -> bool:
    """Say whether a condition asks of an earlier question what it can be answered with."""
    earlier = before.get(condition.question)
    return (
        earlier is not None
        and bool(condition.one_of)
        and set(condition.one_of) <= set(earlier.values)
    )


def _too_long(words: Said, times: int = 1) -> bool:
    return any(len(text) > WORDS_LENGTH * times for text in words.values())
