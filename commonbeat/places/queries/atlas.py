"""What each process keeps in memory of the areas and names, read again when they change."""

import math
import threading
from collections.abc import Iterable, Iterator

from shapely import STRtree
from shapely.geometry import Point, box

from commonbeat.places.models import Area, AreaCell, Geography, MapFeature, Place
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules.words import search_words


class Atlas:
    """One edition of areas and places, indexed for look-ups; never changed once made."""

    def __init__(
        self,
        edition: str,
        areas: Iterable[Area],
        places: Iterable[Place] = (),
        features: Iterable[MapFeature] = (),
        cells: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.edition = edition
        self.features = list(features)
        self._cells: dict[int, set[int]] = {resolution: set() for resolution in hexes.RESOLUTIONS}
        for resolution, cell in cells:
            self._cells[resolution].add(cell)
        self.areas = sorted(areas, key=lambda area: area.name.casefold())
        self.places = sorted(places, key=lambda place: (place.rank, place.name.casefold()))
        self._shapes = [hexes.outline_shape(area.outline) for area in self.areas]
        self._tree = STRtree(self._shapes)
        self._landmarks = [place for place in self.places if place.kind != Place.Kind.STREET]
        self._points = STRtree([Point(place.at) for place in self._landmarks])
        self.names = [
            (place, [search_words(name) for name in (place.name, *place.also.split(","))])
            for place in self.places
        ]
        self._best_in_cell: dict[int, Place] = {}
        for place in self.places:
            for resolution in hexes.RESOLUTIONS:
                self._best_in_cell.setdefault(hexes.parent(place.cell9, resolution), place)
        self._area_of_cell: dict[int, Area | None] = {}

    def area_at(self, longitude: float, latitude: float) -> Area | None:
        """Return the smallest area that covers a point."""
        found = self._tree.query(Point(longitude, latitude), predicate="intersects")
        if not len(found):
            return None
        return self.areas[min(found, key=lambda i: self._shapes[i].area)]

    def area_near(self, longitude: float, latitude: float, within_metres: float) -> Area | None:
        """Return the area whose outline is nearest, if it is near enough."""
        squeeze = max(0.01, math.cos(math.radians(latitude)))
        high = within_metres / hexes.METRES_PER_DEGREE
        wide = high / squeeze
        frame = box(longitude - wide, latitude - high, longitude + wide, latitude + high)
        point = Point(longitude, latitude)
        found = self._tree.query(frame, predicate="intersects")
        if not len(found):
            return None
        return self.areas[min(found, key=lambda i: (self._shapes[i].distance(point), i))]

    def area_of_cell(self, cell: int) -> Area | None:
        """Return the area that covers a cell's centre."""
        if cell not in self._area_of_cell:
            self._area_of_cell[cell] = self.area_at(*hexes.centre(cell))
        return self._area_of_cell[cell]

    def area_middles(self) -> Iterator[tuple[Area, tuple[float, float]]]:
        """Return each area with a point well inside it, where its name can stand."""
        for area, shape in zip(self.areas, self._shapes, strict=True):
            inside = shape.centroid if shape.contains(shape.centroid) else None
            middle = inside or shape.representative_point()
            yield area, (middle.x, middle.y)

    def cells(self, resolution: int) -> set[int]:
        """Return the cells of every area, of one resolution."""
        return self._cells[resolution]

    def place_in_cell(self, cell: int) -> Place | None:
        """Return the best-known place of a cell."""
        return self._best_in_cell.get(cell)

    def landmark_near(
        self, longitude: float, latitude: float, *, within_metres: float
    ) -> Place | None:
        """Return the nearest place that is no street, if one is near enough."""
        squeeze = max(0.01, math.cos(math.radians(latitude)))
        high = within_metres / hexes.METRES_PER_DEGREE
        wide = high / squeeze
        frame = box(longitude - wide, latitude - high, longitude + wide, latitude + high)
        far = {
            int(i): hexes.metres_between(self._landmarks[i].at, (longitude, latitude))
            for i in self._points.query(frame)
        }
        near = [i for i, metres in far.items() if metres <= within_metres]
        return self._landmarks[min(near, key=lambda i: (far[i], i))] if near else None


class _Shelf(threading.local):
    """What one thread knows: inside a request the edition is asked for once."""

    in_request = False
    checked = False


_shelf = _Shelf()
_kept: Atlas | None = None


def atlas() -> Atlas:
    """Return the areas and places as they are now.

    Costs one look-up of a single row, once a request; reads everything again after an import.
    """
    global _kept  # noqa: PLW0603
    kept = _kept
    if kept is not None and _shelf.in_request and _shelf.checked:
        return kept
    edition = Geography.objects.values_list("edition", flat=True).first() or ""
    _shelf.checked = True
    if kept is None or kept.edition != edition or not edition:
        kept = Atlas(
            edition,
            Area.objects.current(),
            Place.objects.all(),
            MapFeature.objects.order_by("rank", "pk"),
            AreaCell.objects.filter(area__retired_at=None).values_list("resolution", "cell"),
        )
        _kept = kept
    return kept


def begin_request() -> None:
    """Ask for the edition again at the next look-up, and then not before the request ends."""
    _shelf.in_request, _shelf.checked = True, False


def end_request() -> None:
    """Outside a request (commands, the worker) each look-up asks for the edition."""
    _shelf.in_request, _shelf.checked = False, False
