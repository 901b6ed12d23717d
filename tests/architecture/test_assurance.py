"""Every promise in ``docs/assurance.md`` names a test that exists, and a test that saw it fail."""

import ast
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.assurance.figures import FULL
from tests.assurance.test_postgresql_restarted import programs

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "assurance.md"
_ROW = re.compile(r"^\| ([A-H]\d+) \|")
_TEST = re.compile(r"`((?:commonbeat|tests)/[\w/]+\.py)::(\w+(?:::\w+)?)`")
# Where there is no test, or no way to break one on purpose, the page says why in these words.
_REASON = "Why not: "

REQUIRED = frozenset(
    f"{letter}{number}"
    for letter, numbers in {
        "B": (2, 3, 4, 5, 6, 7, 8, *range(11, 15)),
        "C": (2, 3, *range(4, 12), 13, 14, 15),
        "E": range(1, 18),
        "D": range(1, 13),
        "F": (1, 2, 3, 4),
        "G": (1, 2, 3, 4, 6, 8, 9),
    }.items()
    for number in numbers
)

# Without one of these whole rows are skipped, which nobody sees in a run of hours.
PROGRAMS = ("strace", "redis-server", "clamd", "initdb", "exiftool")


@dataclass(frozen=True, slots=True)
class Row:
    """One promise: the tests that hold it, and the tests that broke it."""

    name: str
    promise: str
    tests: str
    figures: tuple[str, str]
    twins: str


def rows(text: str) -> list[Row]:
    """Return the rows of the catalogue."""
    found = []
    for line in text.splitlines():
        if _ROW.match(line):
            name, promise, tests, every_day, full, twins = (
                cell.strip() for cell in line.strip()[1:-1].split("|")
            )
            found.append(Row(name, promise, tests, (every_day, full), twins))
    return found


@cache
def functions_of(path: str) -> frozenset[str]:
    """Return the tests of a file, those of a class as ``Class::test``; none if it is not there."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    names = set()
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            members = (m for m in node.body if isinstance(m, ast.FunctionDef))
            names |= {f"{node.name}::{member.name}" for member in members}
    return frozenset(names)


def problems(text: str) -> list[str]:
    """Return what is wrong with the page, one line each."""
    found = []
    for row in rows(text):
        if not row.promise or not all(row.figures):
            found.append(f"{row.name}: a cell is empty")
        for what, cell in (("test", row.tests), ("twin", row.twins)):
            named = _TEST.findall(cell)
            if not named and _REASON not in cell:
                found.append(f"{row.name}: no {what}, and no reason")
    for path, name in _TEST.findall(text):
        if name not in functions_of(path):
            found.append(f"there is no {path}::{name}")
    return found


def test_every_named_test_and_twin_is_there() -> None:
    assert problems(PAGE.read_text()) == []


def test_every_promise_has_one_row() -> None:
    names = [row.name for row in rows(PAGE.read_text())]
    assert sorted(REQUIRED - set(names)) == []
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "line",
    [
        "| E1 | A promise | `tests/hostile/test_none.py::test_none` | 1 | 1 | Why not: x |",
        "| E1 | A promise | | 1 | 1 | Why not: x |",
        "| E1 | A promise | Why not: x | 1 | 1 | some day |",
        "| E1 | A promise | Why not: x |  | 1 | Why not: x |",
    ],
    ids=["no such test", "no test", "no twin", "no figure"],
)
def test_sabotage_a_page_that_promises_too_much_is_found(line: str) -> None:
    assert problems(line) != []


def absent() -> list[str]:
    """Return the programs that tests of the catalogue need and this machine does not have."""
    there = {"initdb": programs() is not None}
    return [name for name in PROGRAMS if not there.get(name, shutil.which(name) is not None)]


@pytest.mark.assurance
@pytest.mark.skipif(not FULL, reason="every day a machine may lack a program, and skip its rows")
def test_every_program_that_the_catalogue_needs_is_there() -> None:
    assert absent() == []


def test_sabotage_a_machine_without_the_programs_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda _path, _pattern: iter(()))
    assert absent() == list(PROGRAMS)
