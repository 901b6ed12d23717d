"""Making an agreement, and ending an agreement or a share."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models import Organisation
from commonbeat.casework.rules import says_something
from commonbeat.core.dayfield import DayField
from commonbeat.partners.actions import Terms
from commonbeat.partners.models import BASIS_WORDS, FIELD_WORDS, REGIME_WORDS
from commonbeat.partners.queries import organisations_to_agree_with
from commonbeat.partners.rules import (
    DEFAULT_FIELDS,
    REGIME_OF,
    LawfulBasis,
    SharedField,
    days_in_order,
)

# What is offered: a year, looked at again after half of it.
_LASTS, _REVIEWED = timedelta(days=365), timedelta(days=182)


def _bases() -> list[tuple[Any, Any]]:
    return [
        (
            words,
            [(b.value, BASIS_WORDS[b]) for b in LawfulBasis if REGIME_OF[b] is regime],
        )
        for regime, words in REGIME_WORDS.items()
    ]


class AgreementForm(forms.Form):
    """What may be shared with one organisation, what for, on what law, and for how long."""

    organisation = forms.ChoiceField(
        label=_("With whom?"),
        help_text=_("A students’ union gets totals and advice, no single reports."),
        error_messages={"required": _("Choose with whom")},
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("For example: to look after students who are in danger on the campus."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what it is for")},
    )
    basis = forms.ChoiceField(
        label=_("Why is it lawful?"),
        choices=[("", _("Choose")), *_bases()],
        error_messages={"required": _("Choose why it is lawful")},
    )
    fields_shared = forms.MultipleChoiceField(
        label=_("What may be shared?"),
        help_text=_("Each share chooses from these. Photographs and files are never shared here."),
        choices=[(field.value, words) for field, words in FIELD_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what may be shared")},
    )
    valid_from = DayField(label=_("First day"))
    valid_until = DayField(label=_("Last day"))
    review_on = DayField(label=_("Looked at again on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        rows = [(str(row.pk), row.name) for row in organisations_to_agree_with()]
        cast("forms.ChoiceField", self.fields["organisation"]).choices = [("", _("Choose")), *rows]

    @classmethod
    def blank(cls, today: date, body: Organisation | None) -> "AgreementForm":
        """Return an empty form, with what such an organisation usually gets once it is chosen."""
        initial: dict[str, Any] = {
            "valid_from": today,
            "valid_until": today + _LASTS,
            "review_on": today + _REVIEWED,
        }
        if body is not None:
            usual = DEFAULT_FIELDS.get(body.kind, frozenset())
            initial["organisation"] = str(body.pk)
            initial["fields_shared"] = sorted(field.value for field in usual)
        return cls(initial=initial, today=today)

    def clean_purpose(self) -> str:
        text: str = self.cleaned_data["purpose"]
        if not says_something(text):
            raise forms.ValidationError(_("Say in a sentence what it is for"))
        return text

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        days = {name: given.get(name) for name in ("valid_from", "valid_until", "review_on")}
        if all(days.values()) and not days_in_order(today=self._today, **cast("Any", days)):
            sentence = _(
                "Write a day after the first and not after the last, within three years of it"
            )
            self.add_error("review_on", sentence)
        return given

    def terms(self) -> Terms:
        """Return what was agreed, once the form is valid."""
        given = self.cleaned_data
        return Terms(
            organisation=Organisation.objects.get(pk=int(given["organisation"])),
            purpose=given["purpose"],
            basis=LawfulBasis(given["basis"]),
            fields=tuple(SharedField(name) for name in given["fields_shared"]),
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            review_on=given["review_on"],
        )


class EndForm(forms.Form):
    """Why an agreement or a share ends."""

    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words why.")},
    )

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if not says_something(text):
            raise forms.ValidationError(_("Say in a few words why. One word is not enough."))
        return text
