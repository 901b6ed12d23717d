"""The lists that decisions choose from: days off, and who helps where the police do not come."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HolidayForm(forms.Form):
    """One day off, or a known one that does not count."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day.")},
    )
    name = forms.CharField(label=_("What it is called"), max_length=120, required=False)
    is_off = forms.BooleanField(required=False)


class ServiceForm(forms.Form):
    """One service that helps where the police do not come."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Name the service.")}
    )
    reach = forms.CharField(label=_("Number or place"), max_length=120, required=False)
    is_offered = forms.BooleanField(required=False)
