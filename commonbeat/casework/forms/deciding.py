"""Decisions about a report, with their reasons."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules
from commonbeat.casework.actions import Checking, Verdict
from commonbeat.casework.models import HEADING_WORDS, OUTCOME_WORDS, SignpostService
from commonbeat.casework.queries import Stamp, offered_services
from commonbeat.casework.rules import Advice, DecisionKind, Heading, Outcome

LONGEST = 5_000


def reason_field() -> forms.CharField:
    """Return the field that asks why."""
    return forms.CharField(
        label=_("Why?"),
        help_text=_("Stays with us, with the decision."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words why.")},
    )


def words_field(label: Any) -> forms.CharField:
    """Return the field in which somebody writes to a reporter."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write to the reporter. They see only what you write here.")},
    )


def drift_accepted_field() -> forms.BooleanField:
    """Return the tick of somebody who was warned and sends their words all the same."""
    # Ticked on the second sending, after the warning was shown.
    return forms.BooleanField(
        label=_("I only ask about what they saw or know already"), required=False
    )


class CaseForm(forms.Form):
    """Something about one report, its reason, and how it stood when the page was drawn."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = reason_field()

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


class DecisionForm(CaseForm):
    """A decision about a report."""

    def verdict(self) -> Verdict:
        """Return what was decided, once the form is valid."""
        raise NotImplementedError


class LetterForm(DecisionForm):
    """A decision with words to the reporter, which are looked at before they go out."""

    # The answer that the words began with, and the advice that was on the page already.
    template = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
    as_it_is = forms.BooleanField(required=False)

    def clean_shown(self) -> frozenset[Advice]:
        known = {advice.value: advice for advice in Advice}
        return frozenset(known[key] for key in self.cleaned_data["shown"].split() if key in known)

    def checking(self) -> Checking:
        """Return how the words are to be looked at, once the form is valid."""
        given = self.cleaned_data
        return Checking(given["template"], given["shown"], given["as_it_is"])


class ReasonedForm(LetterForm):
    """A decision that can say more of its reasons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for heading, words in HEADING_WORDS.items():
            self.fields[f"more_{heading.value}"] = forms.CharField(
                label=words,
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "cb-input", "dir": "auto"}),
            )

    @property
    def headings(self) -> list[forms.BoundField]:
        """The fields for more of the reasons, as the page shows them."""
        return [self[f"more_{heading.value}"] for heading in Heading]

    @property
    def has_more(self) -> bool:
        """Whether something was typed there."""
        return any(field.value() for field in self.headings)

    def more(self) -> dict[Heading, str]:
        """Return what was written below each heading, once the form is valid."""
        return {heading: self.cleaned_data[f"more_{heading.value}"] for heading in Heading}


class TakeForm(DecisionForm):
    """Take a report on, or take it over."""

    name = "take"

    def verdict(self) -> Verdict:
        return Verdict(DecisionKind.TAKE, self.cleaned_data["reason"])


class TalkForm(LetterForm):
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
    words = words_field(_("Write to the reporter"))
    drift_accepted = drift_accepted_field()

    field_order = ["stamp", "kind", "words", "reason", "drift_accepted"]

    def verdict(self) -> Verdict:
        given = self.cleaned_data
        return Verdict(
            DecisionKind(given["kind"]),
            given["reason"],
            words=given["words"],
            drift_accepted=given["drift_accepted"],
            checking=self.checking(),
        )


def outcome_choices(kind: DecisionKind) -> list[tuple[str, Any]]:
    return [(outcome.value, OUTCOME_WORDS[outcome]) for outcome in rules.OUTCOMES[kind]]


class EndForm(ReasonedForm):
    """Close a report with an outcome, or file it with no further action."""

    name = "end"

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            ("", _("Choose")),
            (_("Closed"), outcome_choices(DecisionKind.CLOSE)),
            (_("No further action"), outcome_choices(DecisionKind.FILE)),
        ],
        error_messages={"required": _("Choose how it ended.")},
    )
    words = words_field(_("Tell the reporter what you did, or why not more"))
    information = forms.CharField(
        label=_("What you know that is not in the report"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    service = forms.ChoiceField(label=_("Who can help them instead?"), required=False)
    other_service = forms.CharField(
        label=_("Or somebody else"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order = ["stamp", "outcome", "service", "other_service", "words", "reason", "information"]

    kinds: tuple[DecisionKind, ...] = (DecisionKind.CLOSE, DecisionKind.FILE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), row.words) for row in offered_services()]
        service = cast("forms.ChoiceField", self.fields["service"])
        service.choices = [("", str(_("Choose"))), *choices]

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
            service=self._service(),
            signpost=given["other_service"],
            more=self.more(),
            checking=self.checking(),
        )

    def _service(self) -> SignpostService | None:
        chosen = self.cleaned_data["service"]
        return next((row for row in offered_services() if str(row.pk) == chosen), None)


class HandOnForm(EndForm):
    """Pass a report to the agency that can help."""

    name = "hand-on"

    outcome = forms.ChoiceField(
        label=_("Who can help?"),
        choices=[("", _("Choose")), *outcome_choices(DecisionKind.HAND_ON)],
        error_messages={"required": _("Choose who can help.")},
    )
    words = words_field(_("Tell the reporter who has it now and what they do next"))

    kinds = (DecisionKind.HAND_ON,)


class ShareForm(EndForm):
    """Share a report with a partner, and go on with it."""

    name = "share"

    outcome = forms.ChoiceField(
        label=_("With whom?"),
        choices=[("", _("Choose")), *outcome_choices(DecisionKind.SHARE)],
        error_messages={"required": _("Choose with whom.")},
    )
    words = words_field(_("Tell the reporter what the partner does with it"))

    kinds = (DecisionKind.SHARE,)
