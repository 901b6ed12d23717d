"""Whatever a browser says of where it is, the answer is a place of ours or a clear sentence."""

import json
from itertools import product

import pytest
from django.test import Client

from commonbeat.places import queries
from commonbeat.places.forms import CoordinateField
from commonbeat.reports.models import Report
from commonbeat.reports.tests.test_flow import all_at_once

pytestmark = pytest.mark.django_db

NUMBERS = (
    *("NaN", "nan", "inf", "-inf", "Infinity", "-Infinity", "1e309", "-1e309", "1e-309", "0", "-0"),
    *("180", "-180", "180.0000001", "90", "-90", "90.0000001", "999", "-999", "53.76", "-2.7"),
    *("", " ", "x", "٥٣", "5,3", "0x1F", "1_0", "--1", "null", "true", "[]", "{}", "9" * 400),
    *("\x00", "53.76\x00", "🙂", "²"),
)
BODIES: tuple[object, ...] = (
    *([], {}, None, True, 7, "text", [[]], {"longitude": {}}, {"longitude": [1], "latitude": {}}),
    {"longitude": True, "latitude": False},
    {"longitude": None, "latitude": None},
    {"longitude": 10**400, "latitude": 1},
)
CELLS = (
    *("", "0", "zzzz", "89283082803ffff", "f" * 16, "0" * 15, "9" * 20, "-1", "8f" + "0" * 13),
    *("89195", "🙂", "\ud7ff", "89283082803fff" * 40, "NaN"),
)
FRAMES = ("", "city", "area.", "area.none", "spot.", "spot.zzz", "spot.ffffffffffffffff", "x.y.z")


def strange_answers(client: Client) -> list[str]:
    """Send every junk place everywhere that takes one; return what is not a clear answer."""
    found = []
    for longitude, latitude in product(NUMBERS, NUMBERS[:6] + NUMBERS[-8:]):
        point = {"longitude": longitude, "latitude": latitude}
        answer = client.post("/places/snap", point)
        if answer.status_code != 400 or not answer.json()["error"].strip():
            found.append(f"snap {point}: {answer.status_code}")
    for body in BODIES:
        sent = json.dumps(body)
        answer = client.post("/places/snap", sent, content_type="application/json")
        if answer.status_code != 400:
            found.append(f"snap {sent[:40]}: {answer.status_code}")
    for body in ('{"longitude": NaN, "latitude": Infinity}', "[" * 50_000, "{", "\xff"):
        answer = client.post("/places/snap", body, content_type="application/json")
        if answer.status_code != 400:
            found.append(f"snap {body[:40]}: {answer.status_code}")
    for cell in CELLS:
        for path, fields in (
            ("/report/", all_at_once(where_unknown="", cell=cell)),
            ("/alerts/", {"cells": cell, "topics": "safety", "email": "a@people.example"}),
        ):
            answer = client.post(path, fields)
            if answer.status_code not in {200, 422}:
                found.append(f"{path} {cell[:20]}: {answer.status_code}")
    for frame in (*FRAMES, *CELLS):
        answer = client.get("/near-me/", {"map": frame, "kind": frame, "q": frame})
        if answer.status_code != 200:
            found.append(f"near me {frame[:20]!r}: {answer.status_code}")
    return found


def test_every_place_that_is_none_gets_a_clear_answer(client: Client) -> None:
    client.raise_request_exception = False
    assert strange_answers(client) == []
    assert not Report.objects.exclude(cell9=None).exists()


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(53.76, -2.7), (179.9999, 53.76), (-180, 53.76), (0, 0), (-2.7, 90), (-2.7, -53.76)],
    ids=["swapped", "antimeridian", "the other side of it", "null island", "pole", "south"],
)
def test_a_place_on_earth_that_is_not_ours_is_outside(longitude: float, latitude: float) -> None:
    with pytest.raises(queries.OutsideArea):
        queries.snap(longitude=longitude, latitude=latitude)


def test_sabotage_a_field_that_takes_any_number_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(CoordinateField, "to_python", lambda _self, value: float(value or 0))
    assert strange_answers(client) != []
