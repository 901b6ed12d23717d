"""Sharing one report under one agreement, and a supervisor's answer."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import says_something
from commonbeat.partners.actions import Wish
from commonbeat.partners.models import FIELD_WORDS, HOW_MANY_WORDS, SharingAgreement
from commonbeat.partners.rules import HowMany, SharedField

DAYS = (7, 30, 90)
_SHORT = _("Say it in a sentence. One word is not enough.")


def _words(label: Any, hint: Any, missing: Any, *, rows: int = 3, longest: int = 1_000) -> Any:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class StampedForm(forms.Form):
    """A form that holds how its report stood when the page was drawn."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_stamp(self) -> Stamp:
        stamp = Stamp.read(self.cleaned_data["stamp"])
        if stamp is None:
            raise forms.ValidationError(_("This form is broken. Load the page again."))
        return stamp


class ShareForm(StampedForm):
    """What is shared, what for, for how long, and what the reporter is told."""

    fields_shared = forms.MultipleChoiceField(
        label=_("What do you share?"),
        help_text=_("Worked out from the report by us: none of its words are copied."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what you share")},
    )
    description = forms.CharField(
        label=_("Safe description"),
        help_text=_(
            "In your own words: what happened, so that the partner can act. Nothing that shows "
            "who told us."
        ),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    purpose = _words(
        _("What does the partner need it for?"),
        _("The partner reads this."),
        _("Say what the partner needs it for"),
        rows=2,
    )
    how_many = forms.TypedChoiceField(
        label=_("How many people could know this?"),
        help_text=_(
            "If only a few could, the fact itself shows who told us: then a supervisor must agree "
            "before anything is shared."
        ),
        choices=[(many.value, words) for many, words in HOW_MANY_WORDS.items()],
        coerce=HowMany,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how many people could know this")},
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        help_text=_("Never longer than the agreement."),
        choices=[
            (days, ngettext_lazy("%(n)d day", "%(n)d days", days) % {"n": days}) for days in DAYS
        ],
        coerce=int,
        initial=DAYS[1],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long")},
    )
    words = _words(
        _("Tell the reporter what the partner does with it"),
        _("They also read with whom it is shared."),
        _("Write to the reporter"),
        longest=5_000,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Stays with us, with the decision."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words why.")},
    )
    # Asked for once the check found something in the words for the partner.
    safe_because = forms.CharField(
        label=_("Why is it safe to share all the same?"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # Ticked on the second sending, after the warning was shown.
    drift_accepted = forms.BooleanField(
        label=_("I only ask about what they saw or know already"), required=False
    )

    def __init__(self, *args: Any, agreement: SharingAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(field.value, FIELD_WORDS[field]) for field in agreement.allowed]
        cast("forms.MultipleChoiceField", self.fields["fields_shared"]).choices = choices
        self.initial.setdefault("fields_shared", [value for value, _words in choices])
        if SharedField.DESCRIPTION not in agreement.allowed:
            del self.fields["description"]

    def clean_purpose(self) -> str:
        return self._said("purpose")

    def clean_words(self) -> str:
        return self._said("words")

    def clean_reason(self) -> str:
        return self._said("reason")

    def _said(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if not says_something(text):
            raise forms.ValidationError(_SHORT)
        return text

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = given.get("fields_shared", [])
        describes = SharedField.DESCRIPTION.value in chosen
        if describes and not says_something(given.get("description", "")):
            self.add_error("description", _("Write the safe description, or do not share one."))
        if not describes and given.get("description", "").strip():
            self.add_error(
                "fields_shared", _("You wrote a safe description: share it, or empty it.")
            )
        return given

    def wish(self) -> Wish:
        """Return what is to be shared, once the form is valid."""
        given = self.cleaned_data
        return Wish(
            fields=tuple(SharedField(name) for name in given["fields_shared"]),
            purpose=given["purpose"],
            how_many=given["how_many"],
            days=given["days"],
            reason=given["reason"],
            words=given["words"],
            description=given.get("description", ""),
            safe_because=given["safe_because"],
            drift_accepted=given["drift_accepted"],
        )


class SupervisorForm(StampedForm):
    """Whether a supervisor agrees to share what few people could know, and why."""

    agrees = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, share it")), ("no", _("No, keep it with us"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    answer = forms.CharField(
        label=_("Say why you decide so"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words why.")},
    )

    def clean_answer(self) -> str:
        text: str = self.cleaned_data["answer"]
        if not says_something(text):
            raise forms.ValidationError(_SHORT)
        return text
