"""A point becomes cells, an area and words; what is no place gets a clear answer."""

import json
import math
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonbeat.places import queries
from commonbeat.places.models import Area, Place
from commonbeat.places.rules import cells as hexes
from commonbeat.places.tests import factories

pytestmark = pytest.mark.django_db
numbers = st.floats(allow_nan=True, allow_infinity=True)
# The town of the factories lies between these edges.
inside = st.tuples(st.floats(-2.7199, -2.6601), st.floats(53.7501, 53.7749))
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def areas() -> list[Area]:
    return factories.make_areas()


def test_a_point_becomes_cells_of_three_sizes_and_its_area(areas: list[Area]) -> None:
    snapped = queries.snap(longitude=factories.WEST[0], latitude=factories.WEST[1])
    assert snapped.area.name == "Westgate"
    cells = (snapped.cell7, snapped.cell8, snapped.cell9)
    assert [hexes.resolution_of(cell) for cell in cells] == [7, 8, 9]
    assert snapped.label == "Westgate"
    assert queries.snapped_cell(snapped.cell9) == snapped


@many
@given(point=inside)
def test_every_point_of_the_town_has_a_cell_around_it(
    areas: list[Area], point: tuple[float, float]
) -> None:
    snapped = queries.snap(longitude=point[0], latitude=point[1])
    assert hexes.metres_between(hexes.centre(snapped.cell9), point) < 260
    assert hexes.parent(snapped.cell9, 8) == snapped.cell8
    assert hexes.parent(snapped.cell8, 7) == snapped.cell7


@many
@given(longitude=numbers, latitude=numbers)
def test_any_two_numbers_are_a_place_of_ours_or_refused_in_words(
    areas: list[Area], longitude: float, latitude: float
) -> None:
    try:
        snapped = queries.snap(longitude=longitude, latitude=latitude)
    except (queries.NotAPlace, queries.OutsideArea) as refusal:
        assert len(str(refusal)) > 20
    else:
        assert snapped.area in areas


def test_a_point_just_outside_an_outline_belongs_to_the_nearest_area(areas: list[Area]) -> None:
    west_edge = -2.72
    assert queries.snap(longitude=west_edge - 0.001, latitude=53.76).area.name == "Westgate"
    with pytest.raises(queries.OutsideArea):
        queries.snap(longitude=west_edge - 0.004, latitude=53.76)


def test_the_smallest_area_answers_where_several_cover_a_point(areas: list[Area]) -> None:
    factories.make_area("market", west=-2.7060, east=-2.7040, south=53.7610, north=53.7630)
    assert queries.snap(longitude=-2.7050, latitude=53.7620).area.code == "market"


def test_swapped_numbers_are_recognised(areas: list[Area]) -> None:
    with pytest.raises(queries.OutsideArea, match="swapped"):
        queries.snap(longitude=factories.WEST[1], latitude=factories.WEST[0])


def test_a_changed_area_is_seen_at_once(areas: list[Area]) -> None:
    factories.make_area("north", west=-2.72, east=-2.66, south=53.78, north=53.80)
    assert queries.snap(longitude=-2.70, latitude=53.79).area.code == "north"


def test_a_cell_of_another_size_or_no_cell_is_refused(areas: list[Area]) -> None:
    cell8 = hexes.cell_at(longitude=-2.705, latitude=53.762, resolution=8)
    for number in (0, -1, cell8, 2**63, 2**80):
        with pytest.raises(queries.NotAPlace):
            queries.snapped_cell(number)


@given(text=st.text(max_size=40))
def test_no_text_breaks_the_reading_of_cells_and_frames(text: str) -> None:
    cell = queries.cell_from_text(text)
    assert cell is None or hexes.is_cell(cell)
    for kind in ("", "area.", "spot.", "city"):
        assert queries.frame_from_text(kind + text).kind in {"city", "area", "spot"}


def post(client: Client, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    response = client.post("/places/snap", json.dumps(body), content_type="application/json")
    return response.status_code, response.json()


def test_a_phone_learns_the_cell_around_it(client: Client, areas: list[Area]) -> None:
    status, answer = post(client, {"longitude": -2.705, "latitude": 53.762})
    assert status == 200
    assert answer["label"] == "Westgate"
    assert answer["frame"] == f"spot.{answer['cell']}"
    form = client.post("/places/snap", {"longitude": "-2.705", "latitude": "53.762"})
    assert form.json() == answer


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"longitude": math.nan, "latitude": 53.7}, "could not read"),
        ({"longitude": math.inf, "latitude": -math.inf}, "could not read"),
        ({"longitude": "1e999", "latitude": "53"}, "could not read"),
        ({"longitude": "west", "latitude": "53"}, "could not read"),
        ({"longitude": [1], "latitude": {}}, "We"),
        ({"longitude": True, "latitude": 53}, "did not get a place"),
        ({}, "did not get a place"),
        ({"longitude": 53.762, "latitude": -2.705}, "swapped"),
        ({"longitude": -2.2426, "latitude": 53.4808}, "outside the area"),
        ({"longitude": 180, "latitude": 0}, "outside the area"),
        ({"longitude": -180, "latitude": 90}, "outside the area"),
        ({"longitude": 200, "latitude": 95}, "no such place"),
    ],
)
def test_bad_places_get_a_clear_answer(
    client: Client, areas: list[Area], body: dict[str, Any], words: str
) -> None:
    status, answer = post(client, body)
    assert status == 400
    assert words in answer["error"]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 5_000])
def test_a_body_that_is_no_object_gets_a_clear_answer(
    client: Client, areas: list[Area], body: bytes
) -> None:
    response = client.post("/places/snap", body, content_type="application/json")
    assert response.status_code == 400
    assert "place" in response.json()["error"]


def rows_holding(text: str) -> list[str]:
    """Return every value of every table that holds a text."""
    return [
        f"{model._meta.label}: {value}"
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        for value in row
        if text in str(value)
    ]


def test_snapping_keeps_no_coordinates(
    client: Client, areas: list[Area], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(0):
        assert post(client, {"longitude": -2.7051234, "latitude": 53.7621234})[0] == 200
        assert post(client, {"longitude": -2.2221234, "latitude": 53.4441234})[0] == 400
    for digits in ("7051234", "7621234", "2221234", "4441234"):
        assert rows_holding(digits) == []
        assert digits not in caplog.text
    assert not client.cookies


def test_the_check_for_kept_coordinates_would_find_them(
    client: Client, areas: list[Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = queries.snap

    def sabotaged(*, longitude: float, latitude: float) -> queries.Snapped:
        snapped = honest(longitude=longitude, latitude=latitude)
        Place.objects.create(
            name="x", kind="street", longitude=longitude, latitude=latitude, cell9=snapped.cell9
        )
        return snapped

    monkeypatch.setattr(queries, "snap", sabotaged)
    post(client, {"longitude": -2.7051234, "latitude": 53.7621234})
    assert rows_holding("7051234")
