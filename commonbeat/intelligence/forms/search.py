"""Looking for intelligence reports."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.intelligence.models import (
    HANDLING_WORDS,
    INFORMATION_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
)
from commonbeat.intelligence.queries import Search
from commonbeat.intelligence.rules import State
from commonbeat.places.models import Area

FIND_LENGTH = 60
_ANY: tuple[str, Promise] = ("", _("Any"))
AGES: tuple[tuple[str, Promise], ...] = (
    _ANY,
    ("7", _("The last week")),
    ("31", _("The last month")),
    ("366", _("The last year")),
)


class SearchForm(forms.Form):
    """What to look for; everything may be left open."""

    find = forms.CharField(label=_("Reference"), max_length=FIND_LENGTH, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[_ANY, *((s, words) for s, words in STATE_WORDS.items() if s is not State.ERASED)],
        required=False,
    )
    source = forms.ChoiceField(
        label=_("Source"), choices=[_ANY, *SOURCE_WORDS.items()], required=False
    )
    information = forms.ChoiceField(
        label=_("Information"), choices=[_ANY, *INFORMATION_WORDS.items()], required=False
    )
    handling = forms.ChoiceField(
        label=_("Handling"),
        choices=[_ANY, ("-", _("Not set: nothing is shared")), *HANDLING_WORDS.items()],
        required=False,
    )
    area = forms.ModelChoiceField(
        label=_("Neighbourhood"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("Any"),
    )
    age = forms.ChoiceField(label=_("Made in"), choices=AGES, required=False)
    due = forms.BooleanField(label=_("Only those whose review is due"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["area"]
        areas.queryset = Area.objects.order_by("name")

    def search(self) -> Search:
        """Return what is looked for; what cannot be read is not looked for."""
        given = self.cleaned_data if self.is_valid() else {}
        return Search(
            find=given.get("find", ""),
            state=State(given["state"]) if given.get("state") else None,
            source=given.get("source", ""),
            information=given.get("information", ""),
            handling=given.get("handling", ""),
            area=given.get("area"),
            within_days=int(given["age"]) if given.get("age") else None,
            is_due=bool(given.get("due")),
        )
