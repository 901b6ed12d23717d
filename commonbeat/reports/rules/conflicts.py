"""Who of the police is named in what somebody wrote, and why somebody is kept from a report."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """Why somebody is kept from a report."""

    NAMED = "named"  # their name stands in it
    SAID_SO = "said-so"  # they know somebody in it, and said so
    KNOWN = "known"  # a colleague knows of it


# Before a family name they make it the name of an officer, in the languages of the town.
_RANKS = frozenset(
    word
    for words in (
        "pc pcso wpc dc ds di dci sgt sergeant constable officer inspector insp detective",
        "chief superintendent supt policeman policewoman",
        "agente oficial sargento inspectora comisario policia",
        "policjant policjanta policjantka policjantki funkcjonariusz funkcjonariuszka",
        "sierzant posterunkowy komisarz aspirant",
        "الضابط ضابط الشرطي شرطي الشرطية",
    )
    for word in words.split()
)
_WORD = re.compile(r"[^\W_]+")
# A word, or the end of a sentence: "a kind officer. Brown hair" names nobody.
_WORD_OR_END = re.compile(r"[^\W_]+|[.!?](?=\s)")
_ENDS = frozenset(".!?")
# "Sgt. Brown": the stop belongs to the rank.
_SHORT_RANK = 4
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
# How far before a family name its rank may stand: "PC 1234 Dan Okafor".
_FURTHEST = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A member of the police as the comparison needs them."""

    id: int
    first: str
    last: str
    whole: str


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def known_as(number: int, name: str) -> Known:
    """Return somebody by the parts of their name; ranks and numbers in it are no part of it."""
    parts = [
        part for part in _WORD.findall(_folded(name)) if part not in _RANKS and not part.isdigit()
    ]
    first, last = (parts[0], parts[-1]) if parts else ("", "")
    return Known(number, first, last, "".join(parts))


def named_in(text: str, people: Mapping[str, Iterable[Known]]) -> set[int]:
    """Return the ids of those whom a text names: by first and family name, or by rank and name.

    ``people`` is everybody by their family name. A family name alone says too little: Brown and
    Park are words. In a script without spaces the whole name is looked for.
    """
    words = _WORD_OR_END.findall(_folded(text))
    found = {
        person.id
        for at, word in enumerate(words)
        for person in people.get(word, ())
        if _is_meant(words, at, person)
    }
    if _UNSPACED.search(text):
        joined = "".join(words)
        everybody = (person for group in people.values() for person in group)
        found |= {p.id for p in everybody if _UNSPACED.search(p.whole) and p.whole in joined}
    return found


def _is_meant(words: list[str], at: int, person: Known) -> bool:
    if _has_rank(words, at, person):
        return True
    beside = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    return person.first != person.last and person.first in beside


def _has_rank(words: list[str], at: int, person: Known) -> bool:
    """Say whether a rank stands before the name, with nothing but more of the name between."""
    for place in range(at - 1, max(-1, at - 1 - _FURTHEST), -1):
        word = words[place]
        if word in _RANKS:
            return True
        is_stop_of_rank = word == "." and len(words[place - 1]) <= _SHORT_RANK
        is_of_name = word.isdigit() or len(word) == 1 or word == person.first
        if not is_of_name or (word in _ENDS and not is_stop_of_rank):
            return False
    return False
