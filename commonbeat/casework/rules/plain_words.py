"""What is looked for in words to a reporter, in each language: data beside this file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("plain_words.json")


@dataclass(frozen=True, slots=True)
class PlainWords:
    """What is looked for in texts of one language.

    ``jargon`` names a plainer word for each; ``next_step`` says what happens or by when, ``who``
    asks who somebody is, ``blame`` lays fault on them, ``promise`` cannot be kept, ``call`` stands
    before a number, and ``common`` are the small words by which a language is known.
    """

    jargon: Mapping[str, str]
    next_step: tuple[str, ...]
    who: tuple[str, ...]
    blame: tuple[str, ...]
    promise: tuple[str, ...]
    call: tuple[str, ...]
    common: frozenset[str]


@cache
def plain_words() -> Mapping[str, PlainWords]:
    """Return what is looked for, by language."""
    document: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return {language: _read(given) for language, given in document.items()}


def _read(given: dict[str, Any]) -> PlainWords:
    return PlainWords(
        jargon=given["jargon"],
        next_step=tuple(given["next_step"]),
        who=tuple(given["who"]),
        blame=tuple(given["blame"]),
        promise=tuple(given["promise"]),
        call=tuple(given["call"]),
        common=frozenset(given["common"].split()),
    )
