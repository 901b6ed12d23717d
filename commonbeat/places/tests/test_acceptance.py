"""Real files of statistics and the police, which are not in the repository."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Sum

from commonbeat.places import queries
from commonbeat.places.models import Area, AreaCell, CrimeCount, RecordedCrime
from commonbeat.places.rules import cells as hexes

DATA = Path(settings.ROOT).parent / "shared" / "data"
MONTHS = ("2018-11", "2018-12")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.acceptance,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data is not there: {DATA}"),
]


def boundaries(name: str) -> Path:
    return DATA / "boundaries" / f"{name}.geojson"


def crime_path(month: str) -> Path:
    return DATA / "police" / f"{month}-lancashire-street.csv"


@pytest.mark.parametrize(
    "name",
    [
        "preston_wards_2013ish",
        "preston_lsoa_by_lad",
        "preston_msoa_by_lad",
        "lancashire_districts_from_lsoa",
    ],
)
def test_acceptance_every_feature_of_a_boundary_file_becomes_an_area(name: str) -> None:
    path = boundaries(name)
    features = json.loads(path.read_text())["features"]
    call_command("import_areas", str(path))
    call_command("import_areas", str(path))
    assert Area.objects.count() == len(features)
    for resolution in hexes.RESOLUTIONS:
        covered = AreaCell.objects.filter(resolution=resolution).values("area").distinct()
        assert covered.count() == len(features)


def test_acceptance_every_row_of_the_police_files_is_kept() -> None:
    paths = [str(crime_path(month)) for month in MONTHS]
    call_command("import_crimes", *paths)
    call_command("import_crimes", *paths)
    total = 0
    for month in MONTHS:
        with crime_path(month).open(encoding="utf-8", newline="") as file:
            published = list(csv.DictReader(file))
        total += len(published)
        kept = RecordedCrime.objects.filter(month=f"{month}-01").order_by("line")
        assert kept.count() == len(published)
        assert Counter(kept.values_list("crime_id", "location", "lsoa_code")) == Counter(
            (row["Crime ID"], row["Location"], row["LSOA code"]) for row in published
        )
        placeless = sum(not row["Longitude"] for row in published)
        assert kept.filter(flag="no-place").count() == placeless
        strays = kept.filter(flag="outside-force").count()
        assert 0 < strays < len(published) / 100
        for resolution in hexes.RESOLUTIONS:
            counted = CrimeCount.objects.filter(month=f"{month}-01", resolution=resolution)
            sum_of_counts = counted.aggregate(total=Sum("count"))["total"]
            assert sum_of_counts == len(published) - placeless - strays
    assert RecordedCrime.objects.count() == total == 32_514


def test_acceptance_what_is_far_from_lancashire_is_flagged() -> None:
    call_command(
        "import_areas", str(DATA / "boundaries" / "lancashire_districts_from_lsoa.geojson")
    )
    call_command("import_crimes", str(crime_path("2018-12")))
    unflagged = RecordedCrime.objects.filter(flag="").values_list("longitude", "latitude")
    points = set(unflagged.distinct())
    near = sum(1 for x, y in points if x and y and queries.area_at(longitude=x, latitude=y))
    assert near / len(points) > 0.97
    far = [p for p in points if not (-3.2 < (p[0] or 0) < -1.9 and 53.4 < (p[1] or 0) < 54.4)]
    assert far == []


def test_acceptance_the_map_has_the_real_month() -> None:
    call_command("import_areas", str(boundaries("preston_wards_2013ish")))
    call_command("import_crimes", *[str(crime_path(month)) for month in MONTHS])
    month = queries.latest_crime_month()
    assert month == date(2018, 12, 1)
    wards = {area.name: area for area in queries.areas()}
    centre = queries.crime_by_cell(month=month, resolution=9, area=wards["Town Centre"])
    assert sum(cell.count for cell in centre) > 200
    names = {found.label for found in queries.search_places("friargate")}
    assert "Friargate, Town Centre" in names or "Friargate, University" in names
