"""Question sets as plain data, to be stored, compared and edited."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from commonbeat.reports.rules.questions import (
    AnswerKind,
    Condition,
    Door,
    Option,
    Part,
    Question,
    QuestionSet,
)


def digest(document: Mapping[str, Any]) -> str:
    """Return what this very text can be known again by."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def as_document(found: QuestionSet) -> dict[str, Any]:
    """Return a set as plain data, with nothing in it that is empty."""
    return _without_empty(
        {
            "questions": [_question_document(question) for question in found.questions],
            "without": sorted(part.value for part in found.without),
            "title": dict(found.title),
            "advice": dict(found.advice),
            "door": _door_document(found.door) if found.door else None,
        }
    )


def _question_document(question: Question) -> dict[str, Any]:
    return _without_empty(
        {
            "key": question.key,
            "kind": question.kind.value,
            "words": dict(question.words),
            "help": dict(question.help),
            "options": [
                _without_empty(
                    {
                        "key": option.key,
                        "words": dict(option.words),
                        "hint": dict(option.hint),
                        "danger": option.danger,
                    }
                )
                for option in question.options
            ],
            "may_not_know": question.may_not_know,
            "first": question.first,
            "only_if": _conditions_document(question.only_if),
        }
    )


def _door_document(door: Door) -> dict[str, Any]:
    return _without_empty(
        {
            "name": dict(door.name),
            "text": dict(door.text),
            "phone": door.phone,
            "site": door.site,
            "only_if": _conditions_document(door.only_if),
        }
    )


def _conditions_document(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    return [{"question": each.question, "one_of": list(each.one_of)} for each in conditions]


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value}


def from_document(document: Mapping[str, Any]) -> QuestionSet:
    """Return the set that ``as_document`` made this of."""
    door = document.get("door")
    return QuestionSet(
        questions=tuple(_question(each) for each in document.get("questions", [])),
        without=frozenset(Part(part) for part in document.get("without", [])),
        title=document.get("title", {}),
        advice=document.get("advice", {}),
        door=_door(door) if door else None,
    )


def _question(document: Mapping[str, Any]) -> Question:
    return Question(
        key=document["key"],
        kind=AnswerKind(document["kind"]),
        words=document.get("words", {}),
        help=document.get("help", {}),
        options=tuple(
            Option(
                key=each["key"],
                words=each.get("words", {}),
                hint=each.get("hint", {}),
                danger=each.get("danger", False),
            )
            for each in document.get("options", [])
        ),
        may_not_know=document.get("may_not_know", False),
        first=document.get("first", False),
        only_if=_conditions(document),
    )


def _door(document: Mapping[str, Any]) -> Door:
    return Door(
        name=document.get("name", {}),
        text=document.get("text", {}),
        phone=document.get("phone", ""),
        site=document.get("site", ""),
        only_if=_conditions(document),
    )


def _conditions(document: Mapping[str, Any]) -> tuple[Condition, ...]:
    return tuple(
        Condition(question=each["question"], one_of=tuple(each["one_of"]))
        for each in document.get("only_if", [])
    )
