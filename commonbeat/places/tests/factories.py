"""A small town to test on: two square neighbourhoods side by side, and a few names."""

from datetime import UTC, datetime

from shapely.geometry import box

from commonbeat.places.actions import SourceArea, import_areas, renew_geography
from commonbeat.places.models import Area, Place
from commonbeat.places.rules import cells as hexes

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
# (longitude, latitude) in the middle of each neighbourhood, and far from both.
WEST = (-2.7050, 53.7620)
EAST = (-2.6750, 53.7620)
OUTSIDE = (-2.2426, 53.4808)


def make_areas() -> list[Area]:
    """Make Westgate and Eastgate, about two kilometres wide each; return them by name."""
    east = make_area("east", west=-2.69, east=-2.66, south=53.75, north=53.775, name="Eastgate")
    west = make_area("west", west=-2.72, east=-2.69, south=53.75, north=53.775, name="Westgate")
    return [east, west]


def make_area(
    code: str, *, west: float, east: float, south: float, north: float, name: str = ""
) -> Area:
    """Make a neighbourhood that is a rectangle in degrees."""
    shape = box(west, south, east, north)
    source = SourceArea(code=code, name=name or code.capitalize(), shape=shape)
    import_areas(sources=[source], now=NOW)
    return Area.objects.get(code=code)


def make_place(
    name: str,
    *,
    at: tuple[float, float] = WEST,
    kind: str = Place.Kind.LANDMARK,
    also: str = "",
    rank: int = 5,
) -> Place:
    """Make a named place at (longitude, latitude)."""
    place = Place.objects.create(
        name=name,
        also=also,
        kind=kind,
        rank=rank,
        longitude=at[0],
        latitude=at[1],
        cell9=hexes.cell_at(longitude=at[0], latitude=at[1], resolution=9),
    )
    renew_geography()
    return place


def crime_file(*rows: dict[str, str], month: str = "2018-12", force: str = "Test Police") -> bytes:
    """Return a street CSV as data.police.uk writes it; a row says only what is special about it."""
    usual = {
        "Crime ID": "", "Month": month, "Reported by": force, "Falls within": force,
        "Longitude": "-2.705000", "Latitude": "53.762000", "Location": "On or near Friargate",
        "LSOA code": "E01025231", "LSOA name": "Preston 013A", "Crime type": "Burglary",
        "Last outcome category": "", "Context": "",
    }  # fmt: skip
    lines = [",".join(usual), *(",".join({**usual, **row}.values()) for row in rows)]
    return ("\n".join(lines) + "\n").encode()
