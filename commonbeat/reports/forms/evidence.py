"""Why somebody of the police takes a file out."""

from django import forms
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 300


class TakeForm(forms.Form):
    what = forms.ChoiceField(
        choices=[("look", ""), ("clean", ""), ("original", ""), ("released", "")]
    )
    reason = forms.CharField(label=_("Why do you need it?"), min_length=3, max_length=REASON_LENGTH)
