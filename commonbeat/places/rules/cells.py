"""H3 cells as 64-bit integers, and the geometry that maps and look-ups share."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import h3
import h3.api.basic_int as h3i
from shapely.geometry import MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

RESOLUTIONS = (7, 8, 9)
METRES_PER_DEGREE = 111_195.0  # along a meridian

type Ring = list[tuple[float, float]]


def cell_at(*, longitude: float, latitude: float, resolution: int) -> int:
    """Return the cell that holds a point given in degrees."""
    return int(h3i.latlng_to_cell(latitude, longitude, resolution))


def parent(cell: int, resolution: int) -> int:
    """Return the coarser cell that a cell belongs to."""
    return int(h3i.cell_to_parent(cell, resolution))


def resolution_of(cell: int) -> int:
    """Return how fine a cell is: 7, 8 or 9 here."""
    return int(h3i.get_resolution(cell))


def is_cell(cell: int) -> bool:
    """Say whether an integer is a cell of a resolution that we keep."""
    try:
        return bool(h3i.is_valid_cell(cell)) and resolution_of(cell) in RESOLUTIONS
    except (ValueError, OverflowError):
        return False


def cell_text(cell: int) -> str:
    """Return a cell as text for forms and addresses (fifteen hexadecimal digits)."""
    return f"{cell:x}"


def cell_from_text(text: str) -> int | None:
    """Return the cell that a form or an address names, or None when it names none."""
    if not 8 <= len(text) <= 16:
        return None
    try:
        cell = int(text, 16)
    except ValueError:
        return None
    return cell if is_cell(cell) else None


def centre(cell: int) -> tuple[float, float]:
    """Return a cell's centre as (longitude, latitude)."""
    latitude, longitude = h3i.cell_to_latlng(cell)
    return longitude, latitude


def corners(cell: int) -> Ring:
    """Return a cell's corners as (longitude, latitude)."""
    return [(longitude, latitude) for latitude, longitude in h3i.cell_to_boundary(cell)]


def disk(cell: int, rings: int) -> list[int]:
    """Return a cell and its neighbours up to so many rings away, nearest first."""
    return [int(c) for ring in range(rings + 1) for c in sorted(h3i.grid_ring(cell, ring))]


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two near points given as (longitude, latitude)."""
    squeeze = math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot((one[0] - other[0]) * squeeze, one[1] - other[1]) * METRES_PER_DEGREE


def outline_shape(outline: list[Any]) -> MultiPolygon:
    """Return stored coordinates (polygons of rings) as a shape that can be asked questions."""
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in outline])


def outline_of(geometry: BaseGeometry) -> list[Any]:
    """Return a polygon or multipolygon as stored coordinates, rounded to about ten centimetres."""
    polygons = geometry.geoms if isinstance(geometry, MultiPolygon) else [geometry]
    return [
        [
            [[round(x, 6), round(y, 6)] for x, y, *_ in ring.coords]
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        for polygon in polygons
    ]


def covering_cells(geometry: BaseGeometry, resolution: int) -> list[int]:
    """Return the cells whose centre a shape covers; for a small shape the one that it lies in."""
    found = set(h3.geo_to_cells(geometry, resolution))
    cells = sorted(h3.str_to_int(cell) for cell in found)
    if cells:
        return cells
    inside: Point = geometry.representative_point()
    return [cell_at(longitude=inside.x, latitude=inside.y, resolution=resolution)]


def outline_of_cells(cells: Iterable[int]) -> list[Any]:
    """Return the outline of a union of cells as stored coordinates."""
    joined = h3i.cells_to_h3shape(list(cells))
    geometry = shape(joined.__geo_interface__)
    return outline_of(geometry)


def steps_along(line: Sequence[Sequence[float]], *, metres: float) -> Iterator[tuple[float, float]]:
    """Yield places along a line of (longitude, latitude), no farther apart than so many metres."""
    for start, end in pairwise(line):
        one, other = (start[0], start[1]), (end[0], end[1])
        count = max(1, math.ceil(metres_between(one, other) / metres))
        for i in range(count):
            share = i / count
            yield one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
    yield line[-1][0], line[-1][1]
