"""The pages of a report: the same for every kind, with its own questions between them."""

from enum import StrEnum

_ASK = "ask-"


class Step(StrEnum):
    """The pages of every report, in the order in which they come."""

    EMERGENCY = "emergency"
    WHAT = "what"
    DOOR = "door"
    WHEN = "when"
    AGAIN = "again"
    WHERE = "where"
    WORDS = "words"
    DESTINATION = "destination"
    IDENTITY = "identity"
    CONTACT = "contact"
    EVIDENCE = "evidence"
    CHECK = "check"
    RECEIPT = "receipt"


def ask_page(question: str) -> str:
    """Return the name of the page that asks a question of a question set."""
    return _ASK + question


def question_of(page: str) -> str:
    """Return the question that a page asks, or nothing for a page of every report."""
    return page.removeprefix(_ASK) if page.startswith(_ASK) else ""
