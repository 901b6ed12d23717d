"""Making an intelligence report: its marking, what it is about, its items and their people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.intelligence import rules
from commonbeat.intelligence.actions import ItemWords, NewReport
from commonbeat.intelligence.models import MARKING_WORDS, PERSON_WORDS, STATEMENT_WORDS
from commonbeat.intelligence.rules import Marking, PersonRole, Statement
from commonbeat.places.models import Area
from commonbeat.reports.models import CATEGORY_WORDS, Category

WORDS_LENGTH = 5_000
REASON_LENGTH = 500


class ReasonField(forms.CharField):
    """Why somebody does something, in a few words that stay in the log."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", REASON_LENGTH)
        kwargs.setdefault("error_messages", {"required": _("Say why in a few words")})
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not rules.says_something(value):
            raise forms.ValidationError(_("Say why in a few words"))


class VersionedForm(forms.Form):
    """A form about a report as it was when the page was drawn."""

    expected = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=10**9, required=False
    )

    def clean_expected(self) -> int:
        return self.cleaned_data["expected"] or 0


class ReasonForm(forms.Form):
    """Why somebody reads something."""

    reason = ReasonField(label=_("Why do you need to read this?"))


class SourceForm(forms.Form):
    """Why somebody reads who told it."""

    reason = ReasonField(label=_("Why do you need to know who told it?"))


class ItemForm(VersionedForm):
    """One item of information."""

    words = forms.CharField(
        label=_("The information"),
        help_text=_("One thing only. Say nothing of who told it or how they know."),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what the information is")},
    )
    statement = forms.TypedChoiceField(
        label=_("Is it a fact or an opinion?"),
        choices=list(STATEMENT_WORDS.items()),
        coerce=Statement,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose fact or opinion")},
    )

    def item(self) -> ItemWords:
        """Return the item; the form is valid."""
        return ItemWords(self.cleaned_data["words"], self.cleaned_data["statement"])


class NewForm(ItemForm):
    """A new intelligence report with its first item."""

    source = forms.CharField(
        label=_("Who told it, and how they know"),
        help_text=_("Kept apart. It opens for a reason only, and is never in a copy."),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    category = forms.TypedChoiceField(
        label=_("What is it about?"), choices=list(CATEGORY_WORDS.items()), coerce=Category
    )
    area = forms.ModelChoiceField(
        label=_("Neighbourhood"), queryset=Area.objects.none(), required=False
    )
    marking = forms.TypedChoiceField(
        label=_("Marking"),
        choices=list(MARKING_WORDS.items()),
        coerce=Marking,
        initial=Marking.OFFICIAL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the marking")},
    )
    # Why the original was read: it is shown again with a form that was not taken.
    why = forms.CharField(max_length=REASON_LENGTH, required=False, widget=forms.HiddenInput)
    field_order = ("words", "statement", "source", "category", "area", "marking")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["area"]
        areas.queryset = Area.objects.current().order_by("name")

    def new(self) -> NewReport:
        """Return the report; the form is valid."""
        given = self.cleaned_data
        return NewReport(
            marking=given["marking"],
            category=given["category"],
            first=self.item(),
            area=given["area"],
            source=given["source"],
        )


class PersonForm(VersionedForm):
    """Somebody named in an item."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the name")}
    )
    role = forms.TypedChoiceField(
        label=_("What are they to it?"),
        choices=list(PERSON_WORDS.items()),
        coerce=PersonRole,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they are to it")},
    )
