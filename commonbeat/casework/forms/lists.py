"""The lists that decisions choose from: days off, who helps instead of us, and grades."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Four weeks: whoever waits longer was not given a grade but forgotten.
MOST_MINUTES = 28 * 24 * 60


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


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        error_messages={"invalid": _("Write the minutes as a whole number.")},
    )


class GradeForm(forms.Form):
    """What a grade is called, and how many minutes it allows; none where nobody is sent."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Name the grade.")}
    )
    urban_minutes = _minutes(_("Minutes in the town"))
    rural_minutes = _minutes(_("Minutes in the country"))
