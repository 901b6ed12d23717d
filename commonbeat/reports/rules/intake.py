"""What a person sends, as typed values, and what may be wrong with it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from commonbeat.core.ids import ALPHABET, normalise_code
from commonbeat.reports.rules.categories import CATEGORY_OF, Category, Topic
from commonbeat.reports.rules.clocks import hour_band
from commonbeat.reports.rules.destinations import rungs_for
from commonbeat.reports.rules.doors import EntryDoor
from commonbeat.reports.rules.identity import (
    KNOWN,
    NAME_LENGTH,
    Contact,
    Identity,
    contact_is_complete,
)

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

    ``cell`` is an H3 cell (64-bit integer) at resolution 9, or at 8 for the wider area alone.
    ``answers`` go by the key of the question, as the version ``question_set`` (its id) asked it.
    ``pseudonym`` is for that rung alone; ``contact`` for somebody known who has no account. Files
    came before, under the same receipt. ``about`` names the public matter that this adds to.
    ``sent_to`` is the row of the organisation that reads it too, or alone where ``to_police`` is
    false.
    """

    receipt: str
    topic: Topic
    description: str
    when: When = When.UNKNOWN
    happened_from: datetime | None = None
    happened_to: datetime | None = None
    cell: int | None = None
    place: str = ""
    identity: Identity = Identity.ANONYMOUS
    pseudonym: str = ""
    contact: Contact | None = None
    language: str = "en"
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question_set: int | None = None
    door: EntryDoor = EntryDoor.WEB
    about: str = ""
    to_police: bool = True
    sent_to: int | None = None

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
    if not intake.description and intake.identity is not Identity.COUNTED:
        found["description"] = Fault.MISSING
    elif len(intake.description) > DESCRIPTION_LENGTH:
        found["description"] = Fault.TOO_LONG
    if len(intake.place) > PLACE_LENGTH:
        found["place"] = Fault.TOO_LONG
    if not intake.to_police and intake.sent_to is None:
        found["destination"] = Fault.MISSING
    found |= identity_faults(intake)
    return found | when_faults(intake.when, intake.happened_from, intake.happened_to, now=now)


def identity_faults(intake: Intake) -> dict[str, Fault]:
    """Return what is wrong with the name that a rung asks for, or that it must not have."""
    found: dict[str, Fault] = {}
    if intake.identity not in rungs_for(to_police=intake.to_police):
        found["identity"] = Fault.NOT_ASKED
    if intake.identity is Identity.PSEUDONYM:
        if not intake.pseudonym:
            found["pseudonym"] = Fault.MISSING
        elif len(intake.pseudonym) > NAME_LENGTH:
            found["pseudonym"] = Fault.TOO_LONG
    elif intake.pseudonym:
        found["pseudonym"] = Fault.NOT_ASKED
    if intake.contact is not None:
        if intake.identity not in KNOWN:
            found["contact"] = Fault.NOT_ASKED
        elif not contact_is_complete(intake.contact):
            found["contact"] = Fault.MISSING
    return found


def counted_only(intake: Intake) -> Intake:
    """Return what is kept of a report that is only counted: its kind, its place and its hour.

    The place goes on as a cell, of which only the neighbourhood is kept.
    """
    band = hour_band(intake.happened_from) if intake.happened_from else None
    return Intake(
        receipt=intake.receipt,
        topic=intake.topic,
        description="",
        happened_from=band,
        cell=intake.cell,
        identity=Identity.COUNTED,
        about=intake.about,
    )


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
