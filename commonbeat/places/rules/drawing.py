"""How a map is drawn: from degrees to the units of an SVG, in few characters."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shapely import clip_by_rect
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from commonbeat.places.rules.cells import METRES_PER_DEGREE, Ring, corners

# How far around its frame a map is drawn, so that a finger can move it: one more frame each way.
SURROUND = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre as (longitude, latitude)."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Say whether a point lies inside."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


def box_around(points: Iterable[tuple[float, float]], margin: float = 0.0) -> Box:
    """Return the smallest box of some points, wider by a share of its size on every side."""
    xs, ys = zip(*points, strict=True)
    west, south, east, north = min(xs), min(ys), max(xs), max(ys)
    wide, high = (east - west) * margin, (north - south) * margin
    return Box(west - wide, south - high, east + wide, north + high)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A frame of ``width`` by ``height`` units, and how many units a metre is."""

    middle: tuple[float, float]
    scale: float  # units a metre
    width: int
    height: int

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return a place in units, x to the right and y down."""
        squeeze = math.cos(math.radians(self.middle[1]))
        unit = METRES_PER_DEGREE * self.scale
        x = (longitude - self.middle[0]) * squeeze * unit + self.width / 2
        y = (self.middle[1] - latitude) * unit + self.height / 2
        return x, y

    def points(self, ring: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
        """Return many places in units."""
        return [self.point(place[0], place[1]) for place in ring]

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """What is drawn, in units: the frame and its surround (left, top, right, bottom)."""
        wide, high = self.width * SURROUND, self.height * SURROUND
        return -wide, -high, self.width + wide, self.height + high

    def shows(self, longitude: float, latitude: float) -> bool:
        """Say whether a place lies within what is drawn."""
        x, y = self.point(longitude, latitude)
        left, top, right, bottom = self.edges
        return left <= x <= right and top <= y <= bottom

    def frames(self, longitude: float, latitude: float) -> bool:
        """Say whether a place lies within the frame itself."""
        x, y = self.point(longitude, latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height


def canvas_for(box: Box, *, width: int, height: int, smallest_metres: float = 1_600) -> Canvas:
    """Return the canvas that fits a box, never closer than a shape or two across."""
    squeeze = math.cos(math.radians(box.middle[1]))
    wide = max((box.east - box.west) * squeeze * METRES_PER_DEGREE, smallest_metres)
    high = max((box.north - box.south) * METRES_PER_DEGREE, smallest_metres * height / width)
    return Canvas(box.middle, min(width / wide, height / high), width, height)


def detail_of(canvas: Canvas) -> int:
    """Return how much to draw: 1 for a whole town, 4 for a few streets."""
    return sum(canvas.scale > least for least in (0, 0.075, 0.14, 0.26))


def number(value: float) -> str:
    """Return a coordinate in as few characters as do: one decimal, no idle noughts."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def path(points: Sequence[tuple[float, float]], *, closed: bool) -> str:
    """Return path data: a start, then steps, rounded so that errors do not add up."""
    if len(points) < 2:
        return ""
    rounded = [(round(x, 1), round(y, 1)) for x, y in points]
    if closed and rounded[0] == rounded[-1]:
        rounded.pop()
    text = f"M{number(rounded[0][0])} {number(rounded[0][1])}l"
    steps = []
    for (x0, y0), (x1, y1) in pairwise(rounded):
        if (x0, y0) != (x1, y1):
            steps.append(_pair(x1 - x0, y1 - y0))
    if not steps:
        return ""
    joined = steps[0] + "".join(s if s[0] == "-" else f" {s}" for s in steps[1:])
    return text + joined + ("z" if closed else "")


def _pair(x: float, y: float) -> str:
    second = number(y)
    return number(x) + (second if second[0] == "-" else f" {second}")


def hexagon(cell: int, canvas: Canvas) -> str:
    """Return a cell as path data."""
    return path(canvas.points(corners(cell)), closed=True)


def half_hexagon(cell: int, canvas: Canvas) -> str:
    """Return three edges of a cell: a net of neighbours then has every inner edge once."""
    return path(canvas.points(corners(cell))[:4], closed=False)


def smooth(line: Ring, *, closed: bool = False) -> Ring:
    """Return a line with its corners cut twice: a bend of a river, not of a ruler."""
    for _ in range(2):
        turns = [*line, line[0]] if closed else line
        cut: Ring = [] if closed else [line[0]]
        for (x0, y0), (x1, y1) in pairwise(turns):
            cut.append((x0 * 0.75 + x1 * 0.25, y0 * 0.75 + y1 * 0.25))
            cut.append((x0 * 0.25 + x1 * 0.75, y0 * 0.25 + y1 * 0.75))
        line = cut if closed else [*cut, line[-1]]
    return line


def line_path(places: Ring, canvas: Canvas) -> str:
    """Return a line as path data, cut at the edge of what is drawn and simplified to a unit."""
    line = LineString(canvas.points(smooth(places)))
    clipped = clip_by_rect(line, *canvas.edges).simplify(0.6)
    return "".join(path(list(part.coords), closed=False) for part in _parts(clipped))


def area_path(polygons: Iterable[Iterable[Ring]], canvas: Canvas) -> str:
    """Return polygons (rings of degrees) as path data, cut and simplified likewise."""
    text = ""
    for rings in polygons:
        outer, *holes = [canvas.points(ring) for ring in rings]
        shape = Polygon(outer, holes).buffer(0)
        clipped = clip_by_rect(shape, *canvas.edges).simplify(0.6)
        for part in _polygons(clipped):
            for ring in (part.exterior, *part.interiors):
                text += path(list(ring.coords), closed=True)
    return text


def _parts(geometry: BaseGeometry) -> Iterator[LineString]:
    for part in getattr(geometry, "geoms", [geometry]):
        if isinstance(part, LineString) and not part.is_empty:
            yield part


def _polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    parts = geometry.geoms if isinstance(geometry, MultiPolygon) else [geometry]
    for part in parts:
        if isinstance(part, Polygon) and not part.is_empty:
            yield part
