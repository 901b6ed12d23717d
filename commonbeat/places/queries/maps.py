"""Drawing maps: what a page asks for, and what the ``hex_map`` tag renders.

    view = draw_map(
        label=_("Map of recorded crime"),
        cells=[MapCell(cell, tone="2", words="12 crimes", href="…")],
        frame=frame_from_text(request.GET.get("map", "")),
        zoom=Zoom(href="?map="),
    )
    {% load places_map %}{% hex_map view %}

A page that lets people choose cells uses ``choose_on_map``: its zoom buttons send the next frame
in the form's field ``map``, and the page then draws the same step again without judging it.
"""

from collections.abc import Iterable, Sequence

from commonbeat.places.models import Area
from commonbeat.places.queries.atlas import Atlas, atlas
from commonbeat.places.queries.basemap import base_layer, outlines
from commonbeat.places.queries.frames import CITY, Frame, Steps, box_of, steps_of
from commonbeat.places.queries.geography import labels_of_cells
from commonbeat.places.queries.mapview import (
    DrawnCell,
    DrawnPin,
    MapCell,
    MapKey,
    MapPin,
    MapView,
    Pick,
    Zoom,
)
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules.drawing import (
    Canvas,
    canvas_for,
    half_hexagon,
    hexagon,
)

# Cells to choose from reach a little beyond the frame, so that a finger can move on.
_BEYOND = 0.04


def draw_map(
    *,
    label: str,
    cells: Iterable[MapCell] = (),
    frame: Frame | Area | None = None,
    pins: Iterable[MapPin] = (),
    keys: Sequence[MapKey] = (),
    grid: int | None = None,
    pick: Pick | None = None,
    zoom: Zoom | None = None,
    shape: tuple[int, int] = (600, 520),
    map_id: str = "map",
) -> MapView:
    """Return a map of ``cells`` over the town.

    ``label`` says what the map shows, ``frame`` what to look at (the whole town unless given),
    ``grid`` a resolution whose cells are hinted at, ``pick`` that cells are form controls. Cells
    and pins with ``href`` are links. ``shape`` is width and height in units: a form, not a size.
    """
    now = atlas()
    cells, pins = list(cells), list(pins)
    frame = Frame.of_area(frame) if isinstance(frame, Area) else (frame or CITY)
    box = box_of(now, frame, [cell.cell for cell in cells])
    canvas = canvas_for(box, width=shape[0], height=shape[1])
    drawn, kept = _draw_cells(cells, canvas)
    return MapView(
        id=map_id,
        label=label,
        canvas=canvas,
        base=base_layer(now, canvas),
        outlines=outlines(now, canvas),
        grid=_grid(now, grid, canvas),
        cells=drawn,
        kept=kept,
        pins=[_pin(pin, canvas) for pin in pins if canvas.shows(*hexes.centre(pin.cell))],
        keys=list(keys),
        pick=pick,
        frame=frame.token,
        zoom=zoom,
        steps=steps_of(now, frame, _focus(cells, pins), canvas.middle) if zoom else Steps(),
    )


def choose_on_map(
    *,
    label: str,
    pick: Pick,
    chosen: Iterable[int] = (),
    frame: Frame | None = None,
    resolution: int = 9,
    keys: Sequence[MapKey] = (),
    shape: tuple[int, int] = (600, 520),
    map_id: str = "map",
) -> MapView:
    """Return a map that is a form field: one cell to choose, or several.

    Shows the neighbourhoods first, and cells once the frame is near enough to tap one. Chosen
    cells that are out of sight stay in the form. A value is ``cell_text`` of a cell.
    """
    now = atlas()
    chosen = list(dict.fromkeys(chosen))
    if frame is None:
        frame = _frame_of(chosen)
    canvas = canvas_for(box_of(now, frame, chosen), width=shape[0], height=shape[1])
    near = frame.is_near or resolution < 9
    offered = _cells_to_choose(now, canvas, resolution) if near else []
    names = labels_of_cells(offered)
    picked = set(chosen)
    cells = [
        MapCell(cell, tone="choice", label=names[cell], checked=cell in picked) for cell in offered
    ]
    cells += [MapCell(cell, tone="choice", checked=True) for cell in chosen if cell not in names]
    drawn, kept = _draw_cells(cells, canvas)
    return MapView(
        id=map_id,
        label=label,
        canvas=canvas,
        base=base_layer(now, canvas),
        outlines=outlines(now, canvas),
        cells=drawn,
        kept=kept,
        keys=list(keys),
        pick=pick,
        frame=frame.token,
        zoom=Zoom(name="map"),
        steps=steps_of(now, frame, chosen[0] if chosen else None, canvas.middle),
    )


def _frame_of(chosen: Sequence[int]) -> Frame:
    """Return a look at what is chosen, near enough to choose again."""
    if not chosen:
        return CITY
    return Frame.of_cells(chosen)


def _cells_to_choose(now: Atlas, canvas: Canvas, resolution: int) -> list[int]:
    """Return the cells of our areas within reach of the frame, from north-west to south-east."""
    found = []
    for cell in now.cells(resolution):
        x, y = canvas.point(*hexes.centre(cell))
        wide, high = canvas.width * _BEYOND, canvas.height * _BEYOND
        if -wide <= x <= canvas.width + wide and -high <= y <= canvas.height + high:
            found.append((round(y / 30), x, cell))
    return [cell for _y, _x, cell in sorted(found)]


def _draw_cells(cells: Sequence[MapCell], canvas: Canvas) -> tuple[list[DrawnCell], list[str]]:
    """Return the cells within what is drawn, and the values of chosen ones beyond."""
    unnamed = labels_of_cells(cell.cell for cell in cells if not cell.label)
    drawn: list[DrawnCell] = []
    kept: list[str] = []
    for cell in cells:
        value = cell.value or hexes.cell_text(cell.cell)
        middle = hexes.centre(cell.cell)
        if not canvas.shows(*middle):
            if cell.checked:
                kept.append(value)
            continue
        name = cell.label or unnamed[cell.cell]
        x, y = canvas.point(*middle)
        drawn.append(
            DrawnCell(
                d=hexagon(cell.cell, canvas),
                tone=cell.tone,
                name=f"{name}: {cell.words}" if cell.words else name,
                href=cell.href,
                value=value,
                checked=cell.checked,
                x=x,
                y=y,
                reach=_reach(cell.cell, canvas),
            )
        )
    return drawn, kept


def _reach(cell: int, canvas: Canvas) -> float:
    """Return the radius of the circle inside a cell, in units: what a tap may hit."""
    points = canvas.points(hexes.corners(cell))
    x, y = canvas.point(*hexes.centre(cell))
    sides = zip(points, [*points[1:], points[0]], strict=True)
    middles = [((x0 + x1) / 2 - x, (y0 + y1) / 2 - y) for (x0, y0), (x1, y1) in sides]
    return float(min((mx**2 + my**2) ** 0.5 for mx, my in middles))


def _pin(pin: MapPin, canvas: Canvas) -> DrawnPin:
    x, y = canvas.point(*hexes.centre(pin.cell))
    return DrawnPin(pin.text, pin.tone, pin.label, pin.href, x, y)


def _focus(cells: Sequence[MapCell], pins: Sequence[MapPin]) -> int | None:
    checked = [cell.cell for cell in cells if cell.checked]
    marked = checked or [pin.cell for pin in pins]
    return marked[0] if marked else None


def _grid(now: Atlas, resolution: int | None, canvas: Canvas) -> str:
    if resolution is None:
        return ""
    return "".join(
        half_hexagon(cell, canvas)
        for cell in now.cells(resolution)
        if canvas.frames(*hexes.centre(cell))
    )
