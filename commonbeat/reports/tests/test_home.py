"""Of somebody's own home the wider area is kept, and nothing finer anywhere."""

import re

import pytest
from django.apps import apps
from django.test import Client

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.core import clock
from commonbeat.core.ids import random_code
from commonbeat.places.queries import Snapped, cell_text, snap, wider_cell
from commonbeat.places.tests.factories import WEST, make_areas
from commonbeat.reports.forms import Draft
from commonbeat.reports.models import Report
from commonbeat.reports.rules import RECEIPT_LENGTH
from commonbeat.reports.tests.test_flow import all_at_once
from commonbeat.reports.tests.walking import Walk

pytestmark = pytest.mark.django_db

STREET = "14 Invented Street"


@pytest.fixture
def spot() -> Snapped:
    """A spot in the town of the tests."""
    make_areas()
    return snap(longitude=WEST[0], latitude=WEST[1])


def at_home(spot: Snapped) -> dict[str, str]:
    cell = cell_text(spot.cell9)
    return all_at_once(where_unknown="", cell=cell, place=STREET, home="1")


def rows_with(needle: int) -> list[str]:
    """Return the tables of reports, of the log and of live events that hold a number."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in {"reports", "audit", "core", "casework", "delivery"}:
            held = repr(list(model._default_manager.values()))
            if str(needle) in held or f"{needle:x}" in held:
                found.append(model._meta.label)
    return found


def test_of_a_home_the_wider_area_is_kept_and_nothing_finer(client: Client, spot: Snapped) -> None:
    assert client.post("/report/", at_home(spot)).status_code == 200
    report = Report.objects.get()
    assert (report.cell7, report.cell8, report.cell9) == (spot.cell7, spot.cell8, None)
    assert report.place == ""
    assert rows_with(spot.cell9) == []
    assert rows_with(spot.cell8) == ["reports.Report"]


def test_sabotage_a_form_that_keeps_the_spot_is_noticed(
    client: Client, spot: Snapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Draft, "_keep_home_wide", lambda _self: None)
    client.post("/report/", at_home(spot))
    assert rows_with(spot.cell9) == ["reports.Report"]


def from_phone(spot: Snapped) -> dict[str, str]:
    """Return what a phone sends that kept a report about a home until there was a signal."""
    written = clock.now().isoformat()
    return at_home(spot) | {"receipt": random_code(RECEIPT_LENGTH), "said_at": written}


def test_of_a_home_the_wider_area_alone_is_kept_from_a_phone_too(
    client: Client, spot: Snapped
) -> None:
    answer = client.post("/report/from-phone/", from_phone(spot))
    assert (answer.status_code, answer.content) == (200, b'{"kept": true}')
    report = Report.objects.get()
    assert (report.cell8, report.cell9, report.place) == (spot.cell8, None, "")
    assert rows_with(spot.cell9) == []


def test_sabotage_a_door_for_phones_that_keeps_the_spot_is_noticed(
    client: Client, spot: Snapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Draft, "_keep_home_wide", lambda _self: None)
    client.post("/report/from-phone/", from_phone(spot))
    assert rows_with(spot.cell9) == ["reports.Report"]


def test_the_form_on_the_phone_asks_about_a_home_as_the_one_with_a_signal(client: Client) -> None:
    page = client.get("/report/offline/").content.decode()
    where = page.split('data-phone-step="where"')[1].split("</section>")[0]
    assert '<input class="cb-choice__input" type="checkbox" name="home" value="1">' in where
    assert "This is my home, or where I sleep" in where
    assert "Then we keep only the wider area, and no street." in where


def test_the_spot_leaves_the_page_with_the_next_one(client: Client, spot: Snapped) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="rowdy")
    walk.send(when="unknown")
    assert walk.step == "where"
    walk.send(cell=cell_text(spot.cell9), place=STREET, home="1")
    page = walk.page.content.decode()
    assert walk.step == "words"
    assert cell_text(spot.cell9) not in page and STREET not in page
    assert walk.fields["cell"] == cell_text(spot.cell8)
    back = walk.send(go="where").content.decode()
    assert "We keep only the wider area" in back
    chosen = re.findall(r'name="cell" value="([0-9a-f]+)"[^>]*checked', back)
    assert chosen == [cell_text(spot.cell8)]


def test_words_alone_cannot_be_made_wider_so_they_are_asked_about(client: Client) -> None:
    page = client.post("/report/", all_at_once(where_unknown="", place=STREET, home="1"))
    assert page.status_code == 422
    assert "Find it in the list or on the map" in page.content.decode()
    assert not Report.objects.exists()


def test_the_police_see_that_it_is_the_wider_area(client: Client, spot: Snapped) -> None:
    client.post("/report/", at_home(spot))
    report = Report.objects.get()
    officer = Client()
    sign_in(officer, make_user(role=Role.TRIAGE_OPERATOR))
    page = officer.get(f"/staff/reports/{report.reference}/").content.decode()
    assert "(only the wider area)" in page
    assert cell_text(spot.cell9) not in page
    assert "a shape about a kilometre wide" in page and "350 metres" not in page


def test_the_police_see_how_wide_the_shape_of_any_other_place_is(
    client: Client, spot: Snapped
) -> None:
    client.post("/report/", at_home(spot) | {"home": ""})
    officer = Client()
    sign_in(officer, make_user(role=Role.TRIAGE_OPERATOR))
    page = officer.get(f"/staff/reports/{Report.objects.get().reference}/").content.decode()
    assert "a shape about 350 metres wide" in page and "kilometre" not in page


def test_a_spot_that_is_no_home_is_kept_as_before(client: Client, spot: Snapped) -> None:
    client.post("/report/", at_home(spot) | {"home": ""})
    report = Report.objects.get()
    assert report.cell9 == spot.cell9 and report.place == STREET


def test_a_wider_cell_is_never_made_finer(spot: Snapped) -> None:
    assert wider_cell(spot.cell9) == spot.cell8
    assert wider_cell(spot.cell8) == spot.cell8
    assert wider_cell(spot.cell7) == spot.cell7
