"""A translation says with every placeholder what the text in the code says with it."""

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from commonbeat.config.catalogues import catalogue_path, kept_catalogue, placeholder_faults

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
TEXT = "%(name)s has {n} of %(all)s"
FORMS = ("%(n)d crime", "%(n)d crimes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_keeps_every_placeholder(language: str) -> None:
    catalogue = kept_catalogue(catalogue_path(settings.ROOT, language), language)
    faults = [fault for message in catalogue for fault in placeholder_faults(message, catalogue)]
    assert faults == []


@pytest.mark.parametrize(
    "said", ["{n} %(all)s", "%(name)s {m} %(all)s", "%(nmae)s {n} %(all)s", "%(name)d {n} %(all)s"]
)
def test_a_broken_placeholder_is_noticed(said: str) -> None:
    catalogue = Catalog(locale="ar")
    assert placeholder_faults(catalogue.add(TEXT, said), catalogue)
    assert not placeholder_faults(catalogue.add(TEXT, "{n} / %(all)s: %(name)s"), catalogue)


def test_a_broken_placeholder_is_noticed_in_every_form_of_a_plural() -> None:
    catalogue = Catalog(locale="ar")
    for form in range(catalogue.num_plurals):
        said = ["%(n)d"] * catalogue.num_plurals
        said[form] = "%(m)d"
        assert placeholder_faults(catalogue.add(FORMS, tuple(said)), catalogue)


def test_only_a_form_that_stands_for_one_number_may_leave_the_number_out() -> None:
    catalogue = Catalog(locale="ar")
    said = ["none", "one", "two", "%(n)d few", "%(n)d many", "%(n)d"]
    assert not placeholder_faults(catalogue.add(FORMS, tuple(said)), catalogue)
    said[3] = "few"
    assert placeholder_faults(catalogue.add(FORMS, tuple(said)), catalogue)
