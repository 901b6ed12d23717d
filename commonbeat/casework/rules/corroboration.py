"""How many people, at least as far as we can tell, told of one event: a range, never a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FEW, MANY = 2, 5


class Voices(StrEnum):
    """How many independent reports there are; from the exact number somebody could be found."""

    NONE = "none"
    ONE = "1"
    FEW = "2-4"
    MANY = "5+"


@dataclass(frozen=True, slots=True)
class Voice:
    """One report, as far as its sender can be told apart from others.

    ``marks`` are what they are known by (their account, their address); empty where nothing is.
    """

    marks: frozenset[str] = frozenset()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The range, and whether some of those counted may be the same person."""

    voices: Voices
    may_be_same: bool


def corroboration(voices: Iterable[Voice]) -> Corroboration:
    """Count independent reports, as a range.

    Independent means: sent by somebody else, as far as we know. Reports that share a named
    account or an address are one person's, also where a third report joins the two. What was taken
    back, and hoaxes, count nothing. Whoever has neither name nor address cannot be told apart from
    anybody: to leave them out would make their word worth nothing, and to look behind them is what
    we promised never to do. They count one each, and the range says that they may be the same
    person.
    """
    heard = [voice.marks for voice in voices if voice.counts]
    unknown = sum(not marks for marks in heard)
    people: list[set[str]] = []
    for marks in filter(None, heard):
        same = [person for person in people if person & marks]
        people = [person for person in people if not person & marks]
        people.append(set(marks).union(*same))
    number = unknown + len(people)
    return Corroboration(_range(number), may_be_same=unknown > 0 and number > 1)


def _range(number: int) -> Voices:
    if number >= MANY:
        return Voices.MANY
    if number >= FEW:
        return Voices.FEW
    return Voices.ONE if number else Voices.NONE
