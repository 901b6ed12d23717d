"""Each question as a form; the errors say what to do."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from commonbeat.places.queries import cell_from_text
from commonbeat.reports.models import TOPIC_WORDS
from commonbeat.reports.rules import (
    DESCRIPTION_LENGTH,
    PLACE_LENGTH,
    Topic,
    tidy_text,
)


class _Shared(dict[str, forms.Field]):
    """Fields that every form of a class uses as they are: they hold no answer.

    Django copies them for each form; a report is judged by seven forms, so this is a tenth of the
    time that taking it in needs.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Shared":
        return self


def share_fields[F: type[forms.Form]](form: F) -> F:
    """Let all forms of a class use the same fields, which must not be changed from then on."""
    form.base_fields = _Shared(form.base_fields)
    for name, hints in getattr(form, "hints", {}).items():
        form.base_fields[name].hints = hints  # type: ignore[attr-defined]
    return form


class StepForm(forms.Form):
    """A question. ``quiet`` shows what was typed again without judging it."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    @property
    def says_danger(self) -> bool:
        """Whether a valid answer says that somebody is in danger: then no form goes on."""
        return False

    def quiet(self) -> "StepForm":
        """Return the form with what was typed and no errors."""
        self._errors: ErrorDict | None = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        return self


@share_fields
class EmergencyForm(StepForm):
    danger = forms.ChoiceField(
        label=_("Is anyone in danger right now?"),
        help_text=_("Think about you and the people around you."),
        choices=[
            ("yes", _("Yes, someone is hurt or in danger")),
            ("unsafe", _("No, but I feel unsafe")),
            ("no", _("No, it is over or not urgent")),
        ],
        error_messages={"required": _("Choose yes or no, so that nobody in danger waits")},
        widget=forms.RadioSelect,
    )
    hints = {
        "danger": {
            "yes": _("Or it is happening as you type"),
            "unsafe": _("We will tell you what helps, and ask you a few short questions"),
            "no": _("We will ask you a few short questions"),
        }
    }

    @property
    def says_danger(self) -> bool:
        """Whether somebody is in danger right now."""
        return bool(self.cleaned_data.get("danger") == "yes")


@share_fields
class AgainForm(StepForm):
    danger_again = forms.ChoiceField(
        label=_("You said it just happened. Is anyone in danger now?"),
        help_text=_("People who did it may still be near, or someone may be hurt."),
        choices=[("yes", _("Yes, or I am not sure")), ("no", _("No, nobody is in danger"))],
        error_messages={"required": _("Choose yes or no, so that nobody in danger waits")},
        widget=forms.RadioSelect,
    )

    @property
    def says_danger(self) -> bool:
        """Whether somebody is in danger right now."""
        return bool(self.cleaned_data.get("danger_again") == "yes")


@share_fields
class TopicForm(StepForm):
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("Pick the one that fits best. It does not have to be perfect."),
        choices=[(topic.value, words) for topic, words in TOPIC_WORDS.items()],
        error_messages={
            "required": _("Pick what it is about"),
            "invalid_choice": _("Pick what it is about"),
        },
        widget=forms.RadioSelect,
    )

    def clean_topic(self) -> Topic:
        return Topic(self.cleaned_data["topic"])


@share_fields
class WhereForm(StepForm):
    """A cell, words, or neither: nobody is held up by a place that they cannot name."""

    place = forms.CharField(
        label=_("Street or place"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    cell = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    where_unknown = forms.BooleanField(label=_("I do not know where it was"), required=False)
    home = forms.BooleanField(
        label=_("This is my home, or where I sleep"),
        help_text=_("Then we keep only the wider area, and no street."),
        required=False,
    )

    def clean_place(self) -> str:
        text = tidy_text(self.cleaned_data["place"]).replace("\n", " ")
        if len(text) > PLACE_LENGTH:
            raise ValidationError(
                _("Use %(limit)d letters or fewer. You can say more on the next page.")
                % {"limit": PLACE_LENGTH}
            )
        return text

    def clean_cell(self) -> int | None:
        text = self.cleaned_data["cell"]
        if not text:
            return None
        cell = cell_from_text(text)
        if cell is None:
            raise ValidationError(_("Choose a shape on the map or search for a place."))
        return cell

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("where_unknown"):
            data["cell"], data["place"] = None, ""
        elif data.get("home") and data.get("cell") is None and data.get("place"):
            self.add_error(
                "place",
                _(
                    "Find it in the list or on the map. We then keep the wider area and not your "
                    "words. Or take the tick at “my home” away."
                ),
            )
        elif not self.errors and data.get("cell") is None and not data.get("place"):
            self.add_error(
                "place", _("Tell us where, tap the map, or say that you do not know where it was")
            )
        return data


@share_fields
class WordsForm(StepForm):
    description = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words. What did you see or hear? Who was there?"),
        strip=False,
        error_messages={"required": _("Tell us what happened, in a few words")},
        widget=forms.Textarea(attrs={"rows": 9, "maxlength": DESCRIPTION_LENGTH}),
    )

    def clean_description(self) -> str:
        text = tidy_text(self.cleaned_data["description"])
        if not text:
            raise ValidationError(self.fields["description"].error_messages["required"])
        if len(text) > DESCRIPTION_LENGTH:
            raise ValidationError(
                _("That is too long. Use %(limit)d letters or fewer.")
                % {"limit": DESCRIPTION_LENGTH}
            )
        return text


@share_fields
class EvidenceForm(StepForm):
    """Files are kept as soon as they come in; here they only meet their reasons for refusal."""

    upload = forms.FileField(
        label=_("Add files"),
        required=False,
        allow_empty_file=True,
    )
