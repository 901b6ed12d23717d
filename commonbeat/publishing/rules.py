"""Which state a publication may reach, who may say the second yes, and what words must fit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from commonbeat.core.states import StateTable

HEADLINE_LENGTH = 60
FACTS_LENGTH = 240
ADVICE_LENGTH = 400
NEWS_TITLE_LENGTH = 90
NEWS_TEXT_LENGTH = 2_000
# A warning that nobody ends would be believed long after it was true.
LONGEST_WARNING = timedelta(days=7)
NEWS_SHOWN_FOR = timedelta(days=30)
# The language that every publication is written in; the others follow it.
MAIN_LANGUAGE = "en"


class Kind(StrEnum):
    """What the police tell people."""

    WARNING = "warning"
    NEWS = "news"


class Severity(StrEnum):
    """How much a warning asks of people."""

    MINOR = "minor"
    WARNING = "warning"
    SEVERE = "severe"


class PublicationState(StrEnum):
    """Where a publication stands."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    LIVE = "live"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    CANCELLED = "cancelled"
    DISCARDED = "discarded"


PUBLICATION_STATES = StateTable(
    name="publication",
    start=PublicationState.DRAFT,
    moves={
        PublicationState.DRAFT: frozenset(
            {PublicationState.AWAITING, PublicationState.LIVE, PublicationState.DISCARDED}
        ),
        PublicationState.AWAITING: frozenset(
            {PublicationState.DRAFT, PublicationState.LIVE, PublicationState.DISCARDED}
        ),
        PublicationState.LIVE: frozenset(
            {PublicationState.SUPERSEDED, PublicationState.ENDED, PublicationState.CANCELLED}
        ),
        PublicationState.SUPERSEDED: frozenset(),
        PublicationState.ENDED: frozenset(),
        PublicationState.CANCELLED: frozenset(),
        PublicationState.DISCARDED: frozenset(),
    },
)
# News wakes nobody, so it needs no second yes; a warning never skips it.
ONE_PERSON_KINDS = frozenset({Kind.NEWS})


@dataclass(frozen=True, slots=True)
class Words:
    """A publication in one language: what to do or hear first, what is known, what helps."""

    headline: str
    facts: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a writer decides about a warning."""

    severity: Severity
    topic: str
    ends_at: datetime | None
    words: Mapping[str, Words]
    area_codes: tuple[str, ...] = ()
    cells: tuple[int, ...] = field(default=())


class Fault(StrEnum):
    """What keeps a draft from being sent for its second yes."""

    NO_WORDS = "no-words"
    NO_PLACE = "no-place"
    NO_END = "no-end"
    ENDS_TOO_SOON = "ends-too-soon"
    ENDS_TOO_LATE = "ends-too-late"
    TOO_LONG = "too-long"
    NOT_LIVE = "not-live"


def faults(draft: Draft, *, now: datetime) -> list[Fault]:
    """Return everything that keeps a draft from going out."""
    found = []
    main = draft.words.get(MAIN_LANGUAGE)
    if main is None or not main.headline or not main.facts:
        found.append(Fault.NO_WORDS)
    if any(not fits(words) for words in draft.words.values()):
        found.append(Fault.TOO_LONG)
    if not draft.area_codes and not draft.cells:
        found.append(Fault.NO_PLACE)
    if draft.ends_at is None:
        found.append(Fault.NO_END)
    elif draft.ends_at <= now:
        found.append(Fault.ENDS_TOO_SOON)
    elif draft.ends_at > now + LONGEST_WARNING:
        found.append(Fault.ENDS_TOO_LATE)
    return found


def fits(words: Words) -> bool:
    """Say whether the words are short enough to be read in an emergency."""
    return (
        len(words.headline) <= HEADLINE_LENGTH
        and len(words.facts) <= FACTS_LENGTH
        and len(words.advice) <= ADVICE_LENGTH
    )


def missing_languages(written: Collection[str], offered: Collection[str]) -> list[str]:
    """Return the site's languages that a publication has no words in, in the site's order."""
    return [language for language in offered if language not in written]


def is_second_person(person: int, *, hands: Collection[int]) -> bool:
    """Say whether a person had no hand in the words, and so may give the second yes."""
    return person not in hands
