"""Joining reports to an incident, and everything that is done about one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules
from commonbeat.casework.actions import Description, Ending
from commonbeat.casework.forms.deciding import LONGEST, CaseForm, reason_field, words_field
from commonbeat.casework.models import DEPTH_WORDS, OUTCOME_WORDS, RECORDED_WORDS, Incident
from commonbeat.casework.rules import (
    INCIDENT_OUTCOMES,
    DecisionKind,
    HandedDepth,
    Outcome,
    RecordedAs,
)
from commonbeat.reports.models import CATEGORY_WORDS, Category

TITLE_LENGTH = 120


def _title() -> forms.CharField:
    return forms.CharField(
        label=_("Title, in words of your own"),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the incident a title in words of your own.")},
    )


class JoinForm(CaseForm):
    """Put a report into an incident, or make one of it; with another report, of both."""

    name = "join"

    incident = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    other = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    title = forms.CharField(label=_title().label, max_length=TITLE_LENGTH, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("incident") and not (given.get("title") or "").strip():
            self.add_error("title", _("Give the incident a title in words of your own."))
        return given


class IncidentForm(forms.Form):
    """Something about one incident, why, and the version that the page was drawn with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field()

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.name}-%s"
        super().__init__(*args, **kwargs)
        for field in self.visible_fields():
            field.field.widget.attrs |= {"class": "cb-input", "dir": "auto"}

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if not rules.says_something(text):
            raise forms.ValidationError(_("Say in a few words why. One word is not enough."))
        return text


class ChargeForm(IncidentForm):
    """Take an incident in charge."""

    name = "charge"


class ResolveForm(IncidentForm):
    """Say that an incident is resolved."""

    name = "resolve"


class ReopenForm(IncidentForm):
    """Open an incident again."""

    name = "reopen"


class UndoForm(IncidentForm):
    """Undo a merge."""

    name = "undo"


class IncidentNoteForm(IncidentForm):
    """Write a note into the log."""

    name = "note"

    reason = forms.CharField(
        label=_("What is there to note?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words.")},
    )


class AddForm(IncidentForm):
    """Put a report into an incident, by its reference."""

    name = "add"

    reference = forms.CharField(
        label=_("Reference of the report"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the reference of the report.")},
    )
    field_order = ["version", "reference", "reason"]


class TakeOutForm(IncidentForm):
    """Take a report out of an incident."""

    name = "take-out"

    link = forms.IntegerField(widget=forms.HiddenInput)


class MergeForm(IncidentForm):
    """Make two incidents one."""

    name = "merge"

    other_version = forms.IntegerField(widget=forms.HiddenInput)


class DescribeForm(IncidentForm):
    """What an incident is called, counted as and recorded as."""

    name = "describe"

    title = _title()
    category = forms.TypedChoiceField(
        label=_("Counted as"),
        choices=[(c.value, words) for c, words in CATEGORY_WORDS.items()],
        coerce=Category,
    )
    recorded_as = forms.TypedChoiceField(
        label=_("Recorded as"),
        choices=[("", _("Not decided yet")), *((r.value, w) for r, w in RECORDED_WORDS.items())],
        coerce=RecordedAs,
        empty_value=None,
        required=False,
    )
    crime_number = forms.CharField(
        label=_("Number in our records system"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["version", "title", "category", "recorded_as", "crime_number", "reason"]

    @classmethod
    def of(cls, incident: Incident) -> "DescribeForm":
        """Return the form as an incident stands."""
        fields = ("version", "title", "category", "recorded_as", "crime_number")
        return cls(initial={name: getattr(incident, name) for name in fields})

    def description(self) -> Description:
        """Return what it says, once it is valid."""
        given = self.cleaned_data
        return Description(
            given["title"], given["category"], given["recorded_as"], given["crime_number"]
        )


class OutcomeForm(IncidentForm):
    """How an incident ended, for everybody who told of it."""

    name = "outcome"

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            ("", _("Choose")),
            (
                _("Closed"),
                [(o.value, OUTCOME_WORDS[o]) for o in INCIDENT_OUTCOMES[DecisionKind.CLOSE]],
            ),
            (
                _("No further action"),
                [(o.value, OUTCOME_WORDS[o]) for o in INCIDENT_OUTCOMES[DecisionKind.FILE]],
            ),
        ],
        error_messages={"required": _("Choose how it ended.")},
    )
    words = words_field(_("Tell everybody who reported it what you did, or why not more"))
    drift_accepted = forms.BooleanField(
        label=_("I only ask about what they saw or know already"), required=False
    )

    field_order = ["version", "outcome", "words", "reason", "drift_accepted"]

    @classmethod
    def of(cls, incident: Incident) -> "OutcomeForm":
        """Return the form as an incident stands: with what was told before, if it was."""
        given = {"version": incident.version, "outcome": incident.outcome, "words": incident.told}
        return cls(initial=given)

    def clean_words(self) -> str:
        text: str = self.cleaned_data["words"]
        if not rules.says_something(text):
            raise forms.ValidationError(
                _("Write a sentence to the reporter. One word is not enough.")
            )
        return text

    def ending(self) -> Ending:
        """Return how it ends, once the form is valid."""
        given = self.cleaned_data
        return Ending(
            Outcome(given["outcome"]),
            given["words"],
            given["reason"],
            drift_accepted=given["drift_accepted"],
        )


class HandOverForm(IncidentForm):
    """Hand an incident to the records system, and say how much goes along."""

    name = "hand-over"

    depth = forms.TypedChoiceField(
        label=_("What goes along"),
        choices=[(depth.value, words) for depth, words in DEPTH_WORDS.items()],
        coerce=HandedDepth,
        error_messages={"required": _("Choose what goes along.")},
    )
    field_order = ["version", "depth", "reason"]


class SendAgainForm(IncidentForm):
    """Send again what did not arrive."""

    name = "send-again"


INCIDENT_FORMS: dict[str, type[IncidentForm]] = {
    form.name: form
    for form in (
        *(ChargeForm, ResolveForm, ReopenForm, UndoForm),
        *(IncidentNoteForm, AddForm, TakeOutForm, DescribeForm),
        *(HandOverForm, SendAgainForm),
    )
}


def blank_forms(incident: Incident) -> dict[str, IncidentForm]:
    """Return every form of an incident's page, as the incident stands."""
    forms_of = {
        name: kind(initial={"version": incident.version}) for name, kind in INCIDENT_FORMS.items()
    }
    described, ended = DescribeForm.of(incident), OutcomeForm.of(incident)
    return forms_of | {described.name: described, ended.name: ended}
