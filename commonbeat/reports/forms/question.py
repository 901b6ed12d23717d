"""Changing one question of a set without code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.forms.conditions import chosen_of, conditions_of, english, only_if_field
from commonbeat.reports.models import KIND_WORDS
from commonbeat.reports.rules.question_words import reworded
from commonbeat.reports.rules.questions import (
    MOST_OPTIONS,
    TAKEN_KEYS,
    UNKNOWN,
    WORDS_LENGTH,
    AnswerKind,
    Option,
    Question,
)

_BLANK_ROWS = 3


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
            self.fields["only_if"] = only_if_field(before)
        for number in range(self.count):
            self._add_row(number)

    def _initial(self, question: Question | None, options: Iterable[Option]) -> dict[str, Any]:
        if question is None:
            return {"kind": AnswerKind.ONE.value}
        found: dict[str, Any] = {
            "words": english(question.words),
            "help": english(question.help),
            "kind": question.kind.value,
            "may_not_know": question.may_not_know,
            "first": question.first,
            "only_if": chosen_of(question.only_if),
        }
        for number, option in enumerate(options):
            found[f"key_{number}"] = option.key
            found[f"words_{number}"] = english(option.words)
            found[f"hint_{number}"] = english(option.hint)
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
            only_if=conditions_of(data.get("only_if", [])),
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
