"""The file of what was handed over: its states, who may take it, and cells that run nothing."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from commonbeat.core.states import StateTable


class RecordsFileState(StrEnum):
    """Where a wish for a file stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN = "taken"


RECORDS_FILE_TABLE: StateTable[RecordsFileState] = StateTable(
    name="records file",
    start=RecordsFileState.ASKED,
    # A small one needs no second person.
    other_starts=(RecordsFileState.APPROVED,),
    moves={
        RecordsFileState.ASKED: frozenset({RecordsFileState.APPROVED, RecordsFileState.REFUSED}),
        RecordsFileState.APPROVED: frozenset({RecordsFileState.TAKEN}),
        RecordsFileState.REFUSED: frozenset(),
        RecordsFileState.TAKEN: frozenset(),
    },
)
# So many rows in a day one person takes alone; more needs somebody else.
MOST_ALONE = 20
ALONE_WITHIN = timedelta(hours=24)
# After this a wish is asked anew.
FILE_LASTS = timedelta(hours=24)

COLUMNS = (
    *("handed over", "state", "number", "incident", "title", "incident category", "recorded as"),
    *("area", "incident from", "incident to", "report", "category", "reporter", "place"),
    *("received", "happened", "words", "name", "contact"),
)
# What a spreadsheet takes for a formula, in the width of any keyboard.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def needs_second_person(rows: int, *, taken_before: int) -> bool:
    """Say whether ``rows`` more than what one person took in the last day are too many alone."""
    return rows + taken_before > MOST_ALONE


def safe_cell(value: object) -> str:
    """Return a cell that no spreadsheet runs: a formula gets an apostrophe in front."""
    text = "" if value is None else str(value).replace("\0", "")
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text


def file_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV (RFC 4180) that spreadsheets open as text."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in COLUMNS])
    return out.getvalue()


def file_rows(copy: Mapping[str, Any], **about: object) -> list[dict[str, Any]]:
    """Return one row for each report of a copy; ``about`` says what became of the hand-off."""
    incident = copy["incident"]
    first = {
        "handed over": about["made"],
        "state": about["state"],
        "number": about["number"],
        "incident": incident["reference"],
        "title": incident["title"],
        "incident category": incident["category"],
        "recorded as": incident["recorded_as"],
        "area": incident["area"],
        "incident from": incident["from"],
        "incident to": incident["to"],
    }
    return [
        {**first, "report": report["reference"], **{k: report.get(k) for k in COLUMNS[11:]}}
        for report in copy["reports"]
    ]
