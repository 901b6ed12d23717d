"""Neighbourhoods come in whole, twice without harm, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import Point

from commonbeat.places.models import Area, AreaCell
from commonbeat.places.rules import cells as hexes
from commonbeat.places.tests import factories

pytestmark = pytest.mark.django_db
SQUARE = [[[-2.72, 53.75], [-2.69, 53.75], [-2.69, 53.775], [-2.72, 53.775], [-2.72, 53.75]]]
TINY = [[[-2.6800, 53.7600], [-2.6799, 53.7600], [-2.6799, 53.7601], [-2.6800, 53.7600]]]
BOW = [[[-2.72, 53.75], [-2.69, 53.775], [-2.69, 53.75], [-2.72, 53.775], [-2.72, 53.75]]]


def feature(coordinates: Any, kind: str = "Polygon", **properties: object) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(tmp_path: Path, *features: object, text: str | None = None) -> Path:
    path = tmp_path / "areas.geojson"
    document = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(json.dumps(document) if text is None else text)
    return path


def take(path: Path, *options: str) -> None:
    call_command("import_areas", str(path), *options)


def test_names_and_codes_are_found_by_their_usual_keys(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        feature(SQUARE, WD13CD="E1", WD13NM="Ashton", WD13NMW=None, WD13CDO="x"),
        feature([TINY], "MultiPolygon", WD13CD="E2", WD13NM="Lea", WD13NMW=None, WD13CDO="x"),
    )
    take(path)
    assert list(Area.objects.order_by("code").values_list("code", "name")) == [
        ("E1", "Ashton"),
        ("E2", "Lea"),
    ]


def test_the_keys_can_be_said(tmp_path: Path) -> None:
    take(write(tmp_path, feature(SQUARE, a="7", b="Ashton")), "--name", "b", "--code", "a")
    assert Area.objects.get().code == "7"


def test_an_area_has_the_cells_whose_centre_it_covers_and_never_none(tmp_path: Path) -> None:
    take(write(tmp_path, feature(SQUARE, name="Big"), feature(TINY, name="Tiny")))
    big, tiny = Area.objects.get(name="Big"), Area.objects.get(name="Tiny")
    for resolution in (7, 8, 9):
        assert tiny.cells.filter(resolution=resolution).count() == 1
    shape = hexes.outline_shape(big.outline)
    fine = big.cells.filter(resolution=9).values_list("cell", flat=True)
    assert 30 < len(fine) < 80
    assert all(shape.covers(Point(hexes.centre(cell))) for cell in fine)


def test_taking_a_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, feature(SQUARE, name="Ashton", code="a"))
    take(path)
    before = list(AreaCell.objects.values_list("pk", flat=True))
    take(path)
    assert Area.objects.count() == 1
    assert list(AreaCell.objects.values_list("pk", flat=True)) == before


def test_a_corrected_file_changes_what_it_corrects(tmp_path: Path) -> None:
    take(write(tmp_path, feature(SQUARE, name="Asthon", code="a")))
    first = Area.objects.get()
    take(write(tmp_path, feature(TINY, name="Ashton", code="a")))
    first.refresh_from_db()
    assert (first.name, first.cells.filter(resolution=9).count()) == ("Ashton", 1)


def test_replacing_retires_areas_but_never_deletes_them(tmp_path: Path) -> None:
    factories.make_areas()
    take(write(tmp_path, feature(SQUARE, name="Ashton", code="a")), "--replace")
    assert [area.code for area in Area.objects.current()] == ["a"]
    assert Area.objects.count() == 3


def test_a_crossed_outline_is_mended(tmp_path: Path) -> None:
    take(write(tmp_path, feature(BOW, name="Bow")))
    assert len(Area.objects.get().outline) == 2


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (feature(SQUARE), "feature 2: the property 'name' is empty or missing"),
        (feature(SQUARE, name="Good", code="x"), "feature 2"),
        (feature([-2.7, 53.7], "Point", name="Bad", code="b"), "feature 2: Point is not a polygon"),
        (feature([[["x", 1]]], name="Bad", code="b"), "feature 2: its coordinates cannot be read"),
        (feature([], name="Bad", code="b"), "feature 2: its shape is empty"),
        (
            feature([[[354000, 429000], [355000, 429000], [355000, 430000], [354000, 429000]]],
                    name="Grid", code="b"),
            "feature 2: its coordinates are not degrees",
        ),
        ("text", "feature 2: this is not a GeoJSON Feature"),
        ({"type": "Feature", "properties": [1], "geometry": None}, "feature 2: its properties"),
    ],
)  # fmt: skip
def test_a_bad_feature_is_named_and_nothing_is_kept(
    tmp_path: Path, bad: object, words: str
) -> None:
    good = feature(SQUARE, name="Good", code="x")
    path = write(tmp_path, good, bad)
    with pytest.raises(CommandError) as error:
        take(path, "--name", "name", "--code", "code")
    assert words in str(error.value)
    assert str(path) in str(error.value)
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"type":"Feature"}', '{"type":"FeatureCollection","features":[]}']
)
def test_a_file_that_is_no_collection_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CommandError, match="Nothing was imported"):
        take(write(tmp_path, text=text))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        take(tmp_path / "none.geojson")
