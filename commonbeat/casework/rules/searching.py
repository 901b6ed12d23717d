"""Looking for words in reports: when it is a look-up of a person, and when that is one too many."""

import re
from datetime import timedelta
from enum import StrEnum

SEARCH_LENGTH = 120
# A search page holds as many rows as a page of the queue.
SEARCH_PAGE = 50
# How long looking up one person again and again is counted, and how often is once too often.
LOOK_UPS_COUNTED = timedelta(days=28)
LOOK_UPS_FLAGGED = 3

# Two words with capitals that stand together: most names that are typed look like this.
_NAME = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]+(?:[ -]+[^\W\d_a-z][^\W\d_]+)+")
_TITLE = re.compile(r"(?i)(?<!\w)(?:mr|mrs|ms|miss|mx|dr|prof|sir|lady|pc|sgt)\.? +[^\W\d_]{2}")
_EMAIL = re.compile(r"\S@\S")
_PLATE = re.compile(
    r"(?i)(?<!\w)(?:[a-z]{2}[0-9]{2}[ -]?[a-z]{3}|[a-z][0-9]{2,3}[ -]?[a-z]{3})(?!\w)"
)
_FEWEST_FIGURES = 9


class Standing(StrEnum):
    """How far a report is, as a search narrows it down."""

    OPEN = "open"
    NEW = "new"
    IN_HAND = "in-hand"
    WAITING = "waiting"
    FINISHED = "finished"


def looks_like_person(text: str) -> bool:
    """Say whether words look like a person: a name, a number, an address or a registration.

    It errs on both sides, so that whoever searches can say so themselves. Names of scripts without
    capitals are never seen here.
    """
    figures = sum(sign.isdecimal() for sign in text)
    if figures >= _FEWEST_FIGURES or _EMAIL.search(text) or _PLATE.search(text):
        return True
    if _TITLE.search(text):
        return True
    return any(_is_name(found[0]) for found in _NAME.finditer(text))


def _is_name(text: str) -> bool:
    """Say whether words begin with capitals and go on without: an abbreviation is no name."""
    return all(word[0].isupper() for word in re.split(r"[ -]+", text)) and not text.isupper()


def is_flagged(look_ups: int) -> bool:
    """Say whether so many look-ups of one person, without a case, are for a supervisor to see."""
    return look_ups >= LOOK_UPS_FLAGGED
