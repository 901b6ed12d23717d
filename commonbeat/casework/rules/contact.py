"""The quality of what is written to a reporter: advice before it is sent, never a bar."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from commonbeat.casework.rules.answers import Purpose
from commonbeat.casework.rules.contact_marks import digits, gaps_in, host_of, links_in, numbers_in
from commonbeat.casework.rules.plain_words import PlainWords, plain_words
from commonbeat.casework.rules.reading import (
    LONGEST_READ,
    READING_AGE,
    long_sentences,
    reading_age,
)
from commonbeat.casework.rules.tongue import probable_language


class Advice(StrEnum):
    """What can be said about words before they are sent."""

    GAP = "gap"
    WITHDRAWN = "withdrawn"
    LANGUAGE = "language"
    ASKS_WHO = "asks-who"
    BLAME = "blame"
    PROMISE = "promise"
    CONTACT = "contact"
    NO_NEXT_STEP = "no-next-step"
    JARGON = "jargon"
    READING_AGE = "reading-age"
    LONG_SENTENCE = "long-sentence"
    CAPITALS = "capitals"


# Numbers that everybody may be given: emergencies, the police, the NHS, Samaritans, Crimestoppers.
EVERYBODYS_NUMBERS = frozenset({"999", "112", "101", "105", "111", "116123", "0800555111"})
# As many findings of one kind are shown: the rest is found once these are mended.
_MOST_FOUND = 3
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'"})
_SHOUTED = re.compile(r"[^\W\d_]{2,}")
_FEWEST_SHOUTED = 3
# Some time of the clock or of the calendar says by when.
_TIME = re.compile(r"\d{1,2}(?::\d\d|\s?(?:am|pm)\b)|\b\d{1,2}[./]\d{1,2}\b|\d{1,2}\s?月")
_WITHOUT_SPACES = frozenset({"zh-hans", "ar"})


@dataclass(frozen=True, slots=True)
class Found:
    """Something in the words, and what would be better, where that is known."""

    said: str
    better: str = ""


@dataclass(frozen=True, slots=True)
class Advised:
    """One piece of advice, and what it was found in."""

    advice: Advice
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Words to a reporter, and what has to be known to judge them.

    ``known`` are the numbers (digits alone) and sites of the force's own list; ``is_withdrawn``
    says that the suggested answer that they began with is offered no more.
    """

    text: str
    purpose: Purpose
    language: str = "en"
    is_anonymous: bool = False
    known: frozenset[str] = frozenset()
    is_withdrawn: bool = False


def advise(letter: Letter) -> list[Advised]:
    """Return what could be better about words to a reporter, what matters most first."""
    text = letter.text[:LONGEST_READ]
    told = probable_language(text, plain_words())
    language = told or _ours(letter.language)
    plain = plain_words().get(language)
    checks: list[tuple[Advice, Callable[[], Iterable[Found] | None]]] = [
        (Advice.GAP, lambda: _said(gaps_in(text))),
        (Advice.WITHDRAWN, lambda: () if letter.is_withdrawn else None),
        (Advice.LANGUAGE, lambda: () if told and told != _ours(letter.language) else None),
        (Advice.CAPITALS, lambda: _said(_shouted(text))),
        (Advice.LONG_SENTENCE, lambda: _said(long_sentences(text))),
        (Advice.READING_AGE, lambda: _too_hard(text, language)),
        (Advice.CONTACT, lambda: _said(_unknown_contacts(text, letter.known, plain))),
    ]
    if plain:
        checks += _by_words(text, letter, plain, language)
    found = {advice: check() for advice, check in checks}
    return [
        Advised(advice, tuple(things)[:_MOST_FOUND])
        for advice in Advice
        if (things := found.get(advice)) is not None
    ]


def may_send(found: Iterable[Advice], *, shown: frozenset[Advice], as_it_is: bool) -> bool:
    """Say whether words go out: with nothing to say about them, or seen and sent all the same."""
    keys = frozenset(found)
    return not keys or (as_it_is and keys <= shown)


def _by_words(
    text: str, letter: Letter, plain: PlainWords, language: str
) -> list[tuple[Advice, Callable[[], Iterable[Found] | None]]]:
    def said(phrases: Iterable[str]) -> Iterable[Found] | None:
        return _said(_phrases(text, phrases, language))

    return [
        (Advice.ASKS_WHO, lambda: said(plain.who) if letter.is_anonymous else None),
        (Advice.BLAME, lambda: said(plain.blame)),
        (Advice.PROMISE, lambda: said(plain.promise)),
        (Advice.JARGON, lambda: _jargon(text, plain, language)),
        (Advice.NO_NEXT_STEP, lambda: None if _says_next(text, letter, plain, language) else ()),
    ]


def _ours(language: str) -> str:
    """Return a language as the lists name it: ``en-gb`` is English."""
    return language if language in plain_words() else language.split("-", maxsplit=1)[0]


def _said(things: Iterable[str]) -> tuple[Found, ...] | None:
    return tuple(Found(thing) for thing in dict.fromkeys(things)) or None


def _phrases(text: str, phrases: Iterable[str], language: str) -> list[str]:
    """Return which phrases a text holds, as they were typed."""
    straight = text.translate(_APOSTROPHES)
    edges = ("", "") if language in _WITHOUT_SPACES else (r"(?<!\w)", r"(?!\w)")
    wanted = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
    if not wanted:
        return []
    pattern = re.compile(rf"{edges[0]}(?:{wanted}){edges[1]}", re.IGNORECASE)
    return [found.group() for found in pattern.finditer(straight)]


def _jargon(text: str, plain: PlainWords, language: str) -> tuple[Found, ...] | None:
    # An abbreviation is one in capitals only: "mo" and "dv" are none.
    short = {word for word in plain.jargon if word.isupper()}
    better = {word.casefold(): plainer for word, plainer in plain.jargon.items()}
    found = [
        said
        for said in _phrases(text, plain.jargon, language)
        if said.isupper() or said.upper() not in short
    ]
    pairs = {said.casefold(): Found(said, better.get(said.casefold(), "")) for said in found}
    return tuple(pairs.values()) or None


def _says_next(text: str, letter: Letter, plain: PlainWords, language: str) -> bool:
    """Say whether a reader knows what comes: of a question, their own reply does."""
    if letter.purpose is Purpose.QUESTION:
        return True
    return bool(_TIME.search(text) or _phrases(text, plain.next_step, language))


def _too_hard(text: str, language: str) -> tuple[Found, ...] | None:
    age = reading_age(text) if language == "en" else None
    return (Found(str(age)),) if age is not None and age > READING_AGE else None


def _shouted(text: str) -> list[str]:
    """Return words in capitals that stand in a row of three or more."""
    rows: list[list[str]] = [[]]
    for word in _SHOUTED.findall(text):
        if word.isupper():
            rows[-1].append(word)
        elif rows[-1]:
            rows.append([])
    return [" ".join(row) for row in rows if len(row) >= _FEWEST_SHOUTED]


def _unknown_contacts(text: str, known: frozenset[str], plain: PlainWords | None) -> list[str]:
    allowed = known | EVERYBODYS_NUMBERS
    numbers = numbers_in(text, call=plain.call if plain else ())
    links = [link for link in links_in(text) if host_of(link) not in allowed]
    return links + [number for number in numbers if digits(number) not in allowed]
