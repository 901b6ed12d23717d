"""Grades: how soon the police come, and what in a report speaks for which; a person chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Grade(StrEnum):
    """How soon the police come; how many minutes that is, each force says for itself."""

    EMERGENCY = "emergency"
    PRIORITY = "priority"
    SCHEDULED = "scheduled"
    RESOLUTION = "resolution"  # without anybody being sent


class AreaKind(StrEnum):
    """Where somebody has to get to: the country takes longer."""

    URBAN = "urban"
    RURAL = "rural"


class Sign(StrEnum):
    """What a reporter said that speaks for a grade."""

    NOW = "now"
    STILL = "still"
    LIFE = "life"
    UNSAFE = "unsafe"
    UNSAFE_SOON = "unsafe-soon"
    HURT = "hurt"
    WEAPON = "weapon"
    QUESTION = "question"


_HAPPENING = frozenset({Sign.NOW, Sign.STILL})
_HARMS = frozenset({Sign.LIFE, Sign.UNSAFE, Sign.HURT, Sign.WEAPON})
# Questions that the shipped sets ask, and the answers to them that are signs.
_SIGNS_OF_ANSWERS: Mapping[tuple[str, str], Sign] = {
    ("life", "now"): Sign.LIFE,
    ("life", "later"): Sign.UNSAFE_SOON,
    ("risk", "harm"): Sign.LIFE,
    ("safe-now", "no"): Sign.UNSAFE,
    ("safe-now", "soon"): Sign.UNSAFE_SOON,
    ("hurt", "doctor"): Sign.HURT,
    ("weapon", "knife"): Sign.WEAPON,
    ("weapon", "gun"): Sign.WEAPON,
    ("weapon", "other"): Sign.WEAPON,
    ("weapon", "said"): Sign.WEAPON,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A grade that what the reporter said speaks for, and what of it does."""

    grade: Grade
    signs: tuple[Sign, ...]


def suggest_grade(
    *, when: str, answers: Mapping[str, tuple[str, ...]], is_question: bool
) -> Suggestion:
    """Return the grade that a report's own answers speak for.

    What nobody said speaks for nothing: an answer that is missing never lowers the suggestion.
    """
    signs = _signs(when, answers, is_question=is_question)
    found = frozenset(signs)
    if Sign.LIFE in found or Sign.UNSAFE in found or (found & _HAPPENING and found & _HARMS):
        return Suggestion(Grade.EMERGENCY, signs)
    if Sign.NOW in found or found & _HARMS or Sign.UNSAFE_SOON in found:
        return Suggestion(Grade.PRIORITY, signs)
    if Sign.QUESTION in found and Sign.STILL not in found:
        return Suggestion(Grade.RESOLUTION, signs)
    return Suggestion(Grade.SCHEDULED, signs)


def _signs(
    when: str, answers: Mapping[str, tuple[str, ...]], *, is_question: bool
) -> tuple[Sign, ...]:
    found = {
        sign
        for (question, answer), sign in _SIGNS_OF_ANSWERS.items()
        if answer in answers.get(question, ())
    }
    if when in _HAPPENING:
        found.add(Sign(when))
    if is_question:
        found.add(Sign.QUESTION)
    return tuple(sign for sign in Sign if sign in found)


def grade_due_at(graded_at: datetime, minutes: int | None) -> datetime | None:
    """Return by when a grade wants somebody there; None where nobody is sent."""
    # By the time that passes: the clock on the wall jumps twice a year.
    return None if minutes is None else graded_at.astimezone(UTC) + timedelta(minutes=minutes)
