"""What a victim may ask of us: how to hear from us, and another look at a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.forms.receipt import MessageForm
from commonbeat.reports.rules import tidy_text
from commonbeat.reports.rules.victims import WISH_LENGTH, HowOften


class WishForm(forms.Form):
    """How often and when somebody wants to hear from us."""

    often = forms.ChoiceField(choices=[(each.value, each.value) for each in HowOften])
    safe_times = forms.CharField(max_length=WISH_LENGTH, required=False)

    def clean_safe_times(self) -> str:
        return tidy_text(self.cleaned_data["safe_times"])


class ReviewForm(MessageForm):
    """Why we should look again."""

    body = forms.CharField(
        label=_("Why should we look again?"),
        error_messages={"required": _("Say in a few words why we should look again")},
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=False,
    )
