"""Laying out a drawn town: neighbourhoods, names, and the features of its map."""

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from commonbeat.places.actions.areas import import_areas, renew_geography
from commonbeat.places.actions.crimes import INVENTED, CrimesImported, import_crimes
from commonbeat.places.models import AreaCell, CrimeCategory, MapFeature, Place
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules.crime_csv import name_in_files
from commonbeat.places.rules.geojson import SourceArea

# How often each kind is invented, in a hundred: roughly as published for English cities.
_SHARES = {
    CrimeCategory.VIOLENT_CRIME: 32,
    CrimeCategory.ANTI_SOCIAL_BEHAVIOUR: 20,
    CrimeCategory.CRIMINAL_DAMAGE_ARSON: 9,
    CrimeCategory.SHOPLIFTING: 8,
    CrimeCategory.PUBLIC_ORDER: 7,
    CrimeCategory.OTHER_THEFT: 7,
    CrimeCategory.BURGLARY: 5,
    CrimeCategory.VEHICLE_CRIME: 4,
    CrimeCategory.DRUGS: 2,
    CrimeCategory.BICYCLE_THEFT: 2,
    CrimeCategory.OTHER_CRIME: 1,
    CrimeCategory.THEFT_FROM_THE_PERSON: 1,
    CrimeCategory.ROBBERY: 1,
    CrimeCategory.POSSESSION_OF_WEAPONS: 1,
}


@transaction.atomic
def lay_out_town(*, path: Path, now: datetime) -> None:
    """Take in a drawn town; drawn names and features that were there before make way.

    The file is JSON: ``neighbourhoods`` (code, name, cells of resolution 9 as text), ``places``
    (kind, name, also, longitude, latitude, rank) and ``features`` (kind, name, rank, width_m,
    geometry), places in degrees.
    """
    town = json.loads(path.read_text(encoding="utf-8"))
    import_areas(sources=[_neighbourhood(area) for area in town["neighbourhoods"]], now=now)
    Place.objects.filter(source=Place.Source.DRAWN).delete()
    Place.objects.bulk_create([_place(place) for place in town["places"]])
    MapFeature.objects.all().delete()
    features = [MapFeature(**feature) for feature in town["features"]]
    MapFeature.objects.bulk_create(features)
    Place.objects.bulk_create(_streets(features), ignore_conflicts=True)
    renew_geography()


def invent_crimes(*, month: date, now: datetime, rows: int = 900) -> CrimesImported:
    """Fill a month of the demonstration with invented crime, by the same door as published files.

    Every row says that it is invented; the first published file takes its place.
    """
    content = _invented_file(month, rows).encode()
    return import_crimes(content=content, file_name=f"{month:%Y-%m}-invented.csv", now=now)


def _neighbourhood(area: dict[str, Any]) -> SourceArea:
    cells = [int(cell, 16) for cell in area["cells"]]
    shape = hexes.outline_shape(hexes.outline_of_cells(cells))
    return SourceArea(code=area["code"], name=area["name"], shape=shape)


def _place(place: dict[str, Any]) -> Place:
    cell9 = hexes.cell_at(longitude=place["longitude"], latitude=place["latitude"], resolution=9)
    return Place(cell9=cell9, **place)


def _streets(features: Sequence[MapFeature]) -> list[Place]:
    """Make drawn streets findable, once for each cell that they run through."""
    kinds = {MapFeature.Kind.MAIN, MapFeature.Kind.ROAD, MapFeature.Kind.STREET}
    found: dict[tuple[str, int], Place] = {}
    for feature in features:
        if feature.kind not in kinds or not feature.name:
            continue
        for longitude, latitude in hexes.steps_along(feature.geometry, metres=60):
            cell9 = hexes.cell_at(longitude=longitude, latitude=latitude, resolution=9)
            found.setdefault(
                (feature.name, cell9),
                Place(
                    name=feature.name,
                    kind=Place.Kind.STREET,
                    longitude=longitude,
                    latitude=latitude,
                    cell9=cell9,
                    rank=min(9, feature.rank + 4),
                ),
            )
    return list(found.values())


def _invented_file(month: date, rows: int) -> str:
    """Return a street CSV of invented rows, more of them where more people go."""
    chance = random.Random(f"{month:%Y-%m}")  # noqa: S311  the same town each time, no secret
    cells = sorted(
        set(
            AreaCell.objects.filter(resolution=9, area__retired_at=None).values_list(
                "cell", flat=True
            )
        )
    )
    busy = _busyness()
    weights = [(1 + busy[cell]) * chance.uniform(0.4, 1.6) for cell in cells]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
         "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"]
    )  # fmt: skip
    kinds = chance.choices(list(_SHARES), list(_SHARES.values()), k=rows)
    for cell, kind in zip(chance.choices(cells, weights, k=rows), kinds, strict=True):
        longitude, latitude = hexes.centre(cell)
        writer.writerow(
            ["", f"{month:%Y-%m}", INVENTED, INVENTED, f"{longitude:.6f}", f"{latitude:.6f}",
             "No Location", "", "", name_in_files(kind), "", "Invented"]
        )  # fmt: skip
    return text.getvalue()


def _busyness() -> Counter[int]:
    """Return how busy cells are: named places draw people, well-known ones more."""
    busy: Counter[int] = Counter()
    for cell, rank in Place.objects.values_list("cell9", "rank"):
        busy[cell] += 9 - min(rank, 8)
    return busy
