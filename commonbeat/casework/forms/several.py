"""Doing one thing about several reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules
from commonbeat.casework.actions import Verdict
from commonbeat.casework.forms.deciding import outcome_choices, reason_field, words_field
from commonbeat.casework.rules import DecisionKind, Outcome, Several


class SeveralForm(forms.Form):
    """What is done, and why: each report keeps the reason with its decision."""

    reason = reason_field()

    do = Several.TAKE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "cb-input", "dir": "auto"}

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if not rules.says_something(text):
            raise forms.ValidationError(_("Say in a few words why. One word is not enough."))
        return text

    def verdict(self) -> Verdict:
        """Return what is decided about each, once the form is valid."""
        return Verdict(DecisionKind.TAKE, self.cleaned_data["reason"])


class SeveralEndForm(SeveralForm):
    """Close several reports with the same outcome and the same words."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            ("", _("Choose")),
            (_("Closed"), outcome_choices(DecisionKind.CLOSE)),
            (_("No further action"), outcome_choices(DecisionKind.FILE)),
        ],
        error_messages={"required": _("Choose how it ended.")},
    )
    words = words_field(_("Tell each reporter what you did, or why not more"))

    do = Several.END
    field_order = ["outcome", "words", "reason"]

    def clean_words(self) -> str:
        text: str = self.cleaned_data["words"]
        if not rules.says_something(text):
            raise forms.ValidationError(
                _("Write a sentence to the reporter. One word is not enough.")
            )
        return text

    def verdict(self) -> Verdict:
        given = self.cleaned_data
        outcome = Outcome(given["outcome"])
        ends = (DecisionKind.CLOSE, DecisionKind.FILE)
        kind = next(kind for kind in ends if outcome in rules.OUTCOMES[kind])
        return Verdict(kind, given["reason"], words=given["words"], outcome=outcome)


class SeveralJoinForm(SeveralForm):
    """Put several reports into an incident, a new one or one that there is."""

    incident = forms.CharField(
        label=_("Which incident?"),
        help_text=_("Its reference, like IN-26-000012. Leave it empty to make a new one."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    title = forms.CharField(
        label=_("Or the title of a new one, in words of your own"),
        help_text=_("Never a reporter's words or name."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    do = Several.JOIN
    field_order = ["incident", "title", "reason"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not (given.get("incident") or "").strip() and not (given.get("title") or "").strip():
            self.add_error("title", _("Give the incident a title in words of your own."))
        return given


SEVERAL_FORMS: dict[Several, type[SeveralForm]] = {
    form.do: form for form in (SeveralForm, SeveralEndForm, SeveralJoinForm)
}
