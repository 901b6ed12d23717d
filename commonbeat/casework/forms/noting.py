"""Notes about a victim, and why somebody outside triage reads a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules
from commonbeat.casework.actions import Note
from commonbeat.casework.forms.deciding import LONGEST, CaseForm, drift_accepted_field
from commonbeat.casework.models import NOTE_WORDS
from commonbeat.casework.rules import Noted


def _notes(*notes: Noted) -> list[tuple[str, Any]]:
    return [(noted.value, NOTE_WORDS[noted]) for noted in notes]


class NoteForm(CaseForm):
    """Note who a victim is, what happened, or why they cannot be told yet."""

    name = "note"

    what = forms.ChoiceField(
        label=_("What is there to note?"),
        choices=[
            ("", _("Choose")),
            (_("The reporter"), _notes(Noted.VICTIM, Noted.ENHANCED, Noted.NOT_VICTIM)),
            (
                _("In the case"),
                _notes(
                    Noted.ARREST,
                    Noted.INTERVIEW,
                    Noted.RELEASE,
                    Noted.BAIL,
                    Noted.NOT_INVESTIGATED,
                ),
            ),
            (_("News"), _notes(Noted.HOLD)),
        ],
        error_messages={"required": _("Choose what to note.")},
    )
    words = forms.CharField(
        label=_("Tell the reporter now (optional)"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    drift_accepted = drift_accepted_field()

    field_order = ["stamp", "what", "words", "reason", "drift_accepted"]

    def clean_words(self) -> str:
        text: str = self.cleaned_data["words"]
        if not text:
            return text
        return self._said("words", _("Write a sentence to the reporter. One word is not enough."))

    def note(self) -> Note:
        """Return what was noted, once the form is valid."""
        given = self.cleaned_data
        return Note(
            Noted(given["what"]),
            given["reason"],
            given["words"],
            drift_accepted=given["drift_accepted"],
        )


class ReasonForm(forms.Form):
    """Why somebody outside triage reads a report."""

    reason = forms.CharField(
        label=_("Why do you need to read this report?"),
        help_text=_("The law asks for it. It is kept in the log with your name and the time."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words why you need to read it.")},
    )

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if not rules.says_something(text):
            raise forms.ValidationError(_("Say in a few words why. One word is not enough."))
        return text
