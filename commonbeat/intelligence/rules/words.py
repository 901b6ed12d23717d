"""What words say, what they take along from others, and what must never be in them."""

import re

# A reason of fewer letters tells its reader nothing, in any script.
FEWEST_LETTERS = 6
# This many words in a row are no accident: they were taken from there.
LONGEST_RUN = 5
_WORD = re.compile(r"\w+")
# A receipt as people copy it, in groups or in one piece.
_RECEIPT = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{24}|[0-9A-Za-z]{4}(?:[ -][0-9A-Za-z]{4}){5})(?![0-9A-Za-z])"
)


def says_something(text: str) -> bool:
    """Say whether a reason is long enough to be judged by somebody else."""
    return sum(letter.isalnum() for letter in text) >= FEWEST_LETTERS


def takes_along(text: str, original: str) -> bool:
    """Say whether a text holds the original's own words: six in a row, or all of a short one."""
    ours, theirs = _words(text), _words(original)
    length = min(LONGEST_RUN + 1, len(theirs))
    if not length:
        return False
    taken = {tuple(theirs[at : at + length]) for at in range(len(theirs) - length + 1)}
    return any(tuple(ours[at : at + length]) in taken for at in range(len(ours) - length + 1))


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    # Of a script without spaces each sign is a word.
    return [part for word in words for part in (word if _is_unspaced(word) else [word])]


def _is_unspaced(word: str) -> bool:
    return any("\u3040" <= sign <= "\u9fff" for sign in word)


def holds_receipt(text: str) -> bool:
    """Say whether a text holds what may be a receipt: it would lead back to a reporter."""
    return any(any(sign.isdigit() for sign in found) for found in _RECEIPT.findall(text))
