"""Ending the alarm of an emergency: handed over, or none after all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules


class AlarmCloseForm(forms.Form):
    """What the control room calls it."""

    reference = forms.CharField(
        label=_("Reference of the control room"),
        help_text=_("Ask for it on the telephone. It shows that they have it."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the reference that the control room gave you.")},
    )


class AlarmTakeBackForm(forms.Form):
    """Why it is no emergency."""

    reason = forms.CharField(
        label=_("Why is it no emergency?"),
        help_text=_("Stays in the log, with your name."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words why it is no emergency.")},
    )

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if not rules.says_something(text):
            raise forms.ValidationError(_("Say in a few words why it is no emergency."))
        return text
