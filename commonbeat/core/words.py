"""Words to search by: how a text is taken apart, and the keyed digests that stand for its words.

An index holds digests and no word, so that a stolen database says nothing without the keys. Each
index has a ``purpose`` of its own: the digest of a word in one index is not the one in another.
Whole words alone are found, whatever their accents and capital letters.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from commonbeat.core import crypto

# Longer than anything that a form takes; what is beyond is not found.
LONGEST_TEXT = 20_000
# The longest words and addresses that people write are shorter.
LONGEST_WORD = 40
MOST_WORDS = 4_000
# Of a digest so many bits are kept: of a million words hardly two are alike, and SQLite needs no
# more than six bytes for one.
DIGEST_BITS = 47

# Scripts that leave no spaces between words: Thai, Lao, Burmese, Khmer, kana and Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"([{_UNSPACED}]+)|[^{_UNSPACED}]+")
_THOUSANDS = re.compile(r"(?<=[0-9])[.,](?=[0-9]{3}(?![0-9]))")
# British registrations, as they were given out since 1963.
_PLATE = re.compile(r"[a-z]{2}[0-9]{2}[a-z]{3}|[a-z][0-9]{2,3}[a-z]{3}|[a-z]{3}[0-9]{2,3}[a-z]")
_PLATE_PIECES = (3, 2)
_TELEPHONE = range(9, 16)
_ARTICLE, _FEWEST_AFTER_ARTICLE = "\u0627\u0644", 3

# Letters that no rule of Unicode takes apart.
_LETTERS = {
    **dict(zip("łøđħıŧ", "lodhit", strict=True)),
    **{"æ": "ae", "œ": "oe", "þ": "th", "ð": "d"},
    # Arabic and Persian: letters that are written in more ways than one.
    **dict(zip("\u0671\u0649\u06cc\u0629\u06a9", "\u0627\u064a\u064a\u0647\u0643", strict=True)),
}
_LEFT_OUT = frozenset("'’ʼ`\u0640\u00ad\u200b\u200c\u200d\u2060\ufeff")
_KEPT = frozenset("@.+-,")
_DASHES = frozenset("‐‑‒–—−")
_APART = str.maketrans("@.+-", "    ")
# Accents, and the marks of Hebrew and Arabic. The vowel signs of other scripts are letters.
_MARKS = ((0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670))
_MORE_MARKS = ((0x6D6, 0x6ED), (0x8D3, 0x8FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF))


class _Folding(dict[int, str]):
    """What each character becomes; worked out once for each."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(code)
        return folded


def _folded(code: int) -> str:
    sign = chr(code)
    if sign in _LEFT_OUT or any(low <= code <= high for low, high in _MARKS + _MORE_MARKS):
        return ""
    if sign in _LETTERS:
        return _LETTERS[sign]
    if sign in _KEPT or sign in _DASHES:
        return "-" if sign in _DASHES else sign
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    return sign if kind[0] in "LNM" else " "


_FOLDING = _Folding()


def folded(text: str) -> str:
    """Return a text as its words are compared: no capitals, accents or marks, figures as 0 to 9."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST_TEXT])[:LONGEST_TEXT]
    flat = unicodedata.normalize("NFKD", apart.casefold()).translate(_FOLDING)
    return unicodedata.normalize("NFC", _THOUSANDS.sub("", flat))


def words_of(text: str) -> list[str]:
    """Return every word by which a text can be found, once each.

    A telephone number, a registration and an e-mail address are there whole beside their pieces; a
    script without spaces as its signs and as each two signs that stand together.
    """
    return _read(text).filed


def words_wanted(text: str) -> list[str]:
    """Return the words that a text must hold, all of them, to be what somebody looks for."""
    return _read(text).asked


def text_digests(purpose: str, texts: Iterable[str]) -> list[int]:
    """Return the digests under which texts are filed together, once each, by the newest key."""
    newest = crypto.digest_keys(purpose)[0]
    words = dict.fromkeys(word for text in texts for word in words_of(text))
    return list(dict.fromkeys(_digest(newest, word) for word in words))


def wanted_digests(purpose: str, text: str) -> list[list[int]]:
    """Return, for each word wanted, what it may be filed as: one digest a key still held."""
    keys = crypto.digest_keys(purpose)
    return [[_digest(key, word) for key in keys] for word in words_wanted(text)]


def _digest(key: bytes, word: str) -> int:
    return int.from_bytes(hmac.digest(key, word.encode(), "sha256")[:8]) >> (64 - DIGEST_BITS)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a text is filed under, and what somebody who types it asks for; both once each."""

    filed: list[str]
    asked: list[str]


def _read(text: str) -> _Words:
    filed: list[str] = []
    asked: list[str] = []
    pieces: list[str] = []
    for chunk in folded(text).replace(",", " ").split():
        parts = chunk.translate(_APART).split()
        if "@" in chunk.strip("@"):
            asked.append(chunk.strip("@.+-"))
            filed += [asked[-1], *parts]
            continue
        if len(parts) > 1 and all(part.isalpha() for part in parts):
            filed.append("".join(parts))
        if parts and chunk[0] == "+":
            parts[0] = f"+{parts[0]}"
        pieces += parts
    _read_pieces(pieces, filed, asked)
    return _Words(_kept(filed), _kept(asked))


def _read_pieces(pieces: list[str], filed: list[str], asked: list[str]) -> None:
    at = 0
    while at < len(pieces):
        whole, used = _telephone(pieces, at) or _plate(pieces, at) or ("", 1)
        for piece in pieces[at : at + used]:
            signs, wanted = _cut(piece.lstrip("+"))
            filed += signs
            if not whole:
                asked += wanted
        if whole:
            filed.append(whole)
            asked.append(whole)
        at += used


def _telephone(pieces: list[str], at: int) -> tuple[str, int] | None:
    """Return the number that begins at a piece, as it is dialled in its country, and its length."""
    if not pieces[at].lstrip("+").isdecimal() or pieces[at][0] not in "+0":
        return None
    end, number = at + 1, pieces[at]
    most = _TELEPHONE[-1] + number.count("+")
    while end < len(pieces) and pieces[end].isdecimal() and len(number + pieces[end]) <= most:
        number += pieces[end]
        end += 1
    for abroad in ("+44", "0044"):
        if number.startswith(abroad):
            number = "0" + number.removeprefix(abroad).lstrip("0")
    number = number.lstrip("+")
    return (number, end - at) if len(number) in _TELEPHONE else None


def _plate(pieces: list[str], at: int) -> tuple[str, int] | None:
    """Return the registration that begins at a piece and goes over two or three of them."""
    for used in _PLATE_PIECES:
        whole = "".join(pieces[at : at + used])
        if len(pieces) - at >= used and len(whole) <= 7 and _PLATE.fullmatch(whole):
            return whole, used
    return None


def _cut(piece: str) -> tuple[list[str], list[str]]:
    """Return what a piece is filed under, and what it asks for; unspaced scripts sign by sign."""
    filed: list[str] = []
    asked: list[str] = []
    for run in _RUN.finditer(piece):
        text = run[0]
        if run[1] is None:
            filed.append(_without_article(text))
            asked.append(filed[-1])
            continue
        pairs = [text[place : place + 2] for place in range(len(text) - 1)]
        filed += [*text, *pairs]
        asked += pairs or [text]
    return filed, asked


def _without_article(word: str) -> str:
    rest = word.removeprefix(_ARTICLE)
    return rest if len(rest) >= _FEWEST_AFTER_ARTICLE else word


def _kept(words: list[str]) -> list[str]:
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words if word))[:MOST_WORDS]
