"""How hard a text is to read: its sentences, and the age at which English is read with ease."""

import re

from commonbeat.casework.rules.words import words_in

# Nobody writes more to a reporter; whatever is longer is judged by its beginning.
LONGEST_READ = 5_000
# The age that everything we write to the public is meant for.
READING_AGE = 11
# More words than this in one sentence are lost on many readers, as GOV.UK found.
LONGEST_SENTENCE = 25
# A formula made for pages says nothing about a line.
_FEWEST_WORDS = 20
# The formula counts years at school in America; children begin them at five, as here.
_FIRST_SCHOOL_YEAR = 5

_END = re.compile(r"[.!?\u061f\u3002\uff01\uff1f]+[\s\"”’)]*|\n+")
_ENGLISH_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+")
_PARTS_OF_SIGNS = re.compile(r"(?<=[\u3002\uff01\uff1f])")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a line of its own is one too."""
    parted = _PARTS_OF_SIGNS.sub("\n", text[:LONGEST_READ])
    return [part.strip() for part in _END.split(parted) if part.strip()]


def long_sentences(text: str) -> list[str]:
    """Return the sentences with more words than most readers can hold."""
    return [part for part in sentences(text) if words_in(part) > LONGEST_SENTENCE]


def reading_age(text: str) -> int | None:
    """Return from which age on an English text is read with ease, or None where it is too short.

    The grade of Flesch and Kincaid, 0.39 words a sentence + 11.8 syllables a word - 15.59, and
    five years (Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas for
    Navy enlisted personnel", 1975). Syllables are counted by their vowels: no dictionary is needed.
    """
    words = _ENGLISH_WORD.findall(text[:LONGEST_READ])
    if len(words) < _FEWEST_WORDS:
        return None
    parts = max(1, sum(1 for part in sentences(text) if _ENGLISH_WORD.search(part)))
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / parts + 11.8 * syllables / len(words) - 15.59
    return max(_FIRST_SCHOOL_YEAR, round(grade) + _FIRST_SCHOOL_YEAR)


def _syllables(word: str) -> int:
    small = word.lower()
    groups = len(_VOWELS.findall(small))
    is_silent = small.endswith("e") and not small.endswith(("le", "ee")) and groups > 1
    is_past = small.endswith("ed") and not small.endswith(("ted", "ded")) and groups > 1
    return max(1, groups - (is_silent or is_past))
