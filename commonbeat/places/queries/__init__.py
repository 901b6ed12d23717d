"""Every question that other contexts ask of places."""

from commonbeat.places.models import CrimeCategory
from commonbeat.places.queries.crime import (
    CellCount,
    crime_by_category,
    crime_by_cell,
    crime_months,
    crime_sources,
    latest_crime_month,
    shown_count,
)
from commonbeat.places.queries.frames import CITY, Frame, frame_from_text
from commonbeat.places.queries.geography import (
    NotAPlace,
    OutsideArea,
    Snapped,
    Wide,
    area_at,
    area_by_code,
    area_of_cell,
    areas,
    cell_label,
    cells_of_area,
    is_wide,
    labels_of_cells,
    snap,
    snapped_cell,
    wide_area,
    wider_cell,
)
from commonbeat.places.queries.maps import choose_on_map, draw_map
from commonbeat.places.queries.mapview import MapCell, MapKey, MapPin, MapView, Pick, Zoom
from commonbeat.places.queries.search import Found, search_places
from commonbeat.places.rules.cells import RESOLUTIONS, cell_from_text, cell_text

__all__ = [
    "CITY",
    "RESOLUTIONS",
    "CellCount",
    "CrimeCategory",
    "Found",
    "Frame",
    "MapCell",
    "MapKey",
    "MapPin",
    "MapView",
    "NotAPlace",
    "OutsideArea",
    "Pick",
    "Snapped",
    "Wide",
    "Zoom",
    "area_at",
    "area_by_code",
    "area_of_cell",
    "areas",
    "cell_from_text",
    "cell_label",
    "cell_text",
    "cells_of_area",
    "choose_on_map",
    "crime_by_category",
    "crime_by_cell",
    "crime_months",
    "crime_sources",
    "draw_map",
    "frame_from_text",
    "is_wide",
    "labels_of_cells",
    "latest_crime_month",
    "search_places",
    "shown_count",
    "snap",
    "snapped_cell",
    "wide_area",
    "wider_cell",
]
