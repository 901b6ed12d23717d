"""Maps are links, pictures or form fields, say what they show, and stay small."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.places import queries
from commonbeat.places.models import MapFeature
from commonbeat.places.queries import Frame, MapCell, MapKey, MapPin, MapView, Pick, Zoom
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules import drawing, lettering
from commonbeat.places.tests import factories

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def town() -> None:
    factories.make_areas()
    factories.make_place("Harris <Museum>")
    line = [[-2.71, 53.755], [-2.70, 53.765], [-2.68, 53.765]]
    MapFeature.objects.create(kind="road", name="Friargate", geometry=line, rank=2)
    MapFeature.objects.create(kind="water", name="River", geometry=line, width_m=60, rank=1)
    MapFeature.objects.create(kind="park", name="Park", geometry=line, rank=2)
    factories.renew_geography()


def render(view: MapView) -> str:
    return Template("{% load places_map %}{% hex_map map %}").render(Context({"map": view}))


def here() -> int:
    return queries.snap(longitude=factories.WEST[0], latitude=factories.WEST[1]).cell9


def test_a_map_to_look_at_is_a_picture_with_words() -> None:
    html = render(queries.draw_map(label="Where it is", cells=[MapCell(here(), tone="pick")]))
    assert 'role="img" aria-label="Where it is"' in html
    assert "<title>Harris &lt;Museum&gt;, Westgate</title>" in html
    assert "<a " not in html
    assert "<input" not in html


def test_a_cell_that_leads_somewhere_is_a_link_that_says_where() -> None:
    cell = MapCell(here(), words="fewer than 5 crimes", href="/x?a=1&b=2")
    pin = MapPin(here(), "1", tone="warn", label="Warning: stay away", href="#one")
    html = render(queries.draw_map(label="Crime", cells=[cell], pins=[pin]))
    assert 'role="group"' in html
    assert 'aria-label="Harris &lt;Museum&gt;, Westgate: fewer than 5 crimes"' in html
    assert 'href="/x?a=1&amp;b=2"' in html
    assert 'href="#one" aria-label="Warning: stay away"' in html


def test_choosing_one_cell_is_a_set_of_radio_buttons() -> None:
    view = queries.choose_on_map(label="Where", pick=Pick("cell9"), chosen=[here()])
    html = render(view)
    chosen = queries.cell_text(here())
    assert f'type="radio" name="cell9" value="{chosen}"' in html
    assert html.count(" checked") == 1
    assert html.count('type="radio"') == len(view.cells) > 10
    several = queries.choose_on_map(
        label="Where", pick=Pick("cells", several=True), chosen=[here()]
    )
    assert render(several).count('type="checkbox"') == len(several.cells)


def test_the_town_is_shown_before_its_cells() -> None:
    view = queries.choose_on_map(label="Where", pick=Pick("cell9"))
    html = render(view)
    assert view.cells == []
    assert 'name="map" value="area.west"' in html
    assert [name for _, name in view.steps.areas] == ["Eastgate", "Westgate"]


@pytest.mark.parametrize("longitude", [-2.69, -2.40])
def test_chosen_cells_out_of_sight_stay_in_the_form(longitude: float) -> None:
    far = hexes.cell_at(longitude=longitude, latitude=53.762, resolution=9)
    view = queries.choose_on_map(
        label="Where", pick=Pick("cells", several=True), chosen=[here()], frame=Frame.of_cell(far)
    )
    html = render(view)
    sent = re.findall(r'name="cells" value="(\w+)"(?: data-map-kept|[^>]* checked)>', html)
    assert sent == [queries.cell_text(here())]


def test_the_key_of_return_continues_and_does_not_zoom() -> None:
    """A form is sent by its first submit button: that must not be a zoom button."""
    html = render(queries.choose_on_map(label="Where", pick=Pick("cell9"), chosen=[here()]))
    first = re.search(r"<button[^>]*type=\"submit\"[^>]*>", html)
    assert first
    assert "name=" not in first[0]


def test_zooming_without_a_script_is_a_walk_through_links() -> None:
    seen = []
    token = "city"
    while token:
        frame = queries.frame_from_text(token)
        view = queries.draw_map(
            label="Crime", cells=[MapCell(here(), checked=True)], frame=frame, zoom=Zoom(href="?m=")
        )
        assert f'href="?m={view.steps.nearer}#map"' in render(view) or not view.steps.nearer
        seen.append(view.frame)
        token = view.steps.nearer
    assert seen == ["city", "area.west", f"spot.{queries.cell_text(here())}"]
    while view.steps.wider:
        frame = queries.frame_from_text(view.steps.wider)
        view = queries.draw_map(label="Crime", frame=frame, zoom=Zoom(href="?m="))
    assert view.frame == "city"


@pytest.mark.parametrize(
    "token", ["", "area.none", "spot.zz", "x" * 500, "cells", "spot.", "city.x"]
)
def test_a_frame_that_is_none_shows_the_town(token: str) -> None:
    view = queries.draw_map(label="Crime", frame=queries.frame_from_text(token))
    assert view.base.labels


def test_a_map_without_any_area_is_still_a_map() -> None:
    queries.areas()[0].__class__.objects.all().delete()
    factories.renew_geography()
    assert "<svg" in render(queries.draw_map(label="Nothing", zoom=Zoom(href="?m=")))
    assert "<svg" in render(queries.choose_on_map(label="Nothing", pick=Pick("cell9")))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_drawing_is_well_formed_and_has_no_inline_style(language: str) -> None:
    with translation.override(language):
        html = render(
            queries.draw_map(
                label="Crime",
                cells=[MapCell(here(), words="5")],
                keys=[MapKey("1", "Few")],
                grid=9,
                zoom=Zoom(href="?m="),
            )
        )
    assert "style=" not in html
    svg = html[html.index("<svg class") : html.index("</svg>") + 6]
    root = ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))
    drawn = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    assert all(re.fullmatch(r"[Mlz\d. -]+", d) for d in drawn)
    assert not any(re.search(r"\d\.\d\d", d) for d in drawn)


def test_the_same_look_is_drawn_once() -> None:
    first = queries.draw_map(label="a", frame=Frame.of_area(queries.areas()[0]))
    again = queries.draw_map(label="b", frame=Frame.of_area(queries.areas()[0]))
    assert first.base is again.base
    factories.renew_geography()
    assert queries.draw_map(label="c").base is not first.base


points = st.tuples(st.floats(-2.8, -2.6), st.floats(53.7, 53.8))


@given(line=st.lists(points, min_size=2, max_size=12))
def test_a_path_ends_where_its_line_ends(line: list[tuple[float, float]]) -> None:
    """Steps are rounded; rounding must not add up along the way."""
    canvas = drawing.canvas_for(drawing.Box(-2.8, 53.7, -2.6, 53.8), width=600, height=520)
    drawn = canvas.points(line)
    x = y = 0.0
    text = drawing.path(drawn, closed=False)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", text)]
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
    if text:
        assert abs(x - drawn[-1][0]) < 0.11
        assert abs(y - drawn[-1][1]) < 0.11


@given(
    wishes=st.lists(
        st.builds(
            lettering.Wish,
            text=st.text("abcdefgh ", min_size=3, max_size=20),
            kind=st.just("place"),
            rank=st.integers(1, 9),
            spots=st.lists(st.tuples(st.floats(0, 600), st.floats(0, 500)), min_size=1, max_size=4),
        ),
        max_size=25,
    )
)
def test_no_name_lies_on_another(wishes: list[lettering.Wish]) -> None:
    labels = lettering.letter(wishes, width=600, height=500)
    for zoom, magnification in enumerate(lettering.ZOOMS):
        page = lettering._Page(magnification)
        for label in labels:
            if label.zoom <= zoom:
                blobs = page.blobs(label.text, label.x, label.y, label.angle)
                assert _nearly_free(page, blobs)
                page.cover(blobs)


def _nearly_free(page: lettering._Page, blobs: list[lettering.Blob]) -> bool:
    """Places are rounded to a tenth and slopes to a degree: allow for it."""
    return page.is_free([(x, y) for x, y in blobs]) or all(
        min(
            ((x - ox) ** 2 + (y - oy) ** 2) ** 0.5
            for others in page.squares.values()
            for ox, oy in others
        )
        > lettering.LETTER_HEIGHT
        for x, y in blobs
    )
