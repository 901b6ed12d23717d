"""Grading an item, and moving a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.intelligence.forms.making import REASON_LENGTH, ReasonField, VersionedForm
from commonbeat.intelligence.models import (
    CONDITION_WORDS,
    HANDLING_WORDS,
    INFORMATION_WORDS,
    SOURCE_WORDS,
    Grading,
)
from commonbeat.intelligence.rules import Condition, Grade, Handling, Information, Source

NOT_YET = "-"


class GradeForm(VersionedForm):
    """One grade of one item."""

    source = forms.TypedChoiceField(
        label=_("Source"),
        choices=list(SOURCE_WORDS.items()),
        coerce=Source,
        widget=forms.RadioSelect,
        error_messages={"required": _("Grade the source")},
    )
    information = forms.TypedChoiceField(
        label=_("Information"),
        choices=list(INFORMATION_WORDS.items()),
        coerce=Information,
        widget=forms.RadioSelect,
        error_messages={"required": _("Grade the information")},
    )
    handling = forms.ChoiceField(
        label=_("Handling"),
        choices=[(NOT_YET, _("Not set: nothing is shared")), *HANDLING_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a handling code, or that it is not set")},
    )
    codes = forms.TypedMultipleChoiceField(
        label=_("Codes under C"),
        choices=list(CONDITION_WORDS.items()),
        coerce=Condition,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = forms.CharField(
        label=_("Conditions under C"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = ReasonField(label=_("Why this grade?"))

    def grade(self) -> Grade:
        """Return the grade; the form is valid."""
        given = self.cleaned_data
        handling = given["handling"]
        return Grade(
            source=given["source"],
            information=given["information"],
            handling=None if handling == NOT_YET else Handling(handling),
            codes=frozenset(given["codes"]),
            conditions=given["conditions"].strip(),
        )


def grade_values(grading: Grading | None) -> dict[str, object]:
    """Return what the form of a new grade begins with: the one that counts, without its words."""
    if grading is None:
        return {}
    return {
        "source": grading.source,
        "information": grading.information,
        "handling": grading.handling or NOT_YET,
        "codes": grading.codes.split(),
        "conditions": grading.conditions,
    }


class MoveForm(VersionedForm):
    """Where a report goes next, by the button that was pressed, and why."""

    to = forms.CharField(max_length=12)
    reason = ReasonField(label=_("Why?"))
