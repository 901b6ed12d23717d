"""The demonstration town: whole, without gaps or overlaps, and true to its landmarks."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from commonbeat.places import queries
from commonbeat.places.actions import INVENTED, invent_crimes, lay_out_town
from commonbeat.places.models import Area, CrimeImport, MapFeature, Place, RecordedCrime
from commonbeat.places.rules import cells as hexes
from commonbeat.places.tests.factories import NOW

pytestmark = pytest.mark.django_db
TOWN = Path(settings.ROOT) / "commonbeat" / "config" / "demo" / "town.json"


@pytest.fixture(autouse=True)
def town() -> None:
    lay_out_town(path=TOWN, now=NOW)


def test_every_cell_belongs_to_one_neighbourhood_and_there_are_no_holes() -> None:
    cells = Counter(cell for area in queries.areas() for cell in queries.cells_of_area(area, 9))
    assert len(cells) > 300
    assert set(cells.values()) == {1}
    whole = hexes.outline_of_cells(cells)
    assert len(whole) == 1, "the town is one piece"
    assert len(whole[0]) == 1, "the town has no hole"


def test_each_neighbourhood_is_one_piece() -> None:
    assert {len(area.outline) for area in queries.areas()} == {1}
    assert len(queries.areas()) >= 14


def test_every_landmark_lies_in_a_neighbourhood() -> None:
    landmarks = Place.objects.exclude(kind=Place.Kind.STREET)
    outside = [place.name for place in landmarks if not queries.area_of_cell(place.cell9)]
    assert outside == []
    assert landmarks.count() > 60


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("harris museum", "Harris Museum, Flag Market"),
        ("train station", "Preston railway station, Fishergate"),
        ("moor park", "Moor Park"),
        ("PNE", "Deepdale Stadium"),
        ("hospital", "Royal Preston Hospital, Fulwood"),
    ],
)
def test_people_find_what_everybody_knows(words: str, label: str) -> None:
    assert queries.search_places(words)[0].label == label


def test_laying_it_out_twice_changes_nothing() -> None:
    before = (Area.objects.count(), Place.objects.count(), MapFeature.objects.count())
    lay_out_town(path=TOWN, now=NOW)
    assert (Area.objects.count(), Place.objects.count(), MapFeature.objects.count()) == before


def test_the_invented_month_says_that_it_is_invented() -> None:
    invent_crimes(month=date(2026, 2, 1), now=NOW)
    assert CrimeImport.objects.get().force == INVENTED
    assert set(RecordedCrime.objects.values_list("context", flat=True)) == {"Invented"}
    assert queries.latest_crime_month() == date(2026, 2, 1)
    assert queries.crime_sources(date(2026, 2, 1)) == [INVENTED]


def test_the_invented_month_is_the_same_each_time() -> None:
    invent_crimes(month=date(2026, 2, 1), now=NOW)
    again = invent_crimes(month=date(2026, 2, 1), now=NOW)
    assert again.outcome == "unchanged"
