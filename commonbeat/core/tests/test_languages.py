"""Every language that is shipped: what is put into a text has its place in each translation."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

from commonbeat.config.catalogues import catalogue_path

TRANSLATED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# What Python, scripts and browsers fill in or read: %(name)s, %s, {n} and tags.
_PLACES = re.compile(r"%\(\w+\)[\d.]*[a-z]|%[sd%]|\{\w*\}|</?[a-z][^>]*>")


def faults(catalogue: Catalog) -> list[str]:
    """Return each translation whose places are not those of its text."""
    found = []
    for message in catalogue:
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        # Every form of a plural may hold its number, or say it in words where English does.
        allowed = [Counter(_PLACES.findall(str(text))) for text in texts]
        found += [
            f"{text} has not the places of {texts[0]}"
            for text in given
            if message.id and text and Counter(_PLACES.findall(str(text))) not in allowed
        ]
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_places_of_its_text(language: str) -> None:
    with catalogue_path(settings.ROOT, language).open("rb") as file:
        catalogue = read_po(file)
    translated = [message for message in catalogue if message.id and message.string]
    assert len(translated) > 1000
    assert faults(catalogue) == []


@pytest.mark.parametrize("broken", ["Cześć", "Cześć %(nazwa)s", "<b>Cześć</b> %(name)s", "Hej {n}"])
def test_a_translation_that_loses_a_place_is_noticed(broken: str) -> None:
    catalogue = Catalog()
    catalogue.add("Hello %(name)s", "Cześć %(name)s")
    assert faults(catalogue) == []
    catalogue.add("Hello %(name)s!", broken)
    assert len(faults(catalogue)) == 1
