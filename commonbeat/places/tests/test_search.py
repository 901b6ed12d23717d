"""People find a place by the words that they use for it."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.places import queries
from commonbeat.places.rules.words import search_words, street_of
from commonbeat.places.tests import factories


def labels(text: str) -> list[str]:
    return [found.label for found in queries.search_places(text)]


@pytest.mark.django_db
def test_the_beginnings_of_words_are_enough() -> None:
    factories.make_areas()
    factories.make_place("Harris Museum", also="library, art gallery")
    factories.make_place("Museum of Steam", at=factories.EAST)
    assert labels("harr mus") == ["Harris Museum, Westgate"]
    assert labels("art") == ["Harris Museum, Westgate"]
    assert labels("museum") == ["Museum of Steam, Eastgate", "Harris Museum, Westgate"]
    assert labels("") == labels("  ,") == labels("zebra") == []


@pytest.mark.django_db
def test_case_accents_and_apostrophes_make_no_difference() -> None:
    factories.make_areas()
    factories.make_place("St George’s Café")
    for text in ("st georges cafe", "ST GEORGE'S CAFÉ", "St George’s caf"):
        assert labels(text) == ["St George’s Café, Westgate"]


@pytest.mark.django_db
def test_well_known_places_come_first_and_few_are_enough() -> None:
    factories.make_areas()
    for number in range(9):
        factories.make_place(f"Park Row {number}", rank=6)
    factories.make_place("Park Hall", rank=1)
    assert labels("park")[0] == "Park Hall, Westgate"
    assert len(labels("park")) == 8


@pytest.mark.django_db
def test_a_place_outside_our_areas_is_not_offered() -> None:
    factories.make_areas()
    factories.make_place("Piccadilly Gardens", at=factories.OUTSIDE)
    assert labels("piccadilly") == []


@pytest.mark.django_db
def test_the_address_answers_as_the_page_does(client: Client) -> None:
    factories.make_areas()
    place = factories.make_place("Harris Museum")
    answer = client.get("/places/search", {"q": "harris"}).json()
    assert answer == {
        "places": [
            {
                "label": "Harris Museum, Westgate",
                "cell": queries.cell_text(place.cell9),
                "kind": "landmark",
            }
        ]
    }


@pytest.mark.django_db
def test_a_cell_is_called_by_what_stands_in_it_or_lies_near_it() -> None:
    factories.make_areas()
    place = factories.make_place("Harris Museum")
    assert queries.cell_label(place.cell9) == "Harris Museum, Westgate"
    north = queries.snap(longitude=factories.WEST[0], latitude=factories.WEST[1] + 0.006)
    assert north.label == "700 m north of Harris Museum, Westgate"
    assert queries.cell_label(queries.snapped_cell(place.cell9).cell8) == (
        "Around Harris Museum, Westgate"
    )


@given(text=st.text(max_size=300))
def test_any_text_can_be_looked_for(text: str) -> None:
    assert all(word == word.casefold() for word in search_words(text))
    street_of(text)


def test_a_published_location_names_a_street_or_nothing() -> None:
    assert street_of("On or near St Paul'S Road") == "St Paul's Road"
    assert street_of("On or near Supermarket") == street_of("No Location") == street_of("") == ""
