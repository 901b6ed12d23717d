"""Assessing a report: what is thought through (THRIVE), and how long what was seen holds."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from commonbeat.casework.rules.words import FEWEST_WORDS, words_in


class Thought(StrEnum):
    """What an assessment thinks through; the last is optional."""

    THREAT = "threat"
    HARM = "harm"
    RISK = "risk"
    INVESTIGATION = "investigation"
    VULNERABILITY = "vulnerability"
    ENGAGEMENT = "engagement"
    PREVENTION = "prevention"


class Prompt(StrEnum):
    """What may show that somebody is vulnerable (ABCDE): a guide, never added up."""

    APPEARANCE = "appearance"
    BEHAVIOUR = "behaviour"
    COMMUNICATION = "communication"
    DANGER = "danger"
    ENVIRONMENT = "environment"


class Strand(StrEnum):
    """Whom hostility is aimed at, as somebody perceives it; no proof is asked for."""

    DISABILITY = "disability"
    RACE = "race"
    RELIGION = "religion"
    ORIENTATION = "orientation"
    TRANSGENDER = "transgender"
    OTHER = "other"


class Heading(StrEnum):
    """Optional parts of a rationale, beside what was known and what is done (NDM)."""

    THREAT = "threat"
    POWERS = "powers"
    OPTIONS = "options"


# Of what may happen to somebody, something must be written.
_OF_DANGER = (Thought.THREAT, Thought.HARM, Thought.RISK)
# After how many days somebody looks again at what was seen of a vulnerable person.
REVIEW_DAYS = (7, 28, 84)


def thinks_of_danger(thoughts: Mapping[Thought, str]) -> bool:
    """Say whether threat, harm and risk together say something; "nothing known" does."""
    words = " ".join(thoughts.get(thought, "") for thought in _OF_DANGER)
    # "Nothing known" is two words in English and one thought: it is a finding too.
    return words_in(words) >= FEWEST_WORDS - 1


def review_day(at: datetime, days: int, *, zone: str) -> date:
    """Return the day by which somebody looks again, by the calendar of the force."""
    return at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)


def is_due_again(*, wrote_since: bool, review_by: date | None, today: date) -> bool:
    """Say whether a report is to be assessed again: its reporter wrote, or its flags ran out."""
    return wrote_since or (review_by is not None and review_by < today)
