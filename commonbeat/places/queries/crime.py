"""Recorded crime as maps show it: counts by cell from the monthly roll-up."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.places.models import Area, AreaCell, CrimeCategory, CrimeCount, CrimeImport

# Below this a number could point at one person: we only say that it is small.
SMALLEST_SHOWN = 5


@dataclass(slots=True)  # not frozen: a county has ten thousand, and that would double their cost
class CellCount:
    """How many crimes a cell had; ``words`` is what people may see."""

    cell: int
    count: int

    @property
    def is_small(self) -> bool:
        """Whether the number itself must not be shown."""
        return self.count < SMALLEST_SHOWN

    @property
    def words(self) -> str:
        """The count as people may see it."""
        return shown_count(self.count)


def shown_count(count: int) -> str:
    """Return a count in words, "fewer than 5 crimes" when it is small."""
    if count < SMALLEST_SHOWN:
        return _("fewer than %(number)d crimes") % {"number": SMALLEST_SHOWN}
    return ngettext("%(number)d crime", "%(number)d crimes", count) % {"number": count}


def latest_crime_month() -> date | None:
    """Return the first day of the newest month that we have, or None."""
    newest: date | None = CrimeImport.objects.aggregate(newest=Max("month"))["newest"]
    return newest


def crime_months() -> list[date]:
    """Return every month that we have, newest first."""
    return list(CrimeImport.objects.order_by("-month").values_list("month", flat=True).distinct())


def crime_sources(month: date) -> list[str]:
    """Return who published the crime of a month, to be named beside it."""
    imports = CrimeImport.objects.filter(month=month).order_by("force")
    return list(imports.values_list("force", flat=True))


def crime_by_cell(
    *,
    month: date,
    resolution: int,
    area: Area | None = None,
    category: CrimeCategory | None = None,
) -> list[CellCount]:
    """Return the cells with recorded crime in a month at resolution 7, 8 or 9, most first."""
    rows = _counts(month, resolution, area)
    if category is not None:
        rows = rows.filter(category=category)
    pairs = rows.values_list("cell").annotate(total=Sum("count")).order_by("-total", "cell")
    return [CellCount(cell, total) for cell, total in pairs]


def crime_by_category(*, month: date, area: Area | None = None) -> list[tuple[CrimeCategory, int]]:
    """Return how many crimes of each kind a month had, most first."""
    rows = _counts(month, 9, area).values_list("category").annotate(total=Sum("count"))
    return [(CrimeCategory(code), total) for code, total in rows.order_by("-total", "category")]


def _counts(month: date, resolution: int, area: Area | None) -> QuerySet[CrimeCount]:
    rows = CrimeCount.objects.filter(month=month, resolution=resolution)
    if area is None:
        return rows
    cells = AreaCell.objects.filter(area=area, resolution=resolution).values("cell")
    return rows.filter(cell__in=cells)
