"""Tests are called the same in every process, or those that run side by side cannot share them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_layers import ROOT

_SETS = {"set", "frozenset"}


def unsteady(source: str) -> Iterator[int]:
    """Give the lines where a test takes its cases from a set, whose order is of the moment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("parametrize"):
            yield from (node.lineno for case in node.args[1:2] if _is_set(case))


def _is_set(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return _is_set(value.left) or _is_set(value.right)
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in _SETS
    return isinstance(value, ast.Set | ast.SetComp)


def _tests() -> Iterator[Path]:
    yield from (ROOT.parent / "tests").rglob("*.py")
    yield from ROOT.glob("*/tests/**/*.py")


def test_no_test_takes_its_cases_from_a_set() -> None:
    found = [
        f"{path.relative_to(ROOT.parent)}:{line}"
        for path in _tests()
        for line in unsteady(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_sabotage_cases_from_a_set_are_noticed() -> None:
    for cases in ("{1, 2}", "set(Role) - {Role.OTHER}", "frozenset(Role)", "{x for x in Role}"):
        assert list(unsteady(f'@pytest.mark.parametrize("one", {cases})\ndef test(): ...')) == [1]
    assert not list(unsteady('@pytest.mark.parametrize("one", sorted({1, 2}))\ndef test(): ...'))
