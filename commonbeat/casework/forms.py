"""What the operations room asks: decisions with their reasons, why a report is read, the log."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonbeat.audit.rules import Kind
from commonbeat.casework import rules
from commonbeat.casework.actions import Verdict
from commonbeat.casework.models import OUTCOME_WORDS
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import DecisionKind, Outcome

LONGEST = 5_000


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why?"),
        help_text=_("Stays with us, with the decision."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words why.")},
    )


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write to the reporter. They see only what you write here.")},
    )


class DecisionForm(forms.Form):
    """A decision: its reason, and how the report stood when the page was drawn."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = _reason()

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.name}-%s"
        super().__init__(*args, **kwargs)

    def clean_reason(self) -> str:
        return self._said("reason", _("Say in a few words why. One word is not enough."))

    def clean_words(self) -> str:
        return self._said("words", _("Write a sentence to the reporter. One word is not enough."))

    def clean_stamp(self) -> Stamp:
        stamp = Stamp.read(self.cleaned_data["stamp"])
        if stamp is None:
            raise forms.ValidationError(_("This form is broken. Load the page again."))
        return stamp

    def _said(self, field: str, sentence: Any) -> str:
        text: str = self.cleaned_data[field]
        if not rules.says_something(text):
            raise forms.ValidationError(sentence)
        return text

    def verdict(self) -> Verdict:
        """Return what was decided, once the form is valid."""
        raise NotImplementedError


class TakeForm(DecisionForm):
    """Take a report on, or take it over."""

    name = "take"

    def verdict(self) -> Verdict:
        return Verdict(DecisionKind.TAKE, self.cleaned_data["reason"])


class TalkForm(DecisionForm):
    """Answer the reporter, or ask them something."""

    name = "talk"

    kind = forms.ChoiceField(
        label=_("What you send"),
        choices=[
            (DecisionKind.ANSWER.value, _("An answer")),
            (DecisionKind.ASK.value, _("A question")),
        ],
        initial=DecisionKind.ANSWER.value,
        widget=forms.RadioSelect,
    )
    words = _words(_("Write to the reporter"))
    # Ticked on the second sending, after the warning was shown.
    drift_accepted = forms.BooleanField(
        label=_("I only ask about what they saw or know already"), required=False
    )

    field_order = ["stamp", "kind", "words", "reason", "drift_accepted"]

    def verdict(self) -> Verdict:
        given = self.cleaned_data
        return Verdict(
            DecisionKind(given["kind"]),
            given["reason"],
            words=given["words"],
            drift_accepted=given["drift_accepted"],
        )


def _choices(kind: DecisionKind) -> list[tuple[str, Any]]:
    return [(outcome.value, OUTCOME_WORDS[outcome]) for outcome in rules.OUTCOMES[kind]]


class EndForm(DecisionForm):
    """Close a report with an outcome, or file it with no further action."""

    name = "end"

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            ("", _("Choose")),
            (_("Closed"), _choices(DecisionKind.CLOSE)),
            (_("No further action"), _choices(DecisionKind.FILE)),
        ],
        error_messages={"required": _("Choose how it ended.")},
    )
    words = _words(_("Tell the reporter what you did, or why not more"))
    information = forms.CharField(
        label=_("What you know that is not in the report"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ["stamp", "outcome", "words", "reason", "information"]

    kinds: tuple[DecisionKind, ...] = (DecisionKind.CLOSE, DecisionKind.FILE)

    def verdict(self) -> Verdict:
        given = self.cleaned_data
        outcome = Outcome(given["outcome"])
        kind = next(kind for kind in self.kinds if outcome in rules.OUTCOMES[kind])
        return Verdict(
            kind,
            given["reason"],
            words=given["words"],
            information=given["information"],
            outcome=outcome,
        )


class HandOnForm(EndForm):
    """Pass a report to the agency that can help."""

    name = "hand-on"

    outcome = forms.ChoiceField(
        label=_("Who can help?"),
        choices=[("", _("Choose")), *_choices(DecisionKind.HAND_ON)],
        error_messages={"required": _("Choose who can help.")},
    )
    words = _words(_("Tell the reporter who has it now and what they do next"))

    kinds = (DecisionKind.HAND_ON,)


DECISION_FORMS: dict[str, type[DecisionForm]] = {
    form.name: form for form in (TakeForm, TalkForm, EndForm, HandOnForm)
}


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


class LogForm(forms.Form):
    """What the auditor looks for."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=[
            ("", _("Everything")),
            (Kind.COLLECTION.value, _("Collected")),
            (Kind.ALTERATION.value, _("Changed")),
            (Kind.CONSULTATION.value, _("Read")),
            (Kind.DISCLOSURE.value, _("Shared")),
            (Kind.COMBINATION.value, _("Combined")),
            (Kind.ERASURE.value, _("Erased")),
        ],
    )
    event = forms.CharField(label=_("Event"), required=False, max_length=60)
    actor = forms.CharField(label=_("By whom"), required=False, max_length=120)
    subject = forms.CharField(label=_("About what"), required=False, max_length=80)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return given

    def span(self) -> tuple[datetime | None, datetime | None]:
        """Return the first moment and the one after the last, once the form is valid."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        end = datetime.combine(until, time.max) if until else None
        start = datetime.combine(since, time.min) if since else None
        return (
            timezone.make_aware(start) if start else None,
            timezone.make_aware(end) if end else None,
        )
