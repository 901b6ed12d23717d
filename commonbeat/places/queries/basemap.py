"""The drawn town under the data: water, parks, streets, rails and names."""

from dataclasses import dataclass
from functools import lru_cache

from commonbeat.places.models import MapFeature
from commonbeat.places.queries.atlas import Atlas
from commonbeat.places.queries.frames import Frame
from commonbeat.places.rules.drawing import (
    Canvas,
    area_path,
    detail_of,
    line_path,
    number,
    smooth,
)
from commonbeat.places.rules.lettering import Label, Wish, letter

Kind = MapFeature.Kind
_SHAPES = (Kind.BLOCK, Kind.PARK, Kind.LAKE)
_ROADS = (Kind.STREET, Kind.ROAD, Kind.MAIN)
# How near a map must be for a kind of road, and for names by their rank, to be of use.
_FROM_DETAIL = {Kind.STREET: 2, Kind.BLOCK: 2}


@dataclass(frozen=True, slots=True)
class Stroke:
    """One path; ``width`` is in units of the map, or empty where the style decides."""

    kind: str
    d: str
    width: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The edge of a neighbourhood; ``frame`` is how to look at it more closely."""

    frame: str
    name: str
    d: str


@dataclass(frozen=True, slots=True)
class BaseLayer:
    """Everything under the data, in drawing order, and the names that go on top."""

    detail: int
    shapes: tuple[Stroke, ...]
    water: tuple[Stroke, ...]
    rails: tuple[Stroke, ...]
    roads: tuple[Stroke, ...]
    labels: tuple[Label, ...]


@lru_cache(maxsize=128)
def base_layer(now: Atlas, canvas: Canvas) -> BaseLayer:
    """Return the drawn town for one canvas; the same look is drawn once a process."""
    detail = detail_of(canvas)
    shown = [f for f in now.features if detail >= _FROM_DETAIL.get(Kind(f.kind), 1)]
    return BaseLayer(
        detail=detail,
        shapes=tuple(_joined(shown, kind, canvas) for kind in _SHAPES),
        water=tuple(
            Stroke(Kind.WATER, line_path(_line(f), canvas), number(f.width_m * canvas.scale))
            for f in shown
            if f.kind == Kind.WATER
        ),
        rails=(_joined(shown, Kind.RAIL, canvas),),
        roads=tuple(_joined(shown, kind, canvas) for kind in _ROADS),
        labels=tuple(_labels(now, shown, canvas, detail)),
    )


@lru_cache(maxsize=128)
def outlines(now: Atlas, canvas: Canvas) -> tuple[Outline, ...]:
    """Return the edges of the neighbourhoods that a canvas shows."""
    drawn = [(area, area_path(area.outline, canvas)) for area in now.areas]
    return tuple(Outline(Frame.of_area(area).token, area.name, d) for area, d in drawn if d)


def _joined(features: list[MapFeature], kind: str, canvas: Canvas) -> Stroke:
    some = [feature for feature in features if feature.kind == kind]
    if kind in _SHAPES:
        rings = [_line(f) if kind == Kind.BLOCK else smooth(_line(f), closed=True) for f in some]
        return Stroke(kind, "".join(area_path([[ring]], canvas) for ring in rings))
    return Stroke(kind, "".join(line_path(_line(f), canvas) for f in some))


def _line(feature: MapFeature) -> list[tuple[float, float]]:
    return [(place[0], place[1]) for place in feature.geometry]


def _labels(now: Atlas, features: list[MapFeature], canvas: Canvas, detail: int) -> list[Label]:
    wishes = _place_wishes(now, canvas, detail) + _line_wishes(features, canvas, detail)
    if detail <= 2:
        wishes += _area_wishes(now, canvas)
    return letter(wishes, width=canvas.width, height=canvas.height)


def _area_wishes(now: Atlas, canvas: Canvas) -> list[Wish]:
    wishes = []
    for area, middle in now.area_middles():
        if canvas.shows(*middle):
            wishes.append(Wish(area.name, "area", 0, [canvas.point(*middle)]))
    return wishes


def _place_wishes(now: Atlas, canvas: Canvas, detail: int) -> list[Wish]:
    """Landmarks; streets are named along their lines instead."""
    return [
        Wish(place.name, "place", place.rank, [canvas.point(place.longitude, place.latitude)])
        for place in now.places
        if place.kind != "street"
        and place.rank <= detail * 2
        and canvas.shows(place.longitude, place.latitude)
    ]


def _line_wishes(features: list[MapFeature], canvas: Canvas, detail: int) -> list[Wish]:
    kinds = {Kind.WATER: "water", Kind.MAIN: "street", Kind.ROAD: "street", Kind.STREET: "street"}
    left, top, right, bottom = canvas.edges
    wishes = []
    for feature in features:
        kind = kinds.get(Kind(feature.kind))
        if not kind or not feature.name or feature.rank > detail * 2:
            continue
        points = canvas.points(smooth(_line(feature)))
        if any(left <= x <= right and top <= y <= bottom for x, y in points):
            wishes.append(Wish(feature.name, kind, feature.rank, points))
    return wishes
