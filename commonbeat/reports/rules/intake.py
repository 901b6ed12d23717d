"""What a person sends, as typed values, and what may be wrong with it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from commonbeat.core.ids import ALPHABET, normalise_code
from commonbeat.reports.rules.categories import CATEGORY_OF, Category, Topic

RECEIPT_LENGTH = 24  # characters of five bits: 120
DESCRIPTION_LENGTH = 5_000
PLACE_LENGTH = 200
MESSAGE_LENGTH = 5_000

# A telephone whose clock is wrong still reports; anything further ahead is a slip of the finger.
_CLOCK_DRIFT = timedelta(hours=1)
_OLDEST = timedelta(days=366 * 100)


class When(StrEnum):
    """How a person can say when it happened."""

    NOW = "now"
    TODAY = "today"
    YESTERDAY = "yesterday"
    EXACT = "exact"
    BETWEEN = "between"
    STILL = "still"
    UNKNOWN = "unknown"


class Identity(StrEnum):
    """How a person is known; may only move down this list, by the reporter's own act."""

    ANONYMOUS = "anonymous"
    PSEUDONYMOUS = "pseudonymous"
    IDENTIFIED = "identified"


class Fault(StrEnum):
    """What is wrong with an answer; forms give each its sentence."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    IN_FUTURE = "in-future"
    TOO_OLD = "too-old"
    ENDS_BEFORE_START = "ends-before-start"
    BAD_RECEIPT = "bad-receipt"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Intake:
    """One report as its sender gives it.

    ``cell`` is an H3 cell at resolution 9 (64-bit integer); ``photo`` the key of a kept photograph;
    ``answers`` go by the key of the question, as the version ``question_set`` (its id) asked it.
    """

    receipt: str
    topic: Topic
    description: str
    when: When = When.UNKNOWN
    happened_from: datetime | None = None
    happened_to: datetime | None = None
    cell: int | None = None
    place: str = ""
    photo: str = ""
    identity: Identity = Identity.ANONYMOUS
    language: str = "en"
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question_set: int | None = None

    @property
    def category(self) -> Category:
        """The police category of the topic."""
        return CATEGORY_OF[self.topic]


def tidy_text(text: str) -> str:
    """Return what a person typed, fit to be kept: every letter, no null, no lone surrogate.

    Line ends become ``\\n``; nothing is composed, folded or cut, so what is shown is what was
    written.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    return "".join(kept).strip()


def clean_receipt(text: str) -> str | None:
    """Return the receipt in its one form, or nothing when it cannot be one."""
    code = normalise_code(text[:100])
    if len(code) != RECEIPT_LENGTH or any(letter not in ALPHABET for letter in code):
        return None
    return code


def faults(intake: Intake, *, now: datetime) -> dict[str, Fault]:
    """Return what is wrong, by name of the answer; empty when the report can be taken."""
    found: dict[str, Fault] = {}
    if clean_receipt(intake.receipt) != intake.receipt:
        found["receipt"] = Fault.BAD_RECEIPT
    if not intake.description:
        found["description"] = Fault.MISSING
    elif len(intake.description) > DESCRIPTION_LENGTH:
        found["description"] = Fault.TOO_LONG
    if len(intake.place) > PLACE_LENGTH:
        found["place"] = Fault.TOO_LONG
    return found | when_faults(intake.when, intake.happened_from, intake.happened_to, now=now)


def when_faults(
    when: When, start: datetime | None, end: datetime | None, *, now: datetime
) -> dict[str, Fault]:
    """Return what is wrong with the moments given for ``when``."""
    found: dict[str, Fault] = {}
    if when in {When.EXACT, When.BETWEEN} and start is None:
        found["happened_from"] = Fault.MISSING
    if when is When.BETWEEN and end is None:
        found["happened_to"] = Fault.MISSING
    for name, moment in (("happened_from", start), ("happened_to", end)):
        if moment is None:
            continue
        if moment > now + _CLOCK_DRIFT:
            found[name] = Fault.IN_FUTURE
        elif moment < now - _OLDEST:
            found[name] = Fault.TOO_OLD
    if start and end and end < start and not found:
        found["happened_to"] = Fault.ENDS_BEFORE_START
    return found


def needs_second_check(when: When, start: datetime | None, *, now: datetime) -> bool:
    """Say whether it is so fresh that danger must be asked about again."""
    if when in {When.NOW, When.STILL}:
        return True
    return start is not None and when is When.EXACT and start > now - timedelta(hours=1)
