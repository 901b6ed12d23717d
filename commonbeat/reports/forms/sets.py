"""Changing a question set without code: what is around its questions, and its translations."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from commonbeat.reports.forms.conditions import chosen_of, conditions_of, english, only_if_field
from commonbeat.reports.models import PART_WORDS, in_words
from commonbeat.reports.rules.question_words import reworded, texts_of
from commonbeat.reports.rules.questions import (
    MAIN_LANGUAGE,
    WORDS_LENGTH,
    Door,
    Part,
    QuestionSet,
)

_LONG = WORDS_LENGTH * 3


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
            "title": english(questions.title),
            "advice": english(questions.advice),
            "without": [part.value for part in questions.without],
            "door_name": english(door.name),
            "door_text": english(door.text),
            "door_phone": door.phone,
            "door_site": door.site,
            "door_only_if": chosen_of(door.only_if),
        }
        super().__init__(data, initial=initial)
        first = [question for question in questions.questions if question.first]
        if first:
            self.fields["door_only_if"] = only_if_field(first)

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
            only_if=conditions_of(data.get("door_only_if", [])),
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
        self.places: dict[str, str] = {}
        for number, (place, said) in enumerate(texts_of(questions).items()):
            with override(language):
                known = in_words(said)
            main = said[MAIN_LANGUAGE]
            self.fields[f"text_{number}"] = forms.CharField(
                label=main,
                required=False,
                max_length=_LONG,
                initial="" if known == main else known,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language, "dir": "auto"}),
            )
            self.places[f"text_{number}"] = place

    def made(self) -> dict[str, str]:
        """Return the texts by their place, as far as they were changed."""
        return {self.places[name]: self.cleaned_data[name] for name in self.changed_data}


class ReasonForm(forms.Form):
    """Why the questions change, for the log."""

    reason = forms.CharField(
        label=_("Why do the questions change?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
