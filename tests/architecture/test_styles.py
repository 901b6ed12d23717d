"""Styles speak of start and end, never of left and right: the site turns round by itself."""

import re
from pathlib import Path

import pytest

import commonbeat

STYLES = Path(commonbeat.__file__).parent.parent / "frontend" / "styles"
SHEETS = sorted(STYLES.rglob("*.scss"))
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_PHYSICAL = re.compile(
    r"""(?<![\w-])(?:
        (?:[\w-]+-)?(?:left|right)(?:-[\w-]+)?\s*:            # margin-left:, left:, border-right-…:
      | (?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b
      | (?:background|object|mask)-position(?:-x)?\s*:[^;]*\b(?:left|right)\b
      | (?:transform|translate)\s*:[^;]*translate(?:X|3d)?\(\s*[^0)]
    )""",
    re.VERBOSE,
)
# Each with the reason for which it may stay.
ALLOWED: dict[str, str] = {}


def physical(sheet: str) -> list[str]:
    """Return what in a style sheet names a side of the screen."""
    return [found.group().strip() for found in _PHYSICAL.finditer(_COMMENT.sub("", sheet))]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(STYLES)))
def test_a_style_sheet_names_no_side_of_the_screen(path: Path) -> None:
    assert [found for found in physical(path.read_text()) if found not in ALLOWED] == []


@pytest.mark.parametrize(
    "rule",
    [
        "margin-left: 1rem",
        "padding-right:0",
        "left: 0",
        "border-left-color: red",
        "border-top-right-radius: 2px",
        "text-align: left",
        "float: right",
        "background-position: right center",
        "transform: translateX(4px)",
    ],
)
def test_a_side_of_the_screen_is_noticed(rule: str) -> None:
    assert physical(f".cb-a {{ {rule}; }}")


@pytest.mark.parametrize(
    "rule",
    [
        "margin-inline-start: 1rem",
        "text-align: start",
        "inset-inline: 0 auto",
        "// left: 0",
        "transform: scaleX(-1)",
        "border-start-end-radius: 2px",
    ],
)
def test_start_and_end_are_left_alone(rule: str) -> None:
    assert physical(f".cb-clock__left .cb-ops__right {{\n{rule}\n}}") == []
