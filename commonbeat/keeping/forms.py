"""Noting, keeping, erasing, holding, ending a hold, answering, and years of a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework.rules import says_something
from commonbeat.core.dayfield import DayField
from commonbeat.keeping.models import GROUP_WORDS
from commonbeat.keeping.rules import FEWEST_YEARS, MOST_YEARS, Group, Years

_LONGEST = 2_000


class ReasonForm(forms.Form):
    """Why: every decision asks for it. ``version`` is how the record stood on the page."""

    name = ""
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words why.")},
    )
    field_order: tuple[str, ...] = ("version",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": self.name})

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if not says_something(text):
            raise forms.ValidationError(_("Say in a few words why. One word is not enough."))
        return text

    @property
    def expected(self) -> int:
        """The version that the page showed; one that no record has where it is missing."""
        return self.cleaned_data.get("version") or 0


def _group() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Group of police information"),
        choices=[(group.value, words) for group, words in GROUP_WORDS.items()],
        coerce=Group,
        error_messages={"required": _("Choose a group")},
    )


class NoteForm(ReasonForm):
    """That it came to notice again, and the group that it belongs to now."""

    name = "note"
    day = DayField(label=_("When did it come to notice again?"))
    group = _group()
    field_order = ("version", "day", "group", "reason")


class KeepForm(ReasonForm):
    """Keep it until a day."""

    name = "keep"
    until = DayField(label=_("Keep until"))
    field_order = ("version", "until", "reason")


class EraseForm(ReasonForm):
    """Ask a second person to erase it."""

    name = "erase"


class HoldForm(ReasonForm):
    """Stop every erasing of it."""

    name = "hold"
    review_on = DayField(
        label=_("Look at the hold again on"), help_text=_("A day within the next year.")
    )
    field_order = ("version", "review_on", "reason")


class LiftForm(ReasonForm):
    """Ask a second person to end the hold."""

    name = "lift"


class AnswerForm(ReasonForm):
    """What the second person says."""

    name = "answer"
    agrees = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, I agree")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    field_order = ("version", "agrees", "reason")


class YearsForm(ReasonForm):
    """For how long a group is kept."""

    name = "years"
    group = _group()
    clear = forms.IntegerField(
        label=_("Years without coming to notice, before somebody looks at it again"),
        min_value=FEWEST_YEARS,
        max_value=MOST_YEARS,
        error_messages={"required": _("Write a number of years")},
    )
    again = forms.IntegerField(
        label=_("Years that a review may keep it on"),
        min_value=1,
        max_value=10,
        error_messages={"required": _("Write a number of years")},
    )
    goes_alone = forms.BooleanField(
        label=_("Erase it when it is due, without a person (groups 3 and 4 alone)"), required=False
    )
    field_order = ("version", "group", "clear", "again", "goes_alone", "reason")

    def years(self) -> Years:
        """Return the years, once the form is valid."""
        given = self.cleaned_data
        return Years(given["clear"], given["again"], given["goes_alone"])


# What can be done on the page of a record.
STEPS: dict[str, type[ReasonForm]] = {
    form.name: form for form in (NoteForm, KeepForm, EraseForm, HoldForm, LiftForm)
}
