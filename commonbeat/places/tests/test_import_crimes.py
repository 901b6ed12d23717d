"""Published crime: every row kept, none merged, whole or not at all."""

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonbeat.places import queries
from commonbeat.places.actions import CrimeFileError, Outcome, import_crimes, invent_crimes
from commonbeat.places.actions import crimes as crime_actions
from commonbeat.places.models import CrimeCount, CrimeImport, RecordedCrime
from commonbeat.places.rules.crime_csv import name_in_files, read_crimes
from commonbeat.places.tests.factories import NOW, crime_file, make_areas

pytestmark = pytest.mark.django_db
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.text(st.characters(codec="latin-1", exclude_characters="\x00"), max_size=30)
rows_of_any_kind = st.lists(
    st.fixed_dictionaries(
        {
            "Crime type": st.sampled_from(
                [name_in_files(category) for category in queries.CrimeCategory]
            ),
            "Location": texts,
            "Context": texts,
            "place": st.sampled_from([("-2.705", "53.762"), ("-2.675", "53.762"), ("", "")]),
        }
    ),
    min_size=1,
    max_size=12,
)


def take(content: bytes, name: str = "2018-12-test-street.csv") -> crime_actions.CrimesImported:
    return import_crimes(content=content, file_name=name, now=NOW)


def test_rows_that_look_alike_are_separate_incidents() -> None:
    take(crime_file({}, {}, {"Crime type": "Drugs"}, {}))
    assert RecordedCrime.objects.count() == 4
    assert list(RecordedCrime.objects.order_by("line").values_list("line", flat=True)) == [
        2, 3, 4, 5,
    ]  # fmt: skip
    cells = queries.crime_by_cell(month=queries.latest_crime_month(), resolution=9)  # type: ignore[arg-type]
    assert [cell.count for cell in cells] == [4]


def test_rows_without_a_place_are_kept_flagged_and_not_counted() -> None:
    take(crime_file({}, {"Longitude": "", "Latitude": "", "Location": "No Location"}))
    assert RecordedCrime.objects.filter(flag="no-place", cell9=None).count() == 1
    assert CrimeCount.objects.filter(resolution=9).aggregate(n=Sum("count"))["n"] == 1


def test_rows_outside_the_force_are_kept_flagged_and_not_counted() -> None:
    astray = {"Longitude": "-1.885", "Latitude": "52.559", "LSOA name": "Birmingham 008D"}
    take(crime_file(*[{}] * 600, astray))
    assert RecordedCrime.objects.get(flag="outside-force").lsoa_name == "Birmingham 008D"
    assert CrimeCount.objects.filter(resolution=7).aggregate(n=Sum("count"))["n"] == 600


def test_a_force_without_a_patch_of_its_own_has_no_strays() -> None:
    rows = [{"LSOA name": f"Town{number} 001A"} for number in range(600)]
    assert not any(row.is_outside_force for row in read_crimes(crime_file(*rows)).rows)


def test_the_same_file_again_changes_nothing() -> None:
    assert take(crime_file({}, {})).outcome is Outcome.ADDED
    before = list(RecordedCrime.objects.values_list("pk", flat=True))
    assert take(crime_file({}, {})).outcome is Outcome.UNCHANGED
    assert list(RecordedCrime.objects.values_list("pk", flat=True)) == before


def test_a_corrected_file_replaces_its_month_and_force_whole() -> None:
    take(crime_file({}, {}, {}))
    take(crime_file({}, month="2018-11"))
    take(crime_file({}, force="Other Police"))
    assert take(crime_file({"Crime type": "Drugs"})).outcome is Outcome.REPLACED
    assert RecordedCrime.objects.count() == 3
    assert CrimeImport.objects.count() == 3
    december = CrimeCount.objects.filter(month="2018-12-01", resolution=9)
    assert dict(december.values_list("category", "count")) == {"drugs": 1, "burglary": 1}


def test_published_crime_takes_the_place_of_invented_crime() -> None:
    make_areas()
    invent_crimes(month=NOW.date().replace(day=1), now=NOW, rows=50)
    assert RecordedCrime.objects.filter(context="Invented").count() == 50
    take(crime_file({}))
    assert RecordedCrime.objects.count() == 1
    assert queries.crime_months() == [read_crimes(crime_file({})).month]


def test_the_streets_of_a_file_can_be_searched_for() -> None:
    make_areas()
    take(
        crime_file({"Location": "On or near St Paul'S Road"}, {"Location": "On or near Nightclub"})
    )
    assert [found.label for found in queries.search_places("st pauls")] == [
        "St Paul's Road, Westgate"
    ]
    assert queries.search_places("nightclub") == []


def written(rows: list[dict[str, object]], draw: random.Random, ending: str, quoting: int) -> str:
    """Return these rows as a file with its columns in any order."""
    named = [dict(_named(row)) for row in rows]
    columns = list(named[0])
    draw.shuffle(columns)
    text = io.StringIO()
    writer = csv.DictWriter(
        text,
        columns,
        lineterminator=ending,
        quoting=quoting,  # type: ignore[arg-type]
    )
    writer.writeheader()
    writer.writerows(named)
    return text.getvalue()


def _named(row: dict[str, Any]) -> dict[str, object]:
    longitude, latitude = row["place"]
    return {
        "Crime ID": "", "Month": "2018-12", "Reported by": "Test Police",
        "Falls within": "Test Police", "Longitude": longitude, "Latitude": latitude,
        "Location": row["Location"], "LSOA code": "", "LSOA name": "Preston 013A",
        "Crime type": row["Crime type"], "Last outcome category": "", "Context": row["Context"],
    }  # fmt: skip


@many
@given(
    rows=rows_of_any_kind,
    draw=st.randoms(use_true_random=False),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "latin-1"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_no_row_is_lost_merged_or_bent_however_the_file_is_written(
    rows: list[dict[str, object]], draw: random.Random, encoding: str, ending: str, quoting: int
) -> None:
    file = read_crimes(written(rows, draw, ending, quoting).encode(encoding))
    assert len(file.rows) == len(rows)
    for sent, kept in zip(rows, file.rows, strict=True):
        assert name_in_files(kept.category).casefold() == str(sent["Crime type"]).casefold()
        assert (kept.longitude is None) == (sent["place"] == ("", ""))
        if encoding != "latin-1":  # some latin-1 bytes happen to be UTF-8
            assert kept.location == str(sent["Location"]).strip()
            assert kept.context == str(sent["Context"]).strip()


@given(content=st.binary(max_size=400))
def test_any_bytes_are_a_file_or_refused_with_a_line(content: bytes) -> None:
    with pytest.raises(CrimeFileError) as error:
        read_crimes(content)
    assert error.value.line >= 1


GOOD = crime_file({}, {})
BROKEN = [
    (crime_file({}, {"Crime type": "Piracy"}), 3, "'Piracy' is not a known crime type"),
    (crime_file({}, {"Month": "2018-13"}), 3, "'2018-13' is not a month"),
    (crime_file({}, {"Month": "2018-11"}), 3, "the month is 2018-11, before it 2018-12"),
    (crime_file({}, {"Reported by": "Other"}), 3, "reported by 'Other'"),
    (crime_file({}, {"Longitude": ""}), 3, "only one of longitude and latitude"),
    (crime_file({}, {"Longitude": "nan"}), 3, "'nan' is not a longitude"),
    (crime_file({}, {"Latitude": "-inf"}), 3, "'-inf' is not a latitude"),
    (crime_file({}, {"Latitude": "91"}), 3, "'91' is not a latitude"),
    (crime_file({}, {"Location": "x" * 161}), 3, "location is longer than 160"),
    (crime_file({}, {"Location": "a,b"}), 3, "13 values where 12 are named"),
    (crime_file({}, {"Location": '"never ends'}), 3, "unexpected end of data"),
    (GOOD.replace(b"Longitude", b"Easting"), 1, "these columns are missing: longitude"),
    (GOOD.replace(b"Context", b"Month"), 1, "these columns are there twice: month"),
    (GOOD + b"\x00", 4, "this is not a text file"),
    (GOOD.split(b"\n", maxsplit=1)[0], 1, "there are no rows"),
    (b"", 1, "these columns are missing"),
]


@pytest.mark.parametrize(("content", "line", "words"), BROKEN)
def test_a_broken_file_is_named_with_its_line_and_nothing_is_kept(
    tmp_path: Path, content: bytes, line: int, words: str
) -> None:
    take(GOOD)
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_crimes", str(path))
    assert f"{path}, line {line}: {words}" in str(error.value)
    assert RecordedCrime.objects.count() == 2


def test_nothing_is_kept_when_the_work_stops_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    take(GOOD)

    def stopped(month: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(crime_actions, "_count_again", stopped)
    with pytest.raises(KeyboardInterrupt):
        take(crime_file({}, {}, {}))
    assert RecordedCrime.objects.count() == 2
    assert CrimeCount.objects.filter(resolution=9).get().count == 2


def test_the_check_for_lost_rows_would_find_them(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = crime_actions._models

    def merging(source: CrimeImport, file: Any) -> object:
        alike: dict[tuple[object, ...], RecordedCrime] = {}
        for row in honest(source, file):
            alike[row.category, row.cell9] = row
        return iter(alike.values())

    monkeypatch.setattr(crime_actions, "_models", merging)
    with pytest.raises(AssertionError):
        test_rows_that_look_alike_are_separate_incidents()


def test_a_small_count_is_never_shown() -> None:
    counts = [queries.CellCount(cell=1, count=number) for number in (1, 4, 5, 12)]
    assert [count.words for count in counts] == [
        "fewer than 5 crimes", "fewer than 5 crimes", "5 crimes", "12 crimes",
    ]  # fmt: skip
