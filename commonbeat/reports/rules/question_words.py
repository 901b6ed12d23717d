"""The texts of a question set by the place where they stand, for translating them one by one."""

from collections.abc import Mapping
from dataclasses import replace

from commonbeat.reports.rules.questions import MAIN_LANGUAGE, Option, Question, QuestionSet, Said


def texts_of(questions: QuestionSet) -> dict[str, Said]:
    """Return every text that a person reads, by its place, in the order of the pages."""
    found: dict[str, Said] = {"title": questions.title, "advice": questions.advice}
    if questions.door:
        found |= {"door.name": questions.door.name, "door.text": questions.door.text}
    for question in questions.questions:
        found |= _texts_of(question)
    return {place: said for place, said in found.items() if said.get(MAIN_LANGUAGE)}


def _texts_of(question: Question) -> dict[str, Said]:
    found = {f"{question.key}.words": question.words, f"{question.key}.help": question.help}
    for option in question.options:
        found[f"{question.key}.{option.key}.words"] = option.words
        found[f"{question.key}.{option.key}.hint"] = option.hint
    return found


def with_words(questions: QuestionSet, language: str, words: Mapping[str, str]) -> QuestionSet:
    """Return the set with ``words`` by place in one language; an empty text takes a word away."""

    def said(place: str, before: Said) -> Said:
        if place not in words:
            return before
        rest = {code: text for code, text in before.items() if code != language}
        return {**rest, language: words[place]} if words[place] else rest

    def option(key: str, before: Option) -> Option:
        place = f"{key}.{before.key}"
        return replace(
            before,
            words=said(f"{place}.words", before.words),
            hint=said(f"{place}.hint", before.hint),
        )

    def question(before: Question) -> Question:
        return replace(
            before,
            words=said(f"{before.key}.words", before.words),
            help=said(f"{before.key}.help", before.help),
            options=tuple(option(before.key, each) for each in before.options),
        )

    door = questions.door
    return replace(
        questions,
        questions=tuple(question(each) for each in questions.questions),
        title=said("title", questions.title),
        advice=said("advice", questions.advice),
        door=replace(door, name=said("door.name", door.name), text=said("door.text", door.text))
        if door
        else None,
    )


def reworded(before: Said, english: str) -> Said:
    """Return a text with new English words; translations of the old ones are no longer true."""
    if before.get(MAIN_LANGUAGE, "") == english:
        return before
    return {MAIN_LANGUAGE: english} if english else {}
