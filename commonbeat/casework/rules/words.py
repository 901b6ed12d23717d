"""Whether a text says something to its reader."""

import re

# A reason or an answer of fewer words than this tells its reader nothing.
FEWEST_WORDS = 3
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_SPACED_WORD = re.compile(rf"[^\W_{_UNSPACED}]+(?:['’-][^\W_{_UNSPACED}]+)*")
_UNSPACED_SIGN = re.compile(rf"[{_UNSPACED}]")


def words_in(text: str) -> int:
    """Count words; of a script without spaces, two characters count as one word."""
    signs = len(_UNSPACED_SIGN.findall(text))
    return (signs + 1) // 2 + len(_SPACED_WORD.findall(text))


def says_something(text: str) -> bool:
    """Say whether a text is long enough to mean something to its reader."""
    return words_in(text) >= FEWEST_WORDS
