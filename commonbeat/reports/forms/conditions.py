"""Texts and conditions of a question set, as the forms that change one show and read them."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.models import in_words
from commonbeat.reports.rules.questions import MAIN_LANGUAGE, Condition, Question, Said


def english(said: Said) -> str:
    """Return the English of a text, or nothing."""
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


def conditions_of(chosen: Iterable[str]) -> tuple[Condition, ...]:
    """Return the conditions that were chosen: any answer of a question, of each question."""
    found: dict[str, tuple[str, ...]] = {}
    for text in chosen:
        key, _sign, value = text.partition("=")
        found[key] = (*found.get(key, ()), value)
    return tuple(Condition(key, values) for key, values in found.items())


def chosen_of(conditions: Iterable[Condition]) -> list[str]:
    """Return conditions as the choices that stand for them."""
    return [f"{each.question}={value}" for each in conditions for value in each.one_of]


def only_if_field(before: Iterable[Question]) -> forms.MultipleChoiceField:
    """Ask after which answers a page comes."""
    return forms.MultipleChoiceField(
        label=_("Only after one of these answers"),
        help_text=_("Choose none to show it to everybody."),
        required=False,
        choices=_condition_choices(before),
        widget=forms.CheckboxSelectMultiple,
    )
