"""The composer's form: one warning in every language of the site."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from commonbeat.alerts.models import TOPIC_HINTS, TOPIC_LABELS, Topic
from commonbeat.places.queries import area_by_code, areas, cell_from_text
from commonbeat.publishing.models import SEVERITY_LABELS, Publication
from commonbeat.publishing.rules import (
    ADVICE_LENGTH,
    FACTS_LENGTH,
    HEADLINE_LENGTH,
    MAIN_LANGUAGE,
    NEWS_TEXT_LENGTH,
    NEWS_TITLE_LENGTH,
    Draft,
    Fault,
    Severity,
    Words,
)

# More shapes than the town has are no choice of a person.
_MOST_CELLS = 2_000

FAULT_FIELDS: dict[Fault, tuple[str | None, Promise]] = {
    Fault.NO_WORDS: (None, _("Write what people should do and what we know, in English.")),
    Fault.NO_PLACE: ("areas", _("Pick at least one neighbourhood or shape.")),
    Fault.NO_END: ("ends_at", _("Say when the warning ends.")),
    Fault.ENDS_TOO_SOON: ("ends_at", _("The end is in the past. Choose a later time.")),
    Fault.ENDS_TOO_LATE: ("ends_at", _("A warning lasts seven days at most.")),
    Fault.TOO_LONG: (None, _("Some words are too long.")),
    Fault.NOT_LIVE: (None, _("Only a warning that is on now can be updated.")),
}


def field_name(part: str, language: str) -> str:
    """Return the name of the input that holds one part of the words in one language."""
    return f"{part}_{language.replace('-', '_')}"


class LanguageParts:
    """Where the words of one language stand in a form."""

    def __init__(self, form: forms.Form, code: str, parts: tuple[str, ...]) -> None:
        self.code = code
        self.name = get_language_info(code)["name_local"]
        self.is_main = code == MAIN_LANGUAGE
        self.fields = [form[field_name(part, code)] for part in parts]
        values = [form[field_name(part, code)].value() for part in parts[:2]]
        self.is_written = all(str(value or "").strip() for value in values)


class _ManyLanguages(forms.Form):
    # Name, label, hint, length and rows of each part.
    parts: tuple[tuple[str, Any, Any, int, int], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            for part, label, hint, length, rows in self.parts:
                attrs = {"maxlength": length, "lang": code, "data-part": part}
                widget = (
                    forms.Textarea(attrs | {"rows": rows}) if rows > 1 else forms.TextInput(attrs)
                )
                self.fields[field_name(part, code)] = forms.CharField(
                    label=label,
                    help_text=str(hint),
                    max_length=length,
                    required=False,
                    widget=widget,
                )

    @property
    def languages(self) -> list[LanguageParts]:
        """The words by language, in the order of the site."""
        names = tuple(part[0] for part in self.parts)
        return [LanguageParts(self, code, names) for code, _name in settings.LANGUAGES]

    def words(self) -> dict[str, Words]:
        """Return what was written, by language; a language without words is left out."""
        found = {}
        for code, _name in settings.LANGUAGES:
            texts = {
                part[0]: (self.cleaned_data.get(field_name(part[0], code)) or "").strip()
                for part in self.parts
            }
            if any(texts.values()):
                found[code] = Words(
                    headline=" ".join(texts.get("headline", "").split()),
                    facts=texts.get("facts", ""),
                    advice=texts.get("advice", ""),
                )
        return found


class WarningForm(_ManyLanguages):
    """A warning as its writers decide it; a draft may leave anything out."""

    parts = (
        ("headline", _("What should people do?"), _("Start with a verb"), HEADLINE_LENGTH, 1),
        (
            "facts",
            _("What do we know?"),
            _("No names, no exact place, no guesses"),
            FACTS_LENGTH,
            3,
        ),
        (
            "advice",
            _("What can people do?"),
            _("One line for each piece of advice"),
            ADVICE_LENGTH,
            3,
        ),
    )

    severity = forms.ChoiceField(
        label=_("How serious is it?"),
        choices=[(severity.value, label) for severity, label in SEVERITY_LABELS.items()],
        initial=Severity.WARNING,
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(topic.value, label) for topic, label in TOPIC_LABELS.items()],
        widget=forms.Select,
        initial=Topic.SAFETY,
    )
    areas = forms.MultipleChoiceField(
        label=_("Neighbourhoods"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ends_at = forms.DateTimeField(
        label=_("Ends at"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    topic_hints = TOPIC_HINTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(area.code, area.name) for area in areas()]
        # A neighbourhood that was redrawn away stays in an old draft until it is unticked.
        self.fields["areas"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(cls, publication: Publication) -> "WarningForm":
        """Return the form as a draft was left."""
        initial: dict[str, Any] = {
            "severity": publication.severity,
            "topic": publication.topic,
            "areas": publication.area_codes,
            "ends_at": timezone.localtime(publication.ends_at) if publication.ends_at else None,
            "revision": publication.revision,
            "cells": tuple(publication.picked_cells),
        }
        for text in publication.texts.all():
            for part in ("headline", "facts", "advice"):
                initial[field_name(part, text.language)] = getattr(text, part)
        return cls(initial=initial)

    @property
    def picked_cells(self) -> tuple[int, ...]:
        """The shapes that were picked on the map, whether or not the rest is right."""
        if not self.is_bound:
            return tuple(self.initial.get("cells", ()))
        sent = cast("QueryDict", self.data).getlist("cells")[:_MOST_CELLS]
        return tuple(sorted({cell for text in sent if (cell := cell_from_text(text)) is not None}))

    def clean_areas(self) -> list[str]:
        """Keep the neighbourhoods that there are."""
        return [code for code in self.cleaned_data["areas"] if area_by_code(code)]

    def draft(self) -> Draft:
        """Return the warning as a value; only for a valid form."""
        data = self.cleaned_data
        return Draft(
            severity=Severity(data["severity"]),
            topic=data["topic"],
            ends_at=data["ends_at"],
            words=self.words(),
            area_codes=tuple(data["areas"]),
            cells=self.picked_cells,
        )

    def draft_so_far(self) -> Draft:
        """Return what can be read of a form that may be wrong: a preview refuses nothing."""
        data = self.cleaned_data
        return Draft(
            severity=Severity(data.get("severity") or Severity.WARNING),
            topic=data.get("topic") or Topic.SAFETY,
            ends_at=data.get("ends_at"),
            words=self.words(),
            area_codes=tuple(data.get("areas") or ()),
            cells=self.picked_cells,
        )

    def initial_draft(self) -> Draft:
        """Return the draft that the form begins with."""
        words = {}
        for code, _name in settings.LANGUAGES:
            texts = [self.initial.get(field_name(part[0], code), "") for part in self.parts]
            if any(texts):
                words[code] = Words(*texts)
        return Draft(
            severity=Severity(self.initial.get("severity") or Severity.WARNING),
            topic=self.initial.get("topic") or Topic.SAFETY,
            ends_at=self.initial.get("ends_at"),
            words=words,
            area_codes=tuple(self.initial.get("areas") or ()),
            cells=self.picked_cells,
        )

    def blame(self, found: list[Fault]) -> None:
        """Write what is missing beside the fields that mend it."""
        for fault in found:
            name, text = FAULT_FIELDS[fault]
            if fault == Fault.NO_WORDS:
                self._blame_words()
            else:
                self.add_error(name, str(text))

    def _blame_words(self) -> None:
        for part, text in (
            ("headline", _("Write what people should do.")),
            ("facts", _("Write what we know.")),
        ):
            name = field_name(part, MAIN_LANGUAGE)
            if not (self.cleaned_data.get(name) or "").strip():
                self.add_error(name, str(text))


def default_end(now: datetime) -> datetime:
    """Return the end that a new warning starts with: six hours on, at the full hour."""
    later = timezone.localtime(now) + timedelta(hours=6)
    return later.replace(minute=0, second=0, microsecond=0)


class NewsForm(_ManyLanguages):
    """News: a title and a text in each language."""

    parts = (
        ("headline", _("Title"), "", NEWS_TITLE_LENGTH, 1),
        ("facts", _("Text"), _("What changed, and what it means for people"), NEWS_TEXT_LENGTH, 6),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the main language."""
        data = super().clean() or {}
        for part, text in (("headline", _("Write a title.")), ("facts", _("Write the text."))):
            name = field_name(part, MAIN_LANGUAGE)
            if not (data.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, str(text))
        return data


class ReasonForm(forms.Form):
    """Why a warning is taken back or given back."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        error_messages={"required": _("Say why, in a few words. It is kept in the audit log.")},
    )
