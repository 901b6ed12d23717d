"""In which of our languages a text probably is, by its script and its small words."""

import re
from collections.abc import Mapping

from commonbeat.casework.rules.plain_words import PlainWords

_SCRIPTS = {
    "zh-hans": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "ar": re.compile(r"[\u0620-\u064a\u0671-\u06d3]"),
}
_WORD = re.compile(r"[^\W\d_]+")
# So many of all letters, or small words, make a language known.
_SHARE_OF_LETTERS = 0.4
_FEWEST_LETTERS = 6
_FEWEST_SMALL_WORDS = 3


def probable_language(text: str, words: Mapping[str, PlainWords]) -> str | None:
    """Return the language of ours that a text is probably in, or None where nobody could tell."""
    letters = sum(letter.isalpha() for letter in text)
    for language, script in _SCRIPTS.items():
        found = len(script.findall(text))
        if found >= _FEWEST_LETTERS and found >= letters * _SHARE_OF_LETTERS:
            return language
    tokens = [token.casefold() for token in _WORD.findall(text)]
    hits = {
        language: sum(token in plain.common for token in tokens)
        for language, plain in words.items()
    }
    ranked = sorted(hits.items(), key=lambda pair: pair[1], reverse=True)
    (best, most), second = ranked[0], ranked[1][1]
    return best if most >= _FEWEST_SMALL_WORDS and most >= 2 * second else None
