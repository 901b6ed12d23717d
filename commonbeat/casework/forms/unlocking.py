"""Asking to see a sealed name, and answering that."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commonbeat.casework import rules
from commonbeat.casework.rules import UNLOCK_HOURS
from commonbeat.reports.models import UNLOCK_WORDS
from commonbeat.reports.rules import UnlockWhy


class UnlockAskForm(forms.Form):
    """Why and for how long somebody wants to see a sealed name."""

    why = forms.TypedChoiceField(
        label=_("What is the reason?"),
        help_text=_("The reporter reads this line, and nothing else of what you write."),
        choices=[(why.value, words) for why, words in UNLOCK_WORDS.items()],
        coerce=UnlockWhy,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason")},
    )
    reason = forms.CharField(
        label=_("Say why, for the person who decides"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why in a sentence")},
    )
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[
            (hours, ngettext_lazy("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
            for hours in UNLOCK_HOURS
        ],
        coerce=int,
        initial=UNLOCK_HOURS[0],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long")},
    )

    def clean_reason(self) -> str:
        return _sentence(self.cleaned_data["reason"])


class UnlockAnswerForm(forms.Form):
    """Whether somebody agrees that a sealed name is seen, and why."""

    agrees = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, let us both see it")), ("no", _("No, keep it locked"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    answer = forms.CharField(
        label=_("Say why you decide so"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why in a sentence")},
    )

    def clean_answer(self) -> str:
        return _sentence(self.cleaned_data["answer"])


def _sentence(text: str) -> str:
    if not rules.says_why_to_unlock(text):
        raise forms.ValidationError(_("Say why in a sentence, so that others can judge it."))
    return text
