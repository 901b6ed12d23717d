"""Answers that a force keeps ready: what each is for, and the gaps that are filled for a report."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from commonbeat.casework.rules.contact_marks import links_in
from commonbeat.casework.rules.decisions import RULES, DecisionKind


class Purpose(StrEnum):
    """What an answer is written for."""

    ANSWER = "answer"
    QUESTION = "question"
    CLOSING = "closing"


class Placeholder(StrEnum):
    """The gaps that an answer may hold; nothing else of a report gets into one by itself."""

    REFERENCE = "reference"
    WHO = "who"
    DATE = "date"
    LINK = "link"


_GAP = re.compile(r"\{([^{}\n]{0,40})\}")
_KNOWN = frozenset(Placeholder)


def purpose_of(kind: DecisionKind) -> Purpose | None:
    """Return what words of a decision are for, or None where it tells the reporter nothing."""
    rule = RULES[kind]
    if not rule.tells:
        return None
    if kind is DecisionKind.ASK:
        return Purpose.QUESTION
    return Purpose.CLOSING if rule.ends else Purpose.ANSWER


def unknown_gaps(text: str) -> list[str]:
    """Return the gaps that nothing fills, as they were typed."""
    return [gap.group() for gap in _GAP.finditer(text) if gap.group(1) not in _KNOWN]


def links_out(text: str) -> list[str]:
    """Return the addresses that a kept answer would send its reader to; ``{link}`` is ours."""
    return links_in(text)


def fill(text: str, values: Mapping[Placeholder, str]) -> str:
    """Return a text with its gaps filled; one without a value stays, so that somebody sees it."""

    def value(gap: re.Match[str]) -> str:
        name = gap.group(1)
        return values.get(Placeholder(name), gap.group()) if name in _KNOWN else gap.group()

    return _GAP.sub(value, text)


def is_as_offered(sent: str, offered: Iterable[str]) -> bool:
    """Say whether words were sent as they were offered, whatever spaces and lines are between."""
    return sent.split() in [words.split() for words in offered]
