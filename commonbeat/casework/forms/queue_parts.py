"""A part of the queue: its name and what it holds."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonbeat.casework.models import GRADE_WORDS, QueuePart
from commonbeat.casework.rules import UNGRADED, Holding
from commonbeat.places.models import Area
from commonbeat.reports.models import CATEGORY_WORDS

NAME_LENGTH = 24


def _several(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )


class QueuePartForm(forms.Form):
    """What somebody wants to see of the queue, under which name, and for whom."""

    name = forms.CharField(
        label=_("Name of the tab"),
        help_text=_("A word or two, like “Night, city centre”. Never a person's name."),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Give the tab a name.")},
    )
    kinds = _several(
        _("What it is about"), [(kind.value, words) for kind, words in CATEGORY_WORDS.items()]
    )
    areas = _several(_("Neighbourhood"))
    grades = _several(
        _("Grade"),
        [
            (UNGRADED, _("Nobody has assessed it yet")),
            *((grade.value, words) for grade, words in GRADE_WORDS.items()),
        ],
    )
    languages = _several(_("Language that they wrote in"), settings.LANGUAGES)
    is_untaken = forms.BooleanField(label=_("Only what nobody has in hand"), required=False)
    wrote_again = forms.BooleanField(
        label=_("Only where the reporter wrote again and waits"), required=False
    )
    is_shared = forms.BooleanField(
        label=_("Show the tab to everybody who reads the queue"), required=False
    )

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = cast("forms.MultipleChoiceField", self.fields["areas"])
        areas.choices = list(Area.objects.current().order_by("name").values_list("code", "name"))
        if not may_share:
            del self.fields["is_shared"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and self.wanted().is_all:
            raise forms.ValidationError(
                _("Choose at least one thing. Without it the tab shows what “All” shows.")
            )
        return given

    def wanted(self) -> Holding:
        """Return what the part holds, once the form is valid."""
        given = self.cleaned_data
        return Holding(
            kinds=tuple(given["kinds"]),
            areas=tuple(given["areas"]),
            languages=tuple(given["languages"]),
            grades=tuple(given["grades"]),
            is_untaken=given["is_untaken"],
            wrote_again=given["wrote_again"],
        )


def filled_from(part: QueuePart) -> dict[str, Any]:
    """Return what a form begins with that changes a part."""
    wanted = part.holds
    return {
        "name": part.name,
        "kinds": list(wanted.kinds),
        "areas": list(wanted.areas),
        "grades": list(wanted.grades),
        "languages": list(wanted.languages),
        "is_untaken": wanted.is_untaken,
        "wrote_again": wanted.wrote_again,
        "is_shared": part.is_shared,
    }
