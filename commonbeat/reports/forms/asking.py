"""A question of a question set as a form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commonbeat.reports.forms.steps import StepForm
from commonbeat.reports.models import in_words
from commonbeat.reports.rules import tidy_text
from commonbeat.reports.rules.questions import (
    LINE_LENGTH,
    TEXT_LENGTH,
    UNKNOWN,
    AnswerKind,
    Question,
)

# Between the values of one answer, as they travel in the page; no value holds it.
_BETWEEN = ","


def answer_name(key: str) -> str:
    """Return what the inputs of a question are called."""
    return f"q-{key}"


def joined(values: list[str]) -> str:
    """Return several values as one hidden field carries them."""
    return _BETWEEN.join(values)


def values_of(question: Question, text: str) -> tuple[str, ...]:
    """Return the values of an answer, tidied; words are one value."""
    if question.kind in {AnswerKind.ONE, AnswerKind.MANY}:
        return tuple(dict.fromkeys(value for value in text.split(_BETWEEN) if value))
    words = tidy_text(text)
    if question.kind is AnswerKind.LINE:
        words = " ".join(words.split())
    return (words,) if words else ()


class AskForm(StepForm):
    """One question; what was typed is judged by the rules of the set."""

    def __init__(self, question: Question, *, data: Mapping[str, str], now: datetime) -> None:
        self.question = question
        self.name = answer_name(question.key)
        self.values = values_of(question, data.get(self.name, ""))
        shown: Any = list(self.values)
        if question.kind is not AnswerKind.MANY:
            shown = self.values[0] if self.values else ""
        super().__init__(data={self.name: shown}, now=now)
        self.fields[self.name] = _field(question)

    def clean(self) -> dict[str, Any]:
        """Refuse an answer beside others that it contradicts."""
        if UNKNOWN in self.values and len(self.values) > 1:
            self.add_error(
                self.name, _("Choose “I do not know”, or the answers that fit, not both")
            )
        return self.cleaned_data

    @property
    def hints(self) -> dict[str, str]:
        """A second line for some of the answers, by their value."""
        return {option.key: in_words(option.hint) for option in self.question.options}

    @property
    def says_danger(self) -> bool:
        """Whether the answer is that somebody is in danger now."""
        options = [self.question.option(value) for value in self.values]
        return any(option.danger for option in options if option)


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": in_words(question.words),
        "help_text": in_words(question.help),
        "required": question.first,
    }
    if question.kind is AnswerKind.LINE:
        return forms.CharField(**common, validators=[_shorter_than(LINE_LENGTH)])
    if question.kind is AnswerKind.TEXT:
        area = forms.Textarea(attrs={"rows": 5, "maxlength": TEXT_LENGTH})
        return forms.CharField(**common, widget=area, validators=[_shorter_than(TEXT_LENGTH)])
    return _choice_field(question, common)


def _choice_field(question: Question, common: dict[str, Any]) -> forms.Field:
    choices = [(option.key, in_words(option.words)) for option in question.options]
    if question.may_not_know:
        choices.append((UNKNOWN, _("I do not know")))
    say = _("Choose one of the answers")
    many = question.kind is AnswerKind.MANY
    kind = forms.MultipleChoiceField if many else forms.ChoiceField
    return kind(
        **common,
        choices=choices,
        widget=forms.CheckboxSelectMultiple if many else forms.RadioSelect,
        error_messages={"required": say, "invalid_choice": say},
    )


def _shorter_than(limit: int) -> Any:
    def check(text: str) -> None:
        if len(text) > limit:
            raise ValidationError(
                _("That is too long. Use %(limit)d letters or fewer.") % {"limit": limit}
            )

    return check
