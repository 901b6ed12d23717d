"""The only writes of places."""

from commonbeat.places.actions.areas import AreasImported, import_areas, renew_geography
from commonbeat.places.actions.crimes import INVENTED, CrimesImported, Outcome, import_crimes
from commonbeat.places.actions.town import invent_crimes, lay_out_town
from commonbeat.places.rules.crime_csv import CrimeFileError
from commonbeat.places.rules.geojson import AreaFileError, SourceArea, read_areas

__all__ = [
    "INVENTED",
    "AreaFileError",
    "AreasImported",
    "CrimeFileError",
    "CrimesImported",
    "Outcome",
    "SourceArea",
    "import_areas",
    "import_crimes",
    "invent_crimes",
    "lay_out_town",
    "read_areas",
    "renew_geography",
]
