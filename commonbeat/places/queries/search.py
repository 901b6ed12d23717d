"""Finding a place by the words that people type."""

from dataclasses import dataclass

from commonbeat.places.models import Place
from commonbeat.places.queries.atlas import Atlas, atlas
from commonbeat.places.rules.words import search_words


@dataclass(frozen=True, slots=True)
class Found:
    """One answer: what to show, and the cell that choosing it means."""

    label: str
    cell9: int
    kind: str


def search_places(text: str, limit: int = 8) -> list[Found]:
    """Return the places of our areas whose words begin with those typed, best known first."""
    words = search_words(text)
    if not words:
        return []
    now = atlas()
    scored: list[tuple[tuple[int, int, str], Place]] = []
    for place, names in now.names:
        score = _score(words, names)
        if score is not None and (now.area_of_cell(place.cell9) or not now.areas):
            scored.append(((score, place.rank, place.name), place))
    scored.sort(key=lambda pair: (pair[0], pair[1].cell9))
    answers: dict[str, Found] = {}
    for _, place in scored:
        label = _name(now, place)
        answers.setdefault(label, Found(label, place.cell9, place.kind))
        if len(answers) == limit:
            break
    return list(answers.values())


def _score(words: tuple[str, ...], names: list[tuple[str, ...]]) -> int | None:
    """Return 0 for a name that begins so, 1 for one that holds the words, None for neither."""
    best: int | None = None
    *whole, last = words
    for name in names:
        begins = name[: len(whole)] == tuple(whole) and len(name) > len(whole)
        if begins and name[len(whole)].startswith(last):
            return 0
        if all(any(part.startswith(word) for part in name) for word in words):
            best = 1
    return best


def _name(now: Atlas, place: Place) -> str:
    area = now.area_of_cell(place.cell9)
    if area is None or area.name in place.name:
        return place.name
    return f"{place.name}, {area.name}"
