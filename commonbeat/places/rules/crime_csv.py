"""Street-level crime as data.police.uk publishes it: one month of one force a file."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

_NEEDED = ("month", "reported by", "longitude", "latitude", "crime type")
_OPTIONAL = ("crime id", "location", "lsoa code", "lsoa name", "last outcome category", "context")
# The longest text of each column that we keep, as the tables have it.
_LONGEST = {
    "crime id": 64, "reported by": 120, "location": 160, "lsoa code": 12, "lsoa name": 80,
    "last outcome category": 120, "context": 10_000,
}  # fmt: skip
_CATEGORIES = {
    "anti-social behaviour": "anti-social-behaviour",
    "bicycle theft": "bicycle-theft",
    "burglary": "burglary",
    "criminal damage and arson": "criminal-damage-arson",
    "drugs": "drugs",
    "other crime": "other-crime",
    "other theft": "other-theft",
    "possession of weapons": "possession-of-weapons",
    "public order": "public-order",
    "robbery": "robbery",
    "shoplifting": "shoplifting",
    "theft from the person": "theft-from-the-person",
    "vehicle crime": "vehicle-crime",
    "violence and sexual offences": "violent-crime",
    # As the files of 2010 to 2013 have it.
    "public disorder and weapons": "public-order",
    "violent crime": "violent-crime",
}
# A district with fewer than one in 500 of a file's rows is not the force's own ...
_OWN_SHARE = 1 / 500
# ... unless such districts are a good part of the file: then the force has no single patch.
_STRAY_SHARE = 0.02


class CrimeFileError(Exception):
    """A line of the file cannot be right; nothing of the file may be used."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


@dataclass(slots=True)
class CrimeRow:
    """One published incident; ``line`` is where it begins in the file, counted from 1."""

    line: int
    crime_id: str
    category: str
    longitude: float | None
    latitude: float | None
    location: str
    lsoa_code: str
    lsoa_name: str
    outcome: str
    context: str
    is_outside_force: bool = False


@dataclass(frozen=True, slots=True)
class CrimeFile:
    """A whole file, read and checked."""

    month: date
    force: str
    rows: list[CrimeRow]


def read_crimes(content: bytes) -> CrimeFile:
    """Return every row of a file, none merged; rows outside the force are marked.

    The columns may come in any order. Raises ``CrimeFileError`` at the first bad line.
    """
    records = _records(_decoded(content))
    line, header = next(records, (1, []))
    columns = _columns(line, header)
    month: date | None = None
    force = ""
    rows: list[CrimeRow] = []
    for line, record in records:
        if len(record) != len(header):
            raise CrimeFileError(line, f"{len(record)} values where {len(header)} are named")
        values = {name: record[place].strip() for name, place in columns.items()}
        _check_lengths(line, values)
        row_month, row_force = _month(line, values["month"]), values["reported by"]
        month, force = month or row_month, force or row_force
        if row_month != month:
            raise CrimeFileError(line, f"the month is {row_month:%Y-%m}, before it {month:%Y-%m}")
        if not row_force or row_force != force:
            raise CrimeFileError(line, f"reported by {row_force!r}, before it by {force!r}")
        rows.append(_row(line, values))
    if month is None:
        raise CrimeFileError(line, "there are no rows")
    mark_strays(rows)
    return CrimeFile(month=month, force=force, rows=rows)


def name_in_files(category: str) -> str:
    """Return what the files call a category."""
    return next(name for name, code in _CATEGORIES.items() if code == category)


def mark_strays(rows: Sequence[CrimeRow]) -> None:
    """Mark the rows whose district is hardly in the file: their point lies outside the force."""
    placed = [row for row in rows if row.longitude is not None]
    sizes = Counter(_district(row) for row in placed)
    least = len(placed) * _OWN_SHARE
    strays = [row for row in placed if sizes[_district(row)] < least]
    if len(strays) <= len(placed) * _STRAY_SHARE:
        for row in strays:
            row.is_outside_force = True


def _district(row: CrimeRow) -> str:
    """Return the district of an area name such as "Preston 013A"; none for Scotland or the sea."""
    return re.sub(r"(?<!\s)\s+\d+\w?$", "", row.lsoa_name)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")  # never fails: each byte is a letter


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        raise CrimeFileError(text[: text.index("\x00")].count("\n") + 1, "this is not a text file")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CrimeFileError(max(start, reader.line_num), str(error)) from error
        if any(record):
            yield start, record
        start = reader.line_num + 1


def _columns(line: int, header: Sequence[str]) -> dict[str, int]:
    names = [" ".join(name.split()).casefold() for name in header]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise CrimeFileError(line, f"these columns are missing: {', '.join(missing)}")
    twice = [name for name in (*_NEEDED, *_OPTIONAL) if names.count(name) > 1]
    if twice:
        raise CrimeFileError(line, f"these columns are there twice: {', '.join(twice)}")
    return {name: names.index(name) for name in (*_NEEDED, *_OPTIONAL) if name in names}


def _check_lengths(line: int, values: dict[str, str]) -> None:
    for name, longest in _LONGEST.items():
        if len(values.get(name, "")) > longest:
            raise CrimeFileError(line, f"{name} is longer than {longest} characters")


def _month(line: int, text: str) -> date:
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
        raise CrimeFileError(line, f"{text!r} is not a month such as 2018-12")
    return date(int(text[:4]), int(text[5:]), 1)


def _row(line: int, values: dict[str, str]) -> CrimeRow:
    category = _CATEGORIES.get(values["crime type"].casefold())
    if category is None:
        raise CrimeFileError(line, f"{values['crime type']!r} is not a known crime type")
    longitude = _degrees(line, "longitude", values["longitude"], 180)
    latitude = _degrees(line, "latitude", values["latitude"], 90)
    if (longitude is None) != (latitude is None):
        raise CrimeFileError(line, "only one of longitude and latitude is given")
    return CrimeRow(
        line=line,
        crime_id=values.get("crime id", ""),
        category=category,
        longitude=longitude,
        latitude=latitude,
        location=values.get("location", ""),
        lsoa_code=values.get("lsoa code", ""),
        lsoa_name=values.get("lsoa name", ""),
        outcome=values.get("last outcome category", ""),
        context=values.get("context", ""),
    )


def _degrees(line: int, name: str, text: str, limit: int) -> float | None:
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not abs(degrees) <= limit:  # not a number is refused here too
        raise CrimeFileError(line, f"{text[:40]!r} is not a {name}")
    return degrees
