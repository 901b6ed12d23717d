"""Changing a question set without code: one form a question, one for the set, one a language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commonbeat.reports.models import KIND_WORDS, PART_WORDS, in_words
from commonbeat.reports.rules.question_words import reworded, texts_of
from commonbeat.reports.rules.questions import (
    MAIN_LANGUAGE,
    MOST_OPTIONS,
    TAKEN_KEYS,
    UNKNOWN,
    WORDS_LENGTH,
    AnswerKind,
    Condition,
    Door,
    Option,
    Part,
    Question,
    QuestionSet,
    Said,
)

_BLANK_ROWS = 3
_LONG = WORDS_LENGTH * 3


def _english(said: Said) -> str:
    return said.get(MAIN_LANGUAGE, "")


def _condition_choices(before: Iterable[Question]) -> list[tuple[str, str]]:
    """Return each answer that a later page can depend on, as ``question=answer``."""
    choices = []
    for question in before:
        for value in question.values:
            option = question.option(value)
            answer = in_words(option.words) if option else _("I do not know")
            choices.append((f"{question.key}={value}", f"{in_words(question.words)} {answer}"))
    return choices


def _conditions(chosen: Iterable[str]) -> tuple[Condition, ...]:
    found: dict[str, tuple[str, ...]] = {}
    for text in chosen:
        key, _sign, value = text.partition("=")
        found[key] = (*found.get(key, ()), value)
    return tuple(Condition(key, values) for key, values in found.items())


def _chosen(conditions: Iterable[Condition]) -> list[str]:
    return [f"{each.question}={value}" for each in conditions for value in each.one_of]


def _only_if(before: Iterable[Question]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Only after one of these answers"),
        help_text=_("Choose none to show it to everybody."),
        required=False,
        choices=_condition_choices(before),
        widget=forms.CheckboxSelectMultiple,
    )


@dataclass(frozen=True, slots=True)
class OptionRow:
    """The inputs of one answer to choose."""

    number: int
    words: BoundField
    hint: BoundField
    danger: BoundField
    key: BoundField


class QuestionForm(forms.Form):
    """One question in English; a text that changes loses the translations of the old one."""

    words = forms.CharField(label=_("The question"), max_length=WORDS_LENGTH)
    help = forms.CharField(
        label=_("Help below it"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("How it is answered"),
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        widget=forms.RadioSelect,
    )
    may_not_know = forms.BooleanField(label=_("“I do not know” is an answer"), required=False)
    first = forms.BooleanField(
        label=_("Ask it first, and wait for an answer"),
        help_text=_("For what decides whether somebody is in danger, or better helped elsewhere."),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, question: Question | None, before: list[Question]
    ) -> None:
        self.question, self.before = question, before
        options = question.options if question else ()
        self.count = min(MOST_OPTIONS, len(options) + _BLANK_ROWS)
        super().__init__(data, initial=self._initial(question, options))
        if before:
            self.fields["only_if"] = _only_if(before)
        for number in range(self.count):
            self._add_row(number)

    def _initial(self, question: Question | None, options: Iterable[Option]) -> dict[str, Any]:
        if question is None:
            return {"kind": AnswerKind.ONE.value}
        found: dict[str, Any] = {
            "words": _english(question.words),
            "help": _english(question.help),
            "kind": question.kind.value,
            "may_not_know": question.may_not_know,
            "first": question.first,
            "only_if": _chosen(question.only_if),
        }
        for number, option in enumerate(options):
            found[f"key_{number}"] = option.key
            found[f"words_{number}"] = _english(option.words)
            found[f"hint_{number}"] = _english(option.hint)
            found[f"danger_{number}"] = option.danger
        return found

    def _add_row(self, number: int) -> None:
        self.fields[f"key_{number}"] = forms.CharField(
            required=False, max_length=32, widget=forms.HiddenInput
        )
        self.fields[f"words_{number}"] = forms.CharField(
            label=_("Answer"), required=False, max_length=WORDS_LENGTH
        )
        self.fields[f"hint_{number}"] = forms.CharField(
            label=_("A line below it"), required=False, max_length=WORDS_LENGTH
        )
        self.fields[f"danger_{number}"] = forms.BooleanField(
            label=_("Means danger: show 999, not the form"), required=False
        )

    @property
    def rows(self) -> Iterator[OptionRow]:
        """The answers to choose, and room for more."""
        for number in range(self.count):
            yield OptionRow(
                number=number + 1,
                words=self[f"words_{number}"],
                hint=self[f"hint_{number}"],
                danger=self[f"danger_{number}"],
                key=self[f"key_{number}"],
            )

    def clean(self) -> dict[str, Any]:
        """A question to choose from needs something to choose."""
        data: dict[str, Any] = self.cleaned_data
        chooses = data.get("kind") in {AnswerKind.ONE.value, AnswerKind.MANY.value}
        if chooses and sum(bool(data.get(f"words_{n}")) for n in range(self.count)) < 2:
            self.add_error("words_0", _("Write at least two answers to choose from"))
        return data

    def made(self) -> Question:
        """Return the question as it was written."""
        data = self.cleaned_data
        kind = AnswerKind(data["kind"])
        old = self.question
        return Question(
            key=old.key if old else _new_key(data["words"], (each.key for each in self.before)),
            kind=kind,
            words=reworded(old.words if old else {}, data["words"]),
            help=reworded(old.help if old else {}, data["help"]),
            options=self._options(data) if kind in {AnswerKind.ONE, AnswerKind.MANY} else (),
            may_not_know=data["may_not_know"] and kind in {AnswerKind.ONE, AnswerKind.MANY},
            first=data["first"],
            only_if=_conditions(data.get("only_if", [])),
        )

    def _options(self, data: dict[str, Any]) -> tuple[Option, ...]:
        made: list[Option] = []
        for number in range(self.count):
            words = data[f"words_{number}"]
            if not words:
                continue
            key = data[f"key_{number}"]
            old = self.question.option(key) if self.question and key else None
            made.append(
                Option(
                    key=old.key if old else _new_key(words, (each.key for each in made)),
                    words=reworded(old.words if old else {}, words),
                    hint=reworded(old.hint if old else {}, data[f"hint_{number}"]),
                    danger=data[f"danger_{number}"],
                )
            )
        return tuple(made)


def _new_key(words: str, taken: Iterable[str]) -> str:
    """Return a short name for something new that no neighbour has."""
    used = {*taken, UNKNOWN, *TAKEN_KEYS}
    base = slugify(words)[:24].strip("-")
    if not base or not base[0].isalpha():
        base = f"a-{base}".strip("-")
    return next(
        key for key in (base, *(f"{base}-{n}" for n in range(2, len(used) + 3))) if key not in used
    )


class SetForm(forms.Form):
    """What holds for all questions of a set, in English."""

    title = forms.CharField(
        label=_("Above the box for their own words"),
        help_text=_("In place of “What happened?”"),
        required=False,
        max_length=WORDS_LENGTH,
    )
    advice = forms.CharField(
        label=_("What to keep, and what not to touch"),
        required=False,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    without = forms.MultipleChoiceField(
        label=_("Do not ask"),
        required=False,
        choices=[(part.value, words) for part, words in PART_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    door_name = forms.CharField(
        label=_("Who helps better than the police"),
        help_text=_("Leave it empty if we do."),
        required=False,
        max_length=WORDS_LENGTH,
    )
    door_text = forms.CharField(
        label=_("What they do, and when the police help after all"),
        required=False,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    door_phone = forms.RegexField(r"^[0-9 +]{3,20}$", label=_("Their phone number"), required=False)
    door_site = forms.URLField(label=_("Their web address"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, questions: QuestionSet) -> None:
        self.questions = questions
        door = questions.door or Door({}, {})
        initial = {
            "title": _english(questions.title),
            "advice": _english(questions.advice),
            "without": [part.value for part in questions.without],
            "door_name": _english(door.name),
            "door_text": _english(door.text),
            "door_phone": door.phone,
            "door_site": door.site,
            "door_only_if": _chosen(door.only_if),
        }
        super().__init__(data, initial=initial)
        first = [question for question in questions.questions if question.first]
        if first:
            self.fields["door_only_if"] = _only_if(first)

    def clean(self) -> dict[str, Any]:
        """A door has a name and says what is behind it."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("door_name") and not data.get("door_text") and "door_text" not in self.errors:
            self.add_error("door_text", _("Say what they do"))
        return data

    def made(self) -> QuestionSet:
        """Return the set with what was written."""
        data, old = self.cleaned_data, self.questions
        before = old.door or Door({}, {})
        door = Door(
            name=reworded(before.name, data["door_name"]),
            text=reworded(before.text, data["door_text"]),
            phone=data["door_phone"],
            site=data["door_site"],
            only_if=_conditions(data.get("door_only_if", [])),
        )
        return replace(
            old,
            title=reworded(old.title, data["title"]),
            advice=reworded(old.advice, data["advice"]),
            without=frozenset(Part(part) for part in data["without"]),
            door=door if door.name else None,
        )


class SetWordsForm(forms.Form):
    """Every text of a set in one language, beside its English."""

    def __init__(self, data: Any = None, *, questions: QuestionSet, language: str) -> None:
        super().__init__(data)
        for number, (place, said) in enumerate(texts_of(questions).items()):
            with override(language):
                known = in_words(said)
            english = said[MAIN_LANGUAGE]
            self.fields[f"text_{number}"] = forms.CharField(
                label=english,
                required=False,
                max_length=_LONG,
                initial="" if known == english else known,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language, "dir": "auto"}),
            )
            self.fields[f"text_{number}"].place = place  # type: ignore[attr-defined]

    def made(self) -> dict[str, str]:
        """Return the texts by their place, as far as they were changed."""
        return {
            str(self.fields[name].place): self.cleaned_data[name]  # type: ignore[attr-defined]
            for name in self.changed_data
        }


class ReasonForm(forms.Form):
    """Why the questions change, for the log."""

    reason = forms.CharField(
        label=_("Why do the questions change?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
