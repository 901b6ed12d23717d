"""The questions of a report, one a page."""

from enum import StrEnum


class Step(StrEnum):
    """The pages, in the order in which they come."""

    EMERGENCY = "emergency"
    WHAT = "what"
    WHEN = "when"
    AGAIN = "again"
    WHERE = "where"
    WORDS = "words"
    PHOTO = "photo"
    IDENTITY = "identity"
    CHECK = "check"
    RECEIPT = "receipt"
