"""Opening a report with its receipt, and writing in its thread."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.rules import MESSAGE_LENGTH, tidy_text


class ReceiptForm(forms.Form):
    """One box for the whole receipt, however it was copied."""

    receipt = forms.CharField(
        label=_("Your receipt"),
        help_text=_("24 letters and numbers. Spaces do not matter."),
        max_length=100,
        error_messages={
            "required": _("Write your receipt"),
            "max_length": _("A receipt has 24 letters and numbers"),
        },
        widget=forms.TextInput(
            attrs={
                "class": "cb-mono cb-ltr cb-input--receipt",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


class MessageForm(forms.Form):
    """What the reporter adds or answers; ``once`` makes sending it twice one message."""

    body = forms.CharField(
        label=_("Write a message"),
        error_messages={"required": _("Write your message")},
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MESSAGE_LENGTH}),
        strip=False,
    )
    once = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        text = tidy_text(self.cleaned_data["body"])
        if not text:
            raise ValidationError(self.fields["body"].error_messages["required"])
        if len(text) > MESSAGE_LENGTH:
            raise ValidationError(
                _("Your message is too long. Use %(limit)d letters or fewer.")
                % {"limit": MESSAGE_LENGTH}
            )
        return text
