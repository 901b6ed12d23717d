"""No text makes a pattern slow: every regular expression of ours meets the worst of 100 KB."""

import ast
import importlib
import json
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import commonbeat
from commonbeat.reports.tests.scripts import ask_script

ROOT = Path(__file__).resolve().parents[2]
LENGTH = 100_000
MOST_SECONDS = 0.1
_FUNCTIONS = {
    "compile",
    "search",
    "match",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
}
_ALWAYS = (
    "a",
    "0",
    " ",
    "\n",
    "A0",
    "a@",
    "a.",
    "my ",
    "<",
    "é",
    "我",
    "((",
    "--",
    '"',
    "\\",
    "a b",
    "0 ",
)


def ours() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Find the patterns that modules and classes hold, and those that stand in a call."""
    for module in pkgutil.walk_packages(commonbeat.__path__, "commonbeat."):
        name = module.name
        if ".tests" in name or ".migrations" in name or name.endswith(("asgi", "wsgi", "__main__")):
            continue
        loaded = importlib.import_module(name)
        yield from _held(name, vars(loaded))
        source = Path(loaded.__file__ or "").read_text(encoding="utf-8")
        yield from _called(name, source)


def _held(name: str, things: dict[str, object]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, thing in list(things.items()):
        if isinstance(thing, re.Pattern) and isinstance(thing.pattern, str):
            yield f"{name}.{key}", thing
        elif isinstance(thing, type) and thing.__module__ == name:
            yield from _held(f"{name}.{key}", dict(vars(thing)))


def _called(name: str, source: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner, first = node.func.value, node.args[0]
        is_ours = isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in _FUNCTIONS
        if is_ours and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield f"{name}:{node.lineno}", re.compile(first.value)


def worst_of(pattern: str) -> list[str]:
    """Return texts of 100 KB that a pattern could choke on: what it asks for, again and again."""
    pieces = {*_ALWAYS, *(set(pattern) - set("|^$"))}
    pieces |= set(re.findall(r"[A-Za-z@ ]{2,12}", pattern)[:20])
    return [(piece * LENGTH)[: LENGTH - 1] + "!" for piece in sorted(pieces)]


def slowest(pattern: re.Pattern[str]) -> float:
    """Return the seconds that the worst text takes, of two tries the better."""
    return max(min(_seconds(pattern, text) for _ in range(2)) for text in worst_of(pattern.pattern))


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    started = time.thread_time()
    for _found in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.thread_time() - started


def test_no_text_makes_a_pattern_of_the_server_slow() -> None:
    found = dict(ours())
    assert len(found) >= 15, "the patterns were not found"
    slow = {name: took for name, each in found.items() if (took := slowest(each)) > MOST_SECONDS}
    assert slow == {}


def test_sabotage_a_pattern_that_tries_everything_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.architecture.test_patterns.LENGTH", 23)
    assert slowest(re.compile(r"(?:a|a)*\d")) > MOST_SECONDS


_TIMES = """
import { TELLS } from "./frontend/tells/find";
import { LOOKS } from "./frontend/tells/looks";
const { length, always, literals } = (globalThis as any).given;
const patterns: RegExp[] = [
  ...TELLS.map((tell) => tell.pattern),
  ...LOOKS.flatMap((each) => [each.looks, each.deeds]),
  ...literals.map(([source, flags]: [string, string]) => new RegExp(source, flags)),
];
const cpu = (): number => (globalThis as any).process.cpuUsage().user / 1000;
const seconds = (pattern: RegExp, text: string): number => {
  const all = new RegExp(pattern.source, pattern.flags.replace("g", "") + "g");
  const started = cpu();
  for (const _found of text.matchAll(all)) { /* each counts */ }
  return (cpu() - started) / 1000;
};
const told: Record<string, number> = {};
for (const pattern of patterns) {
  const words = (pattern.source.match(/[\\p{L}@ ]{2,12}/gu) ?? []).slice(0, 6);
  let worst = 0;
  for (const piece of new Set<string>([...always, ...words])) {
    const text = piece.repeat(length).slice(0, length - 1) + "!";
    const once = seconds(pattern, text);
    worst = Math.max(worst, once < 0.05 ? once : Math.min(once, seconds(pattern, text)));
  }
  told[String(pattern)] = worst;
}
(globalThis as any).told = told;
"""
# A pattern as it is written in a script: after what an expression can begin with.
_LITERAL = re.compile(
    r"(?:^|[=(,:\[!&|?{};]|return)\s*/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\n\\*\[])"
    r"(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\n\\\[])*)/([a-z]*)",
    re.MULTILINE,
)


def literals() -> list[tuple[str, str]]:
    """Return every pattern that stands in a script, but for those that are asked for by name."""
    scripts = [p for p in (ROOT / "frontend").rglob("*.ts") if p.parent.name != "tells"]
    texts = [path.read_text(encoding="utf-8") for path in scripts]
    return sorted({(found[1], found[2]) for text in texts for found in _LITERAL.finditer(text)})


def test_no_text_makes_a_pattern_of_the_pages_slow() -> None:
    """In V8, which Chromium runs them with too."""
    written = literals()
    assert len(written) > 5, json.dumps(written)
    given = {"length": LENGTH, "always": _ALWAYS, "literals": written}
    told = ask_script(_TIMES, given)
    assert len(told) > 60, "the patterns were not found"
    assert {name: took for name, took in told.items() if took > MOST_SECONDS} == {}


def test_sabotage_a_pattern_of_a_page_that_tries_everything_is_noticed() -> None:
    given = {"length": 26, "always": ["a"], "literals": [("(?:a|a)*\\d", "u")]}
    assert max(ask_script(_TIMES, given).values()) > MOST_SECONDS
