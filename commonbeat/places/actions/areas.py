"""Taking in areas: all of a file or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from shapely.geometry.base import BaseGeometry

from commonbeat.audit.actions import record
from commonbeat.core.actors import SYSTEM
from commonbeat.core.ids import new_key
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.places.models import Area, AreaCell, Geography
from commonbeat.places.rules import cells as hexes
from commonbeat.places.rules.geojson import SourceArea


@dataclass(frozen=True, slots=True)
class AreasImported:
    """What an import of areas did."""

    added: int
    changed: int
    unchanged: int
    retired: int


def renew_geography() -> None:
    """Tell every process to read areas and places again."""
    Geography.objects.update_or_create(pk=1, defaults={"edition": new_key()})


@transaction.atomic
def import_areas(
    *, sources: Sequence[SourceArea], now: datetime, replace: bool = False
) -> AreasImported:
    """Add or change areas by their code; with ``replace`` retire those that are not among them."""
    known = {area.code: area for area in Area.objects.all()}
    added = changed = 0
    for source in sources:
        outline = hexes.outline_of(source.shape)
        area = known.get(source.code)
        if area is None:
            area = Area.objects.create(code=source.code, name=source.name, outline=outline)
            added += 1
        elif (area.name, area.outline, area.retired_at) == (source.name, outline, None):
            continue
        else:
            area.name, area.outline, area.retired_at = source.name, outline, None
            area.save(update_fields=["name", "outline", "retired_at"])
            changed += 1
        _keep_cells(area, source.shape)
    retired = _retire_others(sources, now) if replace else 0
    if added or changed or retired:
        renew_geography()
        record(
            event="places.areas-imported",
            actor=SYSTEM,
            realm_id=LIVE_REALM_ID,
            subject="areas:all",
            details={"added": added, "changed": changed, "retired": retired},
            now=now,
        )
    return AreasImported(added, changed, len(sources) - added - changed, retired)


def _keep_cells(area: Area, shape: BaseGeometry) -> None:
    area.cells.all().delete()
    AreaCell.objects.bulk_create(
        AreaCell(area=area, resolution=resolution, cell=cell)
        for resolution in hexes.RESOLUTIONS
        for cell in hexes.covering_cells(shape, resolution)
    )


def _retire_others(sources: Sequence[SourceArea], now: datetime) -> int:
    codes = [source.code for source in sources]
    return Area.objects.filter(retired_at=None).exclude(code__in=codes).update(retired_at=now)
