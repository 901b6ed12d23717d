"""Setting up the records system, and asking for a file of what was handed over."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules
from commonbeat.casework.actions import SystemSettings
from commonbeat.casework.models import RecordsSystem
from commonbeat.delivery.actions import AddressRefused, check_webhook_address

_MOST_DAYS = timedelta(days=366)


class RecordsSystemForm(forms.Form):
    """Where the records system is, and whether incidents go there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.CharField(
        label=_("What you call the system"),
        max_length=80,
        error_messages={"required": _("Give the system a name.")},
    )
    address = forms.CharField(
        label=_("Its address for hand-offs"),
        help_text=_("A public address that begins with https://"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "dir": "ltr", "inputmode": "url", "spellcheck": "false"}
        ),
        error_messages={"required": _("Give the address of the system.")},
    )
    is_on = forms.ChoiceField(
        label=_("Is it on?"),
        choices=[("no", _("Off: hand-offs wait")), ("yes", _("On: hand-offs leave by themselves"))],
    )

    @classmethod
    def of(cls, system: RecordsSystem | None) -> "RecordsSystemForm":
        """Return the form as the system stands; empty where there is none yet."""
        if system is None:
            return cls(initial={"version": 0, "is_on": "no"})
        on = "yes" if system.is_on else "no"
        given = {"name": system.name, "address": system.address, "version": system.version}
        return cls(initial={**given, "is_on": on})

    def clean_address(self) -> str:
        text: str = self.cleaned_data["address"]
        try:
            check_webhook_address(text)
        except AddressRefused as error:
            raise forms.ValidationError(str(error)) from None
        return text

    def wanted(self) -> SystemSettings:
        """Return what it says, once it is valid."""
        given = self.cleaned_data
        return SystemSettings(given["name"], given["address"], given["is_on"] == "yes")


class SecretForm(forms.Form):
    """Make a new secret, or drop the old one, of the system as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    do = forms.ChoiceField(choices=[("new", "new"), ("drop", "drop")])


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )


class RecordsFileForm(forms.Form):
    """Ask for what was handed over on some days, and say what for."""

    first_day = _day(_("From"))
    last_day = _day(_("Until, that day too"))
    purpose = forms.CharField(
        label=_("What is the file for?"),
        help_text=_("It stays in the log."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words what it is for.")},
    )

    def clean_purpose(self) -> str:
        text: str = self.cleaned_data["purpose"]
        if not rules.says_something(text):
            raise forms.ValidationError(_("Say in a few words what it is for."))
        return text

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first: date | None = given.get("first_day")
        last: date | None = given.get("last_day")
        if first and last and not first <= last:
            self.add_error("last_day", _("The last day is before the first."))
        elif first and last and last - first > _MOST_DAYS:
            self.add_error("last_day", _("Choose a year at most."))
        elif first and first.year < 2000:
            self.add_error("first_day", _("Choose a later day."))
        elif last and last.year > 9000:
            self.add_error("last_day", _("Choose an earlier day."))
        return given
