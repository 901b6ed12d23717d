"""The public map of recorded crime over a million points, beside the bare statement."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from bench import filling, town
from bench.results import Result, at_most
from bench.timing import in_turns
from commonbeat.core import clock
from commonbeat.places.models import CrimeCount, CrimeImport, RecordedCrime
from commonbeat.places.queries import crime_by_cell, snap
from commonbeat.places.tests.factories import WEST

POINTS = 1_000_000
MONTH = date(2026, 1, 1)
# How many cells of a city have recorded crime, by resolution.
CELLS = {7: 60, 8: 300, 9: 1_500}


def measure(scale: float) -> Iterator[Result]:
    """Measure the counts of each zoom."""
    town.make_areas()
    count = int(POINTS * scale)
    _fill(count)
    for resolution, zoom in ((7, "city"), (8, "district"), (9, "streets")):
        statement = (
            "SELECT cell, sum(count) FROM places_crimecount "
            "WHERE month = %s AND resolution = %s GROUP BY cell ORDER BY 2 DESC, cell"
        )

        def bare(statement: str = statement, resolution: int = resolution) -> object:
            with connection.cursor() as cursor:
                cursor.execute(statement, [MONTH, resolution])
                return cursor.fetchall()

        def ours(resolution: int = resolution) -> object:
            return crime_by_cell(month=MONTH, resolution=resolution)

        own, floor = in_turns(ours, bare, rounds=25)
        yield at_most(
            f"map of {count:,} points: counts, {zoom}",
            ours=own * 1000,
            floor=floor * 1000,
            unit="ms",
            times=1.5,
            plus=3,
        )


def _fill(count: int) -> None:
    """Fill in points, and their counts by cell."""
    snapped = snap(longitude=WEST[0], latitude=WEST[1])
    source = CrimeImport.objects.create(
        month=MONTH,
        force="Bench",
        file_name="bench.csv",
        digest="0" * 64,
        rows=count,
        imported_at=clock.now(),
    )
    point = RecordedCrime.objects.create(
        source=source,
        line=0,
        month=MONTH,
        category="burglary",
        longitude=WEST[0],
        latitude=WEST[1],
        cell7=snapped.cell7,
        cell8=snapped.cell8,
        cell9=snapped.cell9,
    )
    filling.copy_row(point, count - 1, line="n", cell9=f"{snapped.cell9} + n % 1500")
    for resolution, cells in CELLS.items():
        first = CrimeCount.objects.create(
            month=MONTH, resolution=resolution, cell=snapped.cell9, category="burglary", count=7
        )
        filling.copy_row(first, cells - 1, cell=f"{snapped.cell9} + n")
