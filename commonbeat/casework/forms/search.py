"""What somebody looks for in reports, and how they narrow it down."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.casework.actions import Sought
from commonbeat.casework.queries import Narrowing
from commonbeat.casework.rules import SEARCH_LENGTH, Standing
from commonbeat.places.models import Area
from commonbeat.reports.models import CATEGORY_WORDS

STANDING_WORDS = [
    ("", _("All")),
    (Standing.OPEN.value, _("All open ones")),
    (Standing.NEW.value, _("Nobody decided yet")),
    (Standing.IN_HAND.value, _("Somebody works on it")),
    (Standing.WAITING.value, _("We wait for the reporter")),
    (Standing.FINISHED.value, pgettext_lazy("reports", "Finished")),
]


class SearchForm(forms.Form):
    """Words, why somebody looks for them, and for which case."""

    words = forms.CharField(
        label=_("Words or numbers"),
        max_length=SEARCH_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type a word or a number that stands in the report.")},
    )
    is_person = forms.BooleanField(
        label=_("I am looking for a person"),
        help_text=_("By name, telephone number, email address or number plate."),
        required=False,
    )
    purpose = forms.CharField(
        label=_("Why do you search?"),
        help_text=_("Needed for a person. It stays in the log."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    case = forms.CharField(
        label=_("For which report?"),
        help_text=_("Its reference, like PR-26-000123."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def sought(self) -> Sought:
        """Return what is looked for, once the form is valid."""
        given = self.cleaned_data
        return Sought(
            words=" ".join(given["words"].split()),
            is_person=given["is_person"],
            purpose=given["purpose"],
            case=given["case"],
        )


class NarrowForm(forms.Form):
    """What a search leaves out."""

    standing = forms.ChoiceField(label=_("State"), required=False, choices=STANDING_WORDS)
    category = forms.ChoiceField(
        label=_("What it is about"),
        required=False,
        choices=[("", _("Everything")), *((c.value, words) for c, words in CATEGORY_WORDS.items())],
    )
    area = forms.ChoiceField(label=_("Neighbourhood"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Any")), *settings.LANGUAGES]
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    with_files = forms.BooleanField(label=_("Only with files"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.order_by("name").values_list("pk", "name")
        chosen: Any = self.fields["area"]
        chosen.choices = [("", _("Everywhere")), *((str(pk), name) for pk, name in areas)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return given

    def narrowing(self) -> Narrowing:
        """Return what is left out, once the form is valid."""
        given = self.cleaned_data
        return Narrowing(
            standing=Standing(given["standing"]) if given["standing"] else None,
            category=given["category"],
            area=int(given["area"]) if given["area"] else None,
            since=_moment(given["since"], time.min),
            until=_moment(given["until"], time.max),
            language=given["language"],
            with_files=given["with_files"],
        )

    def said(self) -> dict[str, str]:
        """Return what was chosen, as the log and an address keep it."""
        chosen = {name: self[name].data for name in self.fields}
        return {name: str(value) for name, value in chosen.items() if value}


def _moment(day: Any, at: time) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, at)) if day else None
