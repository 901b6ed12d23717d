"""Writing a sanitised copy, deciding about one, and giving one to somebody."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.accounts.models import STAFF_ROLES, Organisation, User
from commonbeat.intelligence.actions import CopyWords
from commonbeat.intelligence.forms.making import (
    REASON_LENGTH,
    WORDS_LENGTH,
    ReasonField,
    VersionedForm,
)
from commonbeat.intelligence.models import CROWD_WORDS, Item
from commonbeat.intelligence.queries import possible_organisations
from commonbeat.intelligence.rules import Crowd


class CopyForm(VersionedForm):
    """A copy: an empty field beside each original, and how many people could know."""

    crowd = forms.TypedChoiceField(
        label=gettext_lazy("How many people could know this?"),
        help_text=gettext_lazy("If few could, the fact tells who told it."),
        choices=list(CROWD_WORDS.items()),
        coerce=Crowd,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how many people could know this")},
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions for whoever reads it"),
        help_text=gettext_lazy("Needed where an item is graded C."),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = ReasonField(label=gettext_lazy("Why is this copy made?"))

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [item.number for item in items]
        for number in self.numbers:
            # Empty on purpose, whatever stands beside it.
            self.fields[_name(number)] = forms.CharField(
                label=_("Item %(n)d in other words") % {"n": number},
                max_length=WORDS_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def beside(self) -> dict[int, BoundField]:
        """Return the field of each item by its number."""
        return {number: self[_name(number)] for number in self.numbers}

    def copy(self) -> CopyWords:
        """Return the copy; the form is valid."""
        given = self.cleaned_data
        return CopyWords(
            words={number: given[_name(number)] for number in self.numbers},
            crowd=given["crowd"],
            reason=given["reason"],
            conditions=given["conditions"],
        )


def _name(number: int) -> str:
    return f"words_{number}"


class YesNoForm(forms.Form):
    """A yes or a no, with its reason."""

    yes: Promise
    no: Promise
    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Your decision"),
        choices=(),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no")},
    )
    reason = ReasonField(label=gettext_lazy("Say why you decide so"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["agrees"]
        choice.choices = [("yes", self.yes), ("no", self.no)]


class AgreeForm(YesNoForm):
    """Whether a supervisor lets a copy go on that 1 to 3 people could know."""

    yes = gettext_lazy("Yes, it may go to its check")
    no = gettext_lazy("No, it stays here")


class CheckForm(YesNoForm):
    """Whether a second person finds nothing in a copy that tells who told it."""

    yes = gettext_lazy("Yes, nothing in it tells who told it")
    no = gettext_lazy("No, it must be written anew")


class GiveForm(forms.Form):
    """To whom a checked copy is given, and why."""

    email = forms.EmailField(label=gettext_lazy("Work email of an officer"), required=False)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Or an organisation"),
        queryset=Organisation.objects.none(),
        required=False,
    )
    reason = ReasonField(label=gettext_lazy("Why do they need it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["organisation"]
        bodies.queryset = possible_organisations()

    def clean_email(self) -> User | None:
        address = self.cleaned_data["email"].strip().lower()
        if not address:
            return None
        known = User.objects.filter(email=address, role__in=STAFF_ROLES, is_active=True)
        member = known.first()
        if member is None:
            raise ValidationError(_("Nobody of the police works here under this address."))
        return member

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("email")) == bool(given.get("organisation")):
            raise ValidationError(_("Name an officer or an organisation: one of them."))
        return given

    def to(self) -> User | Organisation:
        """Return who gets it; the form is valid."""
        chosen: User | Organisation = (
            self.cleaned_data["email"] or self.cleaned_data["organisation"]
        )
        return chosen
