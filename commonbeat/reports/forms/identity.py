"""How somebody wants to be known, and the name that a rung asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.forms.destination import chosen_in
from commonbeat.reports.forms.steps import StepForm, share_fields
from commonbeat.reports.models import RUNG_HINTS, RUNG_WORDS
from commonbeat.reports.rules import Contact, Identity, Reach, rungs_for, tidy_text
from commonbeat.reports.rules.identity import KNOWN, NAME_LENGTH, REACH_LENGTH, TIMES_LENGTH

_QUIET = {"autocomplete": "off"}


@share_fields
class IdentityForm(StepForm):
    """The rungs; who chooses none is known by the receipt alone."""

    identity = forms.ChoiceField(
        label=_("How do you want to be known?"),
        help_text=_("You can tell us more about you later, but never less."),
        choices=list({rung.value: words for rung, words in RUNG_WORDS.items()}.items()),
        required=False,
        error_messages={"invalid_choice": _("Choose how you want to be known")},
        widget=forms.RadioSelect,
    )
    hints = {"identity": {rung.value: hint for rung, hint in RUNG_HINTS.items()}}

    def clean_identity(self) -> Identity:
        rung = Identity(self.cleaned_data["identity"] or Identity.ANONYMOUS)
        if rung not in rungs_for(to_police=chosen_in(self.data).to_police):
            raise ValidationError(
                _("Only the police keep a name. Choose another way, or send it to them too.")
            )
        return rung


@share_fields
class ContactForm(StepForm):
    """The name that a rung needs; which fields count hangs on the rung beside them."""

    pseudonym = forms.CharField(
        label=_("What shall we call you?"),
        help_text=_("Make a name up. It is for this report alone. Do not use your real name."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs=_QUIET),
    )
    person_name = forms.CharField(
        label=_("Your name"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reach_how = forms.ChoiceField(
        label=_("How can we reach you safely?"),
        choices=[
            (Reach.PHONE.value, _("By phone")),
            (Reach.EMAIL.value, _("By email")),
            (Reach.OTHER.value, _("Another way")),
            (Reach.HERE.value, _("Only here, with my receipt")),
        ],
        required=False,
        error_messages={"invalid_choice": _("Choose how we can reach you")},
        widget=forms.RadioSelect,
    )
    reach_at = forms.CharField(
        label=_("Your phone number, email address, or the other way"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs=_QUIET),
    )
    reach_times = forms.CharField(
        label=_("When is it safe for you?"),
        help_text=_("For example: weekdays from 9 to 3, when I am alone."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs=_QUIET),
    )
    leave_message = forms.BooleanField(
        label=_("You may leave a message that says you are the police"), required=False
    )

    @property
    def rung(self) -> Identity:
        """The rung that the fields are for."""
        return rung_in(self.data)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        if self.errors:
            return said
        if self.rung is Identity.PSEUDONYM:
            name = self._line("pseudonym", NAME_LENGTH, _("Choose a name for this report"))
            return {"pseudonym": name}
        if self.rung not in KNOWN:
            return {}
        name = self._line("person_name", NAME_LENGTH, _("Tell us your name"))
        how = Reach(said["reach_how"]) if said["reach_how"] else None
        if how is None:
            self.add_error("reach_how", _("Choose how we can reach you"))
            return {}
        address = ""
        if how is not Reach.HERE:
            missing = _("Tell us the number, the address or the other way")
            address = self._line("reach_at", REACH_LENGTH, missing)
        times = self._line("reach_times", TIMES_LENGTH)
        may_leave = bool(said["leave_message"]) and how is not Reach.HERE
        return {"contact": Contact(name, how, address, times, may_leave)}

    def _line(self, field: str, longest: int, missing: Any = None) -> str:
        text = tidy_text(self.cleaned_data.get(field, "")).replace("\n", " ")
        if not text and missing:
            self.add_error(field, missing)
        elif len(text) > longest:
            too_long = _("Use %(limit)d letters or fewer") % {"limit": longest}
            self.add_error(field, ValidationError(too_long))
        return text


def rung_in(said: Mapping[str, Any]) -> Identity:
    """Return the rung among what was typed; the receipt alone where there is none."""
    value = said.get("identity", "")
    return Identity(value) if value in set(Identity) else Identity.ANONYMOUS


@share_fields
class SureForm(StepForm):
    """That somebody who climbs knows what they do."""

    sure = forms.BooleanField(
        label=_("I know that I cannot go back, and that what I sent stays"),
        error_messages={"required": _("Tick the box to say that you cannot go back")},
    )
