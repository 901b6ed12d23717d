"""Choosing what to hear about, where, and how."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonbeat.alerts.models import TOPIC_HINTS, TOPIC_LABELS, Follow, Topic
from commonbeat.alerts.queries import Wish
from commonbeat.places.queries import area_by_code, areas, cell_from_text

WHOLE_TOWN = "town"
SOME_PLACES = "places"
BY_INBOX = "inbox"
BY_EMAIL = "email"
# More shapes than the town has are no choice of a person.
_MOST_CELLS = 2_000


class WishForm(forms.Form):
    """Topics and places: all that a follow is made of."""

    topics = forms.MultipleChoiceField(
        label=_("What do you want to hear about?"),
        choices=[(topic.value, label) for topic, label in TOPIC_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing to hear about.")},
    )
    where = forms.ChoiceField(
        label=_("Where?"),
        choices=[(WHOLE_TOWN, _("The whole town")), (SOME_PLACES, _("Only the places I pick"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the whole town, or only some places.")},
    )
    areas = forms.MultipleChoiceField(
        label=_("Neighbourhoods"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(
        label=_("In which language?"), choices=settings.LANGUAGES, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].hints = dict(TOPIC_HINTS)  # type: ignore[attr-defined]
        known = [(area.code, area.name) for area in areas()]
        self.fields["areas"].choices = known  # type: ignore[attr-defined]
        # A town without a map has no places to pick.
        self.fields["where"].initial = SOME_PLACES if known else WHOLE_TOWN
        self.fields["language"].initial = get_language()

    @classmethod
    def initial_of(cls, follow: Follow) -> dict[str, Any]:
        """Return the choices that a follow stands for."""
        return {
            "topics": follow.topics,
            "where": WHOLE_TOWN if follow.whole_town else SOME_PLACES,
            "areas": follow.area_codes,
            "cells": tuple(follow.cells),
            "language": follow.language,
        }

    @property
    def picked_cells(self) -> tuple[int, ...]:
        """The shapes picked on the map, whether or not the rest is right."""
        if not self.is_bound:
            return tuple(self.initial.get("cells", ()))
        sent = cast("QueryDict", self.data).getlist("cells")[:_MOST_CELLS]
        return tuple(sorted({cell for text in sent if (cell := cell_from_text(text)) is not None}))

    def clean(self) -> dict[str, Any]:
        """Ask for a place unless the whole town is wanted."""
        data = super().clean() or {}
        if data.get("where") == SOME_PLACES and not data.get("areas") and not self.picked_cells:
            self.add_error("areas", str(_("Pick at least one neighbourhood, or the whole town.")))
        return data

    def wish(self) -> Wish:
        """Return the choices as a value; only for a valid form."""
        data = self.cleaned_data
        topics = tuple(Topic(topic) for topic in data["topics"])
        if data["where"] == WHOLE_TOWN:
            return Wish(topics=topics, whole_town=True)
        codes = tuple(code for code in data["areas"] if area_by_code(code))
        return Wish(topics=topics, area_codes=codes, cells=self.picked_cells)

    def chosen_language(self) -> str:
        """Return the language to write in."""
        return self.cleaned_data["language"] or get_language() or settings.LANGUAGE_CODE


class FollowForm(WishForm):
    """A first follow: also says how we reach the person."""

    via = forms.ChoiceField(
        label=_("How should we tell you?"),
        choices=[
            (BY_INBOX, _("In my inbox on this site")),
            (BY_EMAIL, _("By email")),
        ],
        widget=forms.RadioSelect,
        initial=BY_INBOX,
        required=False,
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("We use it for alerts and nothing else. You can stop with one click."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Enter an email address in the right form, like name@example.com.")
        },
    )

    def __init__(self, *args: Any, has_inbox: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_inbox = has_inbox
        if not has_inbox:
            del self.fields["via"]

    @property
    def by_email(self) -> bool:
        """Whether mail was asked for."""
        return not self.has_inbox or self.cleaned_data.get("via") == BY_EMAIL

    def clean(self) -> dict[str, Any]:
        """Ask for an address when mail is wanted."""
        data = super().clean()
        if self.by_email and not data.get("email") and "email" not in self.errors:
            self.add_error("email", str(_("Enter your email address.")))
        return data
