"""Where a report goes, as the page asks it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.reports.forms.steps import StepForm, share_fields
from commonbeat.reports.queries import receiver
from commonbeat.reports.rules import Chosen, Destination, Identity, read_choice


def chosen_in(said: Mapping[str, Any]) -> Chosen:
    """Return the destination among what was typed; the police where there is none.

    Who asked to be only counted before they came to the page that asks, chose nobody.
    """
    text = str(said.get("destination", ""))
    if not text and said.get("identity") == Identity.COUNTED.value:
        return Chosen(Destination.NOBODY)
    return read_choice(text) or Chosen()


@share_fields
class DestinationForm(StepForm):
    """Who reads it; who chooses nobody in particular sends it to the police."""

    destination = forms.CharField(
        label=gettext_lazy("Who shall get your report?"),
        help_text=gettext_lazy("You can send it to the police as well later, and never back."),
        required=False,
        max_length=20,
        error_messages={"max_length": gettext_lazy("Choose who shall get it")},
        widget=forms.RadioSelect,
    )

    def clean_destination(self) -> Chosen:
        text = self.cleaned_data["destination"]
        if not text:
            return chosen_in(self.data)
        chosen = read_choice(text)
        if chosen is None:
            raise ValidationError(_("Choose who shall get it"))
        if chosen.organisation is not None and receiver(chosen.organisation) is None:
            raise ValidationError(_("They take no reports here any longer. Choose again."))
        return chosen
