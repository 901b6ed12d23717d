"""Which area is this, and what do people call it? Answered in memory, never stored."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.errors import CommonbeatError
from commonbeat.places.models import Area, AreaCell, Place
from commonbeat.places.queries.atlas import Atlas, atlas
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules.compass import Direction, direction

# Outlines are generalised: 3 to 4% of points fall just outside the area that they belong to.
EDGE_METRES = 150
NEAR_METRES = 1_200
FAR_METRES = 400


class NotAPlace(CommonbeatError):
    """These numbers are no place on Earth."""


class OutsideArea(CommonbeatError):
    """This place belongs to none of our areas."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """A place as we keep it: three cells, the area, and words for people. No point."""

    cell7: int
    cell8: int
    cell9: int
    area: Area
    label: str


def snap(*, longitude: float, latitude: float) -> Snapped:
    """Return the cells of a point given in degrees; the point itself goes no further.

    Raises ``NotAPlace`` for numbers that are no place, ``OutsideArea`` outside every area.
    """
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise NotAPlace(_("We could not read where that is. Choose a place on the map or search."))
    now = atlas()
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise NotAPlace(_swapped_or(now, longitude, latitude, _not_on_earth()))
    area = _nearest_area(now, longitude, latitude)
    if area is None:
        raise OutsideArea(_swapped_or(now, longitude, latitude, _outside()))
    cell9 = hexes.cell_at(longitude=longitude, latitude=latitude, resolution=9)
    return _snapped(now, cell9, area)


def snapped_cell(cell9: int) -> Snapped:
    """Return what we keep for a cell that somebody chose on a map.

    Raises ``NotAPlace`` when it is no cell of resolution 9, ``OutsideArea`` outside every area.
    """
    if not hexes.is_cell(cell9) or hexes.resolution_of(cell9) != 9:
        raise NotAPlace(_("Choose a shape on the map or search for a place."))
    now = atlas()
    area = now.area_of_cell(cell9) or _nearest_area(now, *hexes.centre(cell9))
    if area is None:
        raise OutsideArea(_outside())
    return _snapped(now, cell9, area)


@dataclass(frozen=True, slots=True)
class Wide:
    """A place of which we keep the wider area alone: whoever gave it lives or sleeps there."""

    cell7: int
    cell8: int
    area: Area


def wider_cell(cell: int) -> int:
    """Return the cell of resolution 8, about a kilometre across, that a finer one lies in."""
    return hexes.parent(cell, 8) if hexes.resolution_of(cell) > 8 else cell


def cells_around(cell: int) -> list[int]:
    """Return a cell and the six around it."""
    return hexes.disk(cell, 1)


def wide_area(cell8: int) -> Wide:
    """Return what we keep for a cell of resolution 8.

    Raises ``NotAPlace`` when it is none, ``OutsideArea`` outside every area.
    """
    if not hexes.is_cell(cell8) or hexes.resolution_of(cell8) != 8:
        raise NotAPlace(_("Choose a shape on the map or search for a place."))
    now = atlas()
    area = now.area_of_cell(cell8) or _nearest_area(now, *hexes.centre(cell8))
    if area is None:
        raise OutsideArea(_outside())
    return Wide(cell7=hexes.parent(cell8, 7), cell8=cell8, area=area)


def is_wide(cell: int) -> bool:
    """Say whether a cell names a wider area and no spot."""
    return hexes.resolution_of(cell) < 9


def area_at(*, longitude: float, latitude: float) -> Area | None:
    """Return the area that covers a point, the smallest where several do."""
    return atlas().area_at(longitude, latitude)


def area_of_cell(cell: int) -> Area | None:
    """Return the area that covers a cell's centre."""
    return atlas().area_of_cell(cell)


def areas() -> list[Area]:
    """Return the areas in use, by name."""
    return list(atlas().areas)


def area_by_code(code: str) -> Area | None:
    """Return the area in use that has this code."""
    return next((area for area in atlas().areas if area.code == code), None)


def cells_of_area(area: Area, resolution: int) -> list[int]:
    """Return an area's cells of one resolution (7, 8 or 9), in order."""
    found = AreaCell.objects.filter(area=area, resolution=resolution)
    return list(found.order_by("cell").values_list("cell", flat=True))


def cell_label(cell: int) -> str:
    """Return what people call a cell, such as "Harris Museum, Friargate"."""
    return _label(atlas(), cell)


def labels_of_cells(cells: Iterable[int]) -> dict[int, str]:
    """Return what people call each of many cells."""
    now = atlas()
    return {cell: _label(now, cell) for cell in cells}


def _snapped(now: Atlas, cell9: int, area: Area) -> Snapped:
    return Snapped(
        cell7=hexes.parent(cell9, 7),
        cell8=hexes.parent(cell9, 8),
        cell9=cell9,
        area=area,
        label=_label(now, cell9),
    )


def _nearest_area(now: Atlas, longitude: float, latitude: float) -> Area | None:
    return now.area_at(longitude, latitude) or now.area_near(longitude, latitude, EDGE_METRES)


def _outside() -> str:
    return _("That is outside the area we cover. Choose a place on the map or search.")


def _not_on_earth() -> str:
    return _("There is no such place. A latitude lies between -90 and 90.")


def _swapped_or(now: Atlas, longitude: float, latitude: float, otherwise: str) -> str:
    sane = abs(longitude) <= 90 and abs(latitude) <= 180
    if sane and _nearest_area(now, latitude, longitude):
        return _("The latitude and the longitude look swapped. Swap them and try again.")
    return otherwise


_SIDES = {
    Direction.NORTH: gettext_lazy("north of %(place)s"),
    Direction.NORTH_EAST: gettext_lazy("north-east of %(place)s"),
    Direction.EAST: gettext_lazy("east of %(place)s"),
    Direction.SOUTH_EAST: gettext_lazy("south-east of %(place)s"),
    Direction.SOUTH: gettext_lazy("south of %(place)s"),
    Direction.SOUTH_WEST: gettext_lazy("south-west of %(place)s"),
    Direction.WEST: gettext_lazy("west of %(place)s"),
    Direction.NORTH_WEST: gettext_lazy("north-west of %(place)s"),
}


def _label(now: Atlas, cell: int) -> str:
    known = now.place_in_cell(cell)
    # A large cell is called after its best-known place, whose area may not be that of its centre.
    area = now.area_of_cell(known.cell9 if known else cell)
    spot = _spot(now, cell)
    if area is None:
        return spot or _("Outside our areas")
    if not spot or area.name in spot:
        return spot or area.name
    return _("%(spot)s, %(area)s") % {"spot": spot, "area": area.name}


def _spot(now: Atlas, cell: int) -> str:
    """Return words for a cell: what stands in it, or which way it lies from something known."""
    inside = now.place_in_cell(cell)
    if inside and hexes.resolution_of(cell) < 9:
        return _capital(_("around %(place)s") % {"place": inside.name})
    if inside and inside.kind != Place.Kind.STREET:
        return inside.name
    middle = hexes.centre(cell)
    near = now.landmark_near(*middle, within_metres=NEAR_METRES)
    side = _side(near, middle) if near else ""
    if inside and side:
        # A long street runs through many cells.
        return _("%(street)s, %(side)s") % {"street": inside.name, "side": side}
    return inside.name if inside else _capital(side)


def _side(near: Place, middle: tuple[float, float]) -> str:
    """Return which way a point lies from a place, and how far once it is not next door."""
    side = str(_SIDES[direction(near.at, middle)]) % {"place": near.name}
    metres = round(hexes.metres_between(near.at, middle), -2)
    if metres < FAR_METRES:
        return side
    return _("%(metres)d m %(side)s") % {"metres": metres, "side": side}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
