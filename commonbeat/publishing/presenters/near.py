"""Near me: the map and the list that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.places.models import Area, AreaCell, CrimeCategory
from commonbeat.places.queries import (
    CITY,
    CellCount,
    Frame,
    MapCell,
    MapKey,
    MapPin,
    MapView,
    OutsideArea,
    Zoom,
    area_by_code,
    areas,
    cell_from_text,
    cell_text,
    crime_by_cell,
    crime_sources,
    draw_map,
    frame_from_text,
    labels_of_cells,
    latest_crime_month,
    search_places,
    shown_count,
    snapped_cell,
)
from commonbeat.publishing.models import Publication
from commonbeat.publishing.presenters.public import CELL_TONES, PIN_TONES, AlertView, alert_view
from commonbeat.publishing.rules import Severity

ALL, ALERTS, CRIME = "all", "alerts", "crime"
_ROWS_OPEN = 8
_LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class NearQuestion:
    """What somebody asks of the page; everything in it may be left out."""

    search: str
    show: str
    category: CrimeCategory | None
    frame: Frame

    @classmethod
    def from_get(cls, get: QueryDict) -> "NearQuestion":
        """Read the address; what is unknown counts as not asked."""
        show, kind = get.get("show", ALL), get.get("kind", "")
        return cls(
            search=get.get("q", "").strip()[:_LONGEST_SEARCH],
            show=show if show in {ALL, ALERTS, CRIME} else ALL,
            category=CrimeCategory(kind) if kind in CrimeCategory.values else None,
            frame=frame_from_text(get.get("map", "")),
        )

    @property
    def area(self) -> Area | None:
        """The neighbourhood that is looked at, if it is not the whole town."""
        if self.frame.kind == "area":
            return area_by_code(self.frame.code)
        cell = cell_from_text(self.frame.code) if self.frame.kind == "spot" else None
        try:
            return snapped_cell(cell).area if cell else None
        except OutsideArea:
            return None

    def address(self, **changes: str) -> str:
        """Return the address that asks the same but for ``changes``."""
        asked = {
            "show": self.show if self.show != ALL else "",
            "kind": self.category or "",
            "map": self.frame.token if self.frame != CITY else "",
        } | changes
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def map_address(self) -> str:
        """Return the address to which the map puts the frame that comes next."""
        others = self.address(map="")
        return f"{others}&map=" if others != "?" else "?map="


@dataclass(frozen=True, slots=True)
class CrimeRow:
    """One shape with recorded crime, as the list says it."""

    place: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose in the filters."""

    value: str
    label: str
    is_chosen: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class NearView:
    """Everything that the page shows."""

    question: NearQuestion
    map: MapView
    place: str
    alerts: list[tuple[int, AlertView]]
    rows: list[CrimeRow]
    more_rows: list[CrimeRow]
    month: date | None
    sources: str
    total: str
    pills: list[Choice]
    kinds: list[Choice]
    places: list[Choice]
    found: list[Choice]


def near_view(question: NearQuestion, *, alerts: Sequence[Publication], now: datetime) -> NearView:
    """Return the page for one question."""
    month = latest_crime_month()
    shown_alerts = [] if question.show == CRIME else list(alerts)
    counts = [] if question.show == ALERTS else _counts(question, month)
    tones = _tones(counts)
    names = labels_of_cells(count.cell for count in counts)
    rows = [CrimeRow(names[c.cell], c.words, tones[c.cell]) for c in counts]
    area = question.area
    return NearView(
        question=question,
        map=_map(question, shown_alerts, counts, tones),
        place=area.name if area else "",
        alerts=[(n, alert_view(a, now=now)) for n, a in enumerate(shown_alerts, start=1)],
        rows=rows[:_ROWS_OPEN],
        more_rows=rows[_ROWS_OPEN:],
        month=month,
        sources=", ".join(crime_sources(month)) if month else "",
        total=shown_count(sum(count.count for count in counts)) if counts else "",
        pills=_pills(question),
        kinds=[Choice("", _("Every kind of crime"), question.category is None)]
        + [Choice(c.value, str(c.label), c == question.category) for c in CrimeCategory],
        places=[Choice("city", _("The whole town"), area is None)]
        + [Choice(Frame.of_area(a).token, a.name, a == area) for a in areas()],
        found=_found(question),
    )


def _counts(question: NearQuestion, month: date | None) -> list[CellCount]:
    if month is None:
        return []
    resolution = 9 if question.frame.is_near else 8
    counts = crime_by_cell(
        month=month, resolution=resolution, area=question.area, category=question.category
    )
    if question.area is not None or not areas():
        return counts
    # The published file is the whole county's: the list keeps to the town, like the map.
    town = set(
        AreaCell.objects.filter(resolution=resolution, area__retired_at=None).values_list(
            "cell", flat=True
        )
    )
    return [count for count in counts if count.cell in town]


def _tones(counts: Sequence[CellCount]) -> dict[int, str]:
    """Return a shade for each shape: few, some, many; small numbers all look the same."""
    clear = sorted(count.count for count in counts if not count.is_small)
    middle = clear[len(clear) // 2] if clear else 0
    return {
        count.cell: "1" if count.is_small else "2" if count.count < middle else "3"
        for count in counts
    }


def _map(
    question: NearQuestion,
    alerts: Sequence[Publication],
    counts: Sequence[CellCount],
    tones: dict[int, str],
) -> MapView:
    cells = [MapCell(c.cell, tone=tones[c.cell], words=c.words) for c in counts]
    pins = []
    for number, alert in enumerate(alerts, start=1):
        severity = Severity(alert.severity)
        words = alert_headline(alert)
        cells += [MapCell(cell, tone=CELL_TONES[severity], words=words) for cell in alert.cells]
        if alert.cells:
            pins.append(
                MapPin(
                    alert.cells[len(alert.cells) // 2],
                    str(number),
                    tone=PIN_TONES[severity],
                    label=f"{number}: {words}",
                    href=reverse("publishing:alert", args=[alert.key]),
                )
            )
    keys = [
        MapKey("1", _("Fewer than 5 crimes")),
        MapKey("2", _("Some")),
        MapKey("3", _("Many")),
    ]
    return draw_map(
        label=_("Map of warnings and of recorded crime. The list on this page says the same."),
        cells=cells,
        pins=pins,
        keys=keys if counts else (),
        frame=question.frame,
        grid=9 if question.frame.is_near else None,
        zoom=Zoom(
            href=question.address(map="")
            + ("&" if question.address(map="") != "?" else "")
            + "map="
        ),
    )


def alert_headline(publication: Publication) -> str:
    """Return the headline of a warning."""
    text = publication.text_in("")
    return text.headline if text else ""


def _pills(question: NearQuestion) -> list[Choice]:
    words = {ALL: _("Everything"), ALERTS: _("Warnings"), CRIME: _("Recorded crime")}
    return [
        Choice(
            show, word, show == question.show, question.address(show=show if show != ALL else "")
        )
        for show, word in words.items()
    ]


def _found(question: NearQuestion) -> list[Choice]:
    if not question.search:
        return []
    return [
        Choice(
            cell_text(place.cell9),
            place.label,
            href=question.address(map=f"spot.{cell_text(place.cell9)}"),
        )
        for place in search_places(question.search)
    ]
