"""Whether words for a partner give away what only the reporter could have said, or who they are.

A help for the person who writes, never a guard: they read what was found and answer it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# So many words in a row that stand in the report too are the reporter's own words.
RUN = 6
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[^\W_{_UNSPACED}]+")
_SIGN = re.compile(rf"[{_UNSPACED}]")
_PHONE = re.compile(r"\d[\d ().-]{6,20}\d")
_EMAIL = re.compile(r"@[\w-]{1,63}\.\w")
_SENTENCE_END = frozenset('.!?:;\n\r"“”‘’(')


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in words for a partner; every part is shown to whoever wrote them."""

    runs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    has_phone: bool = False
    has_email: bool = False

    def __bool__(self) -> bool:
        return bool(self.runs or self.names or self.has_phone or self.has_email)


def found_in(
    text: str, *, told: Iterable[str], names: Iterable[str] = (), places: Iterable[str] = ()
) -> Found:
    """Compare ``text`` with all that was ``told``, and with ``names`` that are known.

    Names of ``places`` that are shared anyway are no names of people.
    """
    said = [_plain(words) for words in told]
    return Found(
        runs=tuple(_runs(_plain(text), said)),
        names=tuple(_names(_plain(text), said, names, places)),
        has_phone=bool(_PHONE.search(text)),
        has_email=bool(_EMAIL.search(text)),
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _runs(text: str, said: Sequence[str]) -> list[str]:
    """Return each stretch that stands in the report too, as long as it goes."""
    found = _shared(_words(text), [_words(words) for words in said], RUN, " ")
    # Of a script without spaces, two signs count as one word.
    signs = [_SIGN.findall(words) for words in said]
    return found + _shared(_SIGN.findall(text), signs, 2 * RUN, "")


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _shared(
    mine: Sequence[str], theirs: Iterable[Sequence[str]], length: int, gap: str
) -> list[str]:
    known = {
        tuple(words[start : start + length])
        for words in theirs
        for start in range(len(words) - length + 1)
    }
    found: list[str] = []
    end = 0
    for start in range(len(mine) - length + 1):
        if tuple(mine[start : start + length]) not in known:
            continue
        if start < end and found:
            found[-1] += gap + mine[start + length - 1]
        else:
            found.append(gap.join(mine[start : start + length]))
        end = start + length
    return found


def _names(
    text: str, said: Iterable[str], names: Iterable[str], places: Iterable[str]
) -> list[str]:
    """Return the words that may be somebody's name, as they stand in ``text``.

    A word with a capital in both counts where it does not merely begin a sentence in each.
    """
    known = {word for place in places for word in _words(_plain(place))}
    given = {word for name in names for word in _words(_plain(name))}
    capitals = [pair for words in said for pair in _capitals(words)]
    anywhere = {word.casefold() for word, _inside in capitals}
    inside = {word.casefold() for word, is_inside in capitals if is_inside}
    hits = [
        word
        for word, is_inside in _capitals(text)
        if word.casefold() in (given | (anywhere if is_inside else inside)) - known
    ]
    return list(dict.fromkeys(hits))


def _capitals(text: str) -> list[tuple[str, bool]]:
    """Return the words that begin with a capital, and whether they stand inside a sentence."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        before = text[max(0, match.start() - 3) : match.start()].rstrip(" ")[-1:]
        if len(word) > 1 and word[0].isupper():
            found.append((word, bool(before) and before not in _SENTENCE_END))
    return found
