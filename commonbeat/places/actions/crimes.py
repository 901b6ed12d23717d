"""Taking in published crime: one month of one force, whole or not at all."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import batched

from django.db import connection, transaction

from commonbeat.audit.actions import record
from commonbeat.core.actors import SYSTEM
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.places.actions.areas import renew_geography
from commonbeat.places.models import CrimeCount, CrimeImport, Place, RecordedCrime
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules.crime_csv import CrimeFile, CrimeRow, read_crimes
from commonbeat.places.rules.words import street_of

# Who "published" the rows of a demonstration; the first real file takes their place.
INVENTED = "Invented for the demonstration"
_CHUNK = 2_000

type Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What an import of one file came to."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class CrimesImported:
    """What an import of one file did."""

    outcome: Outcome
    month: date
    force: str
    rows: int
    without_place: int
    outside_force: int


def import_crimes(
    *, content: bytes, file_name: str, now: datetime, progress: Progress | None = None
) -> CrimesImported:
    """Keep every row of a published file, in place of what was there for its month and force.

    The same file again changes nothing. ``progress`` hears how many of how many rows are in.
    Raises ``CrimeFileError`` for a broken file, and then nothing has changed.
    """
    file = read_crimes(content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        before = CrimeImport.objects.filter(month=file.month, force=file.force)
        if before.filter(digest=digest).exists():
            return _told(Outcome.UNCHANGED, file)
        replaced = before.delete()[0] > 0
        months = {file.month, *_forget_invented(file.force)}
        source = CrimeImport.objects.create(
            month=file.month,
            force=file.force,
            file_name=file_name[:200],
            digest=digest,
            rows=len(file.rows),
            imported_at=now,
        )
        _insert(source, file, progress)
        for month in sorted(months):
            _count_again(month)
        if file.force != INVENTED:
            _keep_streets(file)
        record(
            event="places.crimes-imported",
            actor=SYSTEM,
            realm_id=LIVE_REALM_ID,
            subject=f"crime-month:{file.month:%Y-%m}",
            details={"force": file.force, "rows": len(file.rows), "sha256": digest},
            now=now,
        )
    return _told(Outcome.REPLACED if replaced else Outcome.ADDED, file)


def _told(outcome: Outcome, file: CrimeFile) -> CrimesImported:
    return CrimesImported(
        outcome=outcome,
        month=file.month,
        force=file.force,
        rows=len(file.rows),
        without_place=sum(row.longitude is None for row in file.rows),
        outside_force=sum(row.is_outside_force for row in file.rows),
    )


def _forget_invented(force: str) -> list[date]:
    """Drop the demonstration's invented rows once real ones come; return their months."""
    if force == INVENTED:
        return []
    invented = CrimeImport.objects.filter(force=INVENTED)
    months = list(invented.values_list("month", flat=True))
    invented.delete()
    return months


def _insert(source: CrimeImport, file: CrimeFile, progress: Progress | None) -> None:
    done = 0
    for chunk in batched(_models(source, file), _CHUNK):
        RecordedCrime.objects.bulk_create(chunk, batch_size=_CHUNK)
        done += len(chunk)
        if progress:
            progress(done, len(file.rows))


def _models(source: CrimeImport, file: CrimeFile) -> Iterator[RecordedCrime]:
    # Points are streets: a file of thousands of rows has far fewer of them.
    known: dict[tuple[float, float], tuple[int, int, int]] = {}
    for row in file.rows:
        cells: tuple[int | None, int | None, int | None] = (None, None, None)
        if row.longitude is not None and row.latitude is not None:
            point = (row.longitude, row.latitude)
            if point not in known:
                known[point] = _cells(*point)
            cells = known[point]
        yield RecordedCrime(
            source=source,
            line=row.line,
            crime_id=row.crime_id,
            month=file.month,
            category=row.category,
            longitude=row.longitude,
            latitude=row.latitude,
            cell7=cells[0],
            cell8=cells[1],
            cell9=cells[2],
            location=row.location,
            lsoa_code=row.lsoa_code,
            lsoa_name=row.lsoa_name,
            outcome=row.outcome,
            context=row.context,
            flag=_flag(row),
        )


def _cells(longitude: float, latitude: float) -> tuple[int, int, int]:
    cell9 = hexes.cell_at(longitude=longitude, latitude=latitude, resolution=9)
    return hexes.parent(cell9, 7), hexes.parent(cell9, 8), cell9


def _flag(row: CrimeRow) -> str:
    if row.longitude is None:
        return RecordedCrime.Flag.NO_PLACE
    return RecordedCrime.Flag.OUTSIDE_FORCE if row.is_outside_force else ""


def _count_again(month: date) -> None:
    """Bring the roll-up of a month in line with its rows; flagged rows are not counted."""
    CrimeCount.objects.filter(month=month).delete()
    crimes, counts = RecordedCrime._meta.db_table, CrimeCount._meta.db_table
    with connection.cursor() as cursor:
        for resolution in hexes.RESOLUTIONS:
            column = f"cell{resolution}"
            cursor.execute(
                f"INSERT INTO {counts} (month, resolution, cell, category, count) "  # noqa: S608
                f"SELECT month, {resolution}, {column}, category, COUNT(*) FROM {crimes} "
                f"WHERE month = %s AND flag = '' GROUP BY month, {column}, category",
                [month],
            )


def _keep_streets(file: CrimeFile) -> None:
    """Make the streets that a file names findable, each once a cell."""
    found: dict[tuple[str, int], Place] = {}
    for row in file.rows:
        name = street_of(row.location)
        if not name or row.is_outside_force or row.longitude is None or row.latitude is None:
            continue
        cell9 = hexes.cell_at(longitude=row.longitude, latitude=row.latitude, resolution=9)
        found.setdefault(
            (name, cell9),
            Place(
                name=name,
                kind=Place.Kind.STREET,
                source=Place.Source.CRIME,
                longitude=row.longitude,
                latitude=row.latitude,
                cell9=cell9,
                rank=8,
            ),
        )
    Place.objects.bulk_create(found.values(), ignore_conflicts=True, batch_size=_CHUNK)
    renew_geography()
