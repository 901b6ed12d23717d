"""Names as people type them: case, accents and apostrophes make no difference."""

import re
import unicodedata

# What published crime says in place of a street: true of many places, so no place to look for.
_NOT_STREETS = frozenset({
    "bus/coach station", "conference/exhibition centre", "ferry terminal", "fire station",
    "football ground", "further/higher educational building", "hospital", "motorway service area",
    "nightclub", "no location", "parking area", "park/open space", "pedestrian subway",
    "petrol station", "police station", "prison", "public transport", "race course",
    "railway station", "shopping area", "sports/recreation area", "supermarket",
    "theatre/concert hall",
})  # fmt: skip
_NEAR = "on or near "


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a name or a question, folded so that like is found by like."""
    plain = unicodedata.normalize("NFKD", text[:200]).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’")
    return tuple(re.findall(r"\w+", kept))


def street_of(location: str) -> str:
    """Return the street that a published row names, or nothing: "On or near St Paul'S Road"."""
    name = " ".join(location.split())
    if name.casefold().startswith(_NEAR):
        name = name[len(_NEAR) :]
    if name.casefold() in _NOT_STREETS or not search_words(name):
        return ""
    return re.sub(r"(?<=\w)(['’])S\b", r"\1s", name)
