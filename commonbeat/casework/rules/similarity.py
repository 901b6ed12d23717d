"""Whether two reports may tell of one event, and why: a suggestion that a person judges."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

_HOUR = timedelta(hours=1)
# How far apart people date one event: what is found in the morning happened some time at night.
_WINDOWS: Mapping[str, timedelta] = {
    "anti-social-behaviour": 4 * _HOUR,
    "public-order": 4 * _HOUR,
    "violent-crime": 4 * _HOUR,
    "robbery": 4 * _HOUR,
    "possession-of-weapons": 4 * _HOUR,
    "shoplifting": 6 * _HOUR,
    "theft-from-the-person": 6 * _HOUR,
    "bicycle-theft": 24 * _HOUR,
    "burglary": 24 * _HOUR,
    "criminal-damage-arson": 24 * _HOUR,
    "vehicle-crime": 24 * _HOUR,
    "missing-person": 72 * _HOUR,
    "lost-property": 72 * _HOUR,
    "unsafe-place": 72 * _HOUR,
}
_USUAL_WINDOW = 12 * _HOUR

# What one event may be reported as by people who saw different parts of it.
_KIN: tuple[frozenset[str], ...] = (
    frozenset({"burglary", "other-theft", "criminal-damage-arson", "vehicle-crime"}),
    frozenset({"bicycle-theft", "other-theft", "theft-from-the-person", "lost-property"}),
    frozenset({"shoplifting", "other-theft", "public-order"}),
    frozenset({"robbery", "theft-from-the-person", "violent-crime", "possession-of-weapons"}),
    frozenset({"violent-crime", "public-order", "anti-social-behaviour", "possession-of-weapons"}),
    frozenset({"anti-social-behaviour", "criminal-damage-arson", "drugs", "licensed-premises"}),
    frozenset({"welfare", "missing-person"}),
)
# What may be part of anything.
_OPEN_KINDS = frozenset({"suspicious", "information", "other-crime", "unsafe-place"})

# A word of fewer letters than this, or one of these, says nothing about an event.
_FEWEST_LETTERS = 3
_SMALL_WORDS = """
about after again all also and another any are around away because been before being but came
can could did does done down each even for from get got going had has have her here him his how
into its just know like made many more most much near next not now off one only other our out
over said saw see seen she some someone somebody still than that the their them then there they
this three time told too two until very was way went were what when where which while who why
will with would you your
con del ella este los las muy para pero por que sus una uno
ale był była było dla jak jest nie oraz się ten tej tam tego
"""
_EMPTY = frozenset(_SMALL_WORDS.split())
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[^\W\d_{_UNSPACED}]+|\d+")
_SIGNS = re.compile(rf"[{_UNSPACED}]+")
# Two words in common are no chance any more.
_ENOUGH_WORDS = 2
_SHOWN_WORDS = 6


class Nearness(IntEnum):
    """How near two reports are; the larger, the nearer."""

    NEXT_AREA = 1
    SAME_AREA = 2
    SAME_STREETS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a report: where, when, what kind and in which words."""

    cell8: int
    cell9: int | None
    at: datetime
    category: str
    words: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two reports may tell of one event; ``words`` are those of the first one."""

    place: Nearness
    hours: int
    is_same_kind: bool
    words: tuple[str, ...]
    score: float

    @property
    def is_likely(self) -> bool:
        """Whether it is worth showing to a person: near alone is not."""
        return self.is_same_kind or len(self.words) >= _ENOUGH_WORDS


def window_of(category: str) -> timedelta:
    """Return how far apart two reports of one event of this category may be dated."""
    return _WINDOWS.get(category, _USUAL_WINDOW)


def kin_of(category: str) -> frozenset[str] | None:
    """Return the categories that may tell of the same event, or None where every one may."""
    if category in _OPEN_KINDS:
        return None
    return frozenset({category}) | _OPEN_KINDS.union(*(kin for kin in _KIN if category in kin))


def likeness(one: Told, other: Told) -> Likeness:
    """Compare two reports by place, time, kind and words."""
    place = _nearness(one, other)
    apart = abs(one.at - other.at)
    hours = -(-apart // _HOUR)
    same_kind = one.category == other.category
    shared, overlap = _shared(one.words, other.words)
    in_time = max(0.0, 1 - apart / window_of(one.category))
    score = place + 2 * in_time + 2 * same_kind + 4 * overlap
    return Likeness(place, hours, same_kind, shared, score)


def _nearness(one: Told, other: Told) -> Nearness:
    if one.cell9 is not None and one.cell9 == other.cell9:
        return Nearness.SAME_STREETS
    return Nearness.SAME_AREA if one.cell8 == other.cell8 else Nearness.NEXT_AREA


def _shared(one: str, other: str) -> tuple[tuple[str, ...], float]:
    """Return the words that both use, as the first writes them, and the share that they are."""
    mine, theirs = telling_words(one), telling_words(other)
    common = [word for stem, word in mine.items() if stem in theirs]
    fewer = min(len(mine), len(theirs))
    return tuple(common[:_SHOWN_WORDS]), len(common) / fewer if fewer else 0.0


def telling_words(text: str) -> dict[str, str]:
    """Return the words that say something, by what they are compared by.

    Case, accents and a plural's last letter make no difference. Of a script without spaces, each
    two signs beside each other are a word.
    """
    found: dict[str, str] = {}
    for word in _WORD.findall(text.casefold()):
        if len(word) >= _FEWEST_LETTERS and word not in _EMPTY:
            found.setdefault(_stem(word), word)
    for run in _SIGNS.findall(text):
        found |= {run[i : i + 2]: run[i : i + 2] for i in range(len(run) - 1)}
    return found


def _stem(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    ends = plain.endswith("s") and not plain.endswith("ss") and len(plain) > _FEWEST_LETTERS
    return plain[:-1] if ends else plain
