"""What a shift tells the next one."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules
from commonbeat.casework.forms.deciding import LONGEST
from commonbeat.casework.rules import Shift, ShiftKind


class HandoverForm(forms.Form):
    """The words of one shift, and how its hand-over stood when the page was drawn."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    kind = forms.TypedChoiceField(
        widget=forms.HiddenInput, choices=[(k.value, k.value) for k in ShiftKind], coerce=ShiftKind
    )
    words = forms.CharField(
        label=_("What must they know?"),
        help_text=_(
            "Use references, not the names of people. Everybody on the next shift reads it."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={
            "required": _("Write a sentence for those who come. One word is not enough.")
        },
    )

    @classmethod
    def of(cls, shift: Shift, *, version: int, words: str) -> "HandoverForm":
        """Return the form as a hand-over stands."""
        return cls(initial=cls.standing(shift, version=version) | {"words": words})

    @staticmethod
    def standing(shift: Shift, *, version: int) -> dict[str, Any]:
        """Return the hidden fields as a hand-over stands."""
        return {
            "version": str(version),
            "day": shift.day.isoformat(),
            "kind": shift.kind.value,
        }

    def clean_words(self) -> str:
        text: str = self.cleaned_data["words"]
        if not rules.says_something(text):
            raise forms.ValidationError(
                _("Write a sentence for those who come. One word is not enough.")
            )
        return text

    def shift(self) -> Shift:
        """Return which shift it is about, once it is valid."""
        day: date = self.cleaned_data["day"]
        kind: ShiftKind = self.cleaned_data["kind"]
        return Shift(day, kind)
