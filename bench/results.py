"""What a row measured, and how it is printed and kept."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table; ``goal`` is a comparison like ``>= 0.6`` of ours / floor."""

    name: str
    database: str
    ours: float
    floor: float
    unit: str
    ratio: float
    goal: str
    ok: bool


def at_least(name: str, *, ours: float, floor: float, unit: str, share: float) -> Result:
    """Return a result of which more is better: a share of the floor is the goal."""
    ratio = ours / floor
    return Result(name, "", ours, floor, unit, ratio, f">= {share:g}", ratio >= share)


def at_most(
    name: str, *, ours: float, floor: float, unit: str, times: float, plus: float = 0.0
) -> Result:
    """Return a result of which less is better; ``plus`` is allowed on top, in the same unit."""
    goal = f"<= {times:g}" + (f" + {plus:g} {unit}" if plus else "")
    ok = ours <= times * floor + plus
    return Result(name, "", ours, floor, unit, ours / floor, goal, ok)


def keep(results: Iterable[Result]) -> None:
    """Write the list to ``bench/results.json``."""
    rows = [
        {**asdict(r), "ours": _short(r.ours), "floor": _short(r.floor), "ratio": _short(r.ratio)}
        for r in results
    ]
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n")


def show(results: Iterable[Result]) -> None:
    """Print the table."""
    table = Table(title="Ours beside the floor, in one run")
    for heading in ("what", "database", "ours", "floor", "unit", "ours / floor", "goal", ""):
        numeric = heading in {"ours", "floor", "ours / floor"}
        table.add_column(heading, justify="right" if numeric else "left")
    for r in results:
        mark = "[green]reached[/]" if r.ok else "[red]missed[/]"
        figures = [_figure(r.ours), _figure(r.floor), r.unit, f"{r.ratio:.2f}", r.goal]
        table.add_row(r.name, r.database, *figures, mark)
    Console(width=150).print(table)


def _short(number: float) -> float:
    return float(f"{number:.4g}")


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
