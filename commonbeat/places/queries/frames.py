"""What a map looks at: the town, one neighbourhood, or a few streets; and the steps between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from commonbeat.places.models import Area
from commonbeat.places.queries.atlas import Atlas
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules.drawing import Box, box_around

# A few streets: about six cells of resolution 9 across, each large enough for a finger.
SPOT_METRES = 2_200
# Where nothing has been imported yet, a map of nowhere still has to have a size.
_NOWHERE = Box(-0.1, -0.1, 0.1, 0.1)


@dataclass(frozen=True, slots=True)
class Frame:
    """One look at the map; ``token`` is how forms and addresses carry it."""

    kind: str = "city"  # city, area, spot, cells
    code: str = ""

    @property
    def token(self) -> str:
        """The frame as text: ``city``, ``area.CODE`` or ``spot.CELL``."""
        return f"{self.kind}.{self.code}" if self.code else self.kind

    @property
    def is_near(self) -> bool:
        """Whether single cells are large enough to choose."""
        return self.kind != "city"

    @classmethod
    def of_area(cls, area: Area) -> "Frame":
        """Look at one neighbourhood."""
        return cls("area", area.code)

    @classmethod
    def of_cell(cls, cell: int) -> "Frame":
        """Look at a few streets around a cell."""
        return cls("spot", hexes.cell_text(cell))

    @classmethod
    def of_cells(cls, cells: Sequence[int]) -> "Frame":
        """Look at just these cells."""
        return cls.of_cell(cells[0]) if len(cells) == 1 else cls("cells")


CITY = Frame()


def frame_from_text(text: str, default: Frame = CITY) -> Frame:
    """Return the frame that a form or an address asks for; whatever is unknown is the default."""
    kind, _dot, code = text[:60].partition(".")
    if kind == "city" and not code:
        return CITY
    if kind == "area" and code:
        return Frame("area", code)
    if kind == "spot" and hexes.cell_from_text(code) is not None:
        return Frame("spot", code)
    return default


@dataclass(frozen=True, slots=True)
class Steps:
    """The frames that the buttons lead to; empty where there is none."""

    nearer: str = ""
    wider: str = ""
    areas: list[tuple[str, str]] = field(default_factory=list)  # token and name


def box_of(now: Atlas, frame: Frame, cells: Iterable[int]) -> Box:
    """Return the part of the world that a frame looks at."""
    if frame.kind == "spot":
        cell = hexes.cell_from_text(frame.code)
        if cell is not None:
            return _around(hexes.centre(cell))
    if frame.kind == "cells":
        corners = [corner for cell in cells for corner in hexes.corners(cell)]
        if corners:
            return box_around(corners, margin=0.25)
    area = next((a for a in now.areas if frame.kind == "area" and a.code == frame.code), None)
    shown = [area] if area else now.areas
    points = [tuple(p[:2]) for a in shown for polygon in a.outline for p in polygon[0]]
    return box_around(points, margin=0.08 if area else 0.03) if points else _NOWHERE


def steps_of(now: Atlas, frame: Frame, focus: int | None, middle: tuple[float, float]) -> Steps:
    """Return where the buttons of a frame lead; ``focus`` is the cell that people care about."""
    names = [(Frame.of_area(area).token, area.name) for area in now.areas]
    if frame.kind == "city":
        area = now.area_of_cell(focus) if focus else now.area_near(*middle, 20_000)
        return Steps(nearer=Frame.of_area(area).token if area else "", areas=names)
    here = focus
    if frame.kind == "spot":
        here = hexes.cell_from_text(frame.code)
    if here is None:
        here = hexes.cell_at(longitude=middle[0], latitude=middle[1], resolution=9)
    if frame.kind == "spot":
        area = now.area_of_cell(here)
        return Steps(wider=Frame.of_area(area).token if area else CITY.token, areas=names)
    return Steps(nearer=Frame.of_cell(here).token, wider=CITY.token, areas=names)


def _around(middle: tuple[float, float]) -> Box:
    high = SPOT_METRES / 2 / hexes.METRES_PER_DEGREE
    return Box(middle[0], middle[1] - high * 0.8, middle[0], middle[1] + high * 0.8)
