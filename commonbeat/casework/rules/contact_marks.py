"""Links, numbers and gaps in a text: what a reader may follow, and what nobody filled."""

import re

# Addresses of sites and of mailboxes, written with or without their scheme.
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|"
    r"(?<![\w.@-])[\w-]+(?:[.@][\w-]+)*\.(?:com|org|net|uk|info|io|me|ly|eu|app|gov|biz|co)"
    r"(?![\w-])(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
# A number of somebody in Britain or abroad; dates, times and references have fewer digits.
_NUMBER = re.compile(r"(?<![\w+])(?:\+|0)\d(?:[ ()-]{0,2}\d){5,14}(?!\w)")
_GAP = re.compile(r"\{[^{}\n]{0,40}\}|\[[^\[\]\n]{1,40}\]|_{3,}|\bX{3,}\b")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)


def links_in(text: str) -> list[str]:
    """Return the addresses in a text, without the stop that ends a sentence."""
    return [found.group().rstrip(".,;:!?)”’'") for found in _LINK.finditer(text)]


def host_of(link: str) -> str:
    """Return the site that a link leads to."""
    found = _HOST.match(link)
    return found.group(1).casefold() if found else ""


def numbers_in(text: str, *, call: tuple[str, ...]) -> list[str]:
    """Return the telephone numbers in a text; a short one counts after a word like "call"."""
    found = [number.group() for number in _NUMBER.finditer(text)]
    if call:
        words = "|".join(re.escape(word) for word in call)
        short = re.compile(rf"(?:{words})\s{{0,3}}(\d{{3,6}})(?!\d)", re.IGNORECASE)
        found += [number.group(1) for number in short.finditer(text)]
    return found


def digits(number: str) -> str:
    """Return a number without what stands between its digits."""
    return "".join(sign for sign in number if sign.isdecimal())


def gaps_in(text: str) -> list[str]:
    """Return what was left to be filled in."""
    return [gap.group() for gap in _GAP.finditer(text)]
