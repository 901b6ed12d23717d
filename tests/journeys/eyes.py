"""What a careful person would find wrong with a page: axe for the rules, a ruler for the rest."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHT = 900
# 320 is also a desk's page at 400% zoom.
SOME_LOOKS = [(320, "light"), (1440, "dark")]
ALL_LOOKS = [(width, theme) for width in (320, 768, 1440) for theme in ("light", "dark")]
LOOKS = ALL_LOOKS if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else SOME_LOOKS

_ROOM = "document.documentElement.scrollHeight"
_TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
# The queue rolls to the row of the open report, and leaves another half under its head.
_TO_THE_TOP = """() => {
  scrollTo(0, 0);
  document.querySelectorAll('.cb-pane, .cb-case').forEach(part => part.scrollTo(0, 0));
}"""
# The last thing to press must not lie under a bar that sticks to the foot of the window.
_BURIED = """() => {
  window.scrollTo(0, document.documentElement.scrollHeight);
  const seen = [...document.querySelectorAll('main a, main button, footer a')].filter(
    e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length);
  const last = seen.at(-1);
  if (!last) return '';
  const box = last.getClientRects()[0];
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // Above, it can be scrolled out from under a bar at the top; below, it scrolls in a pane.
  if (y < window.innerHeight / 2 || y > window.innerHeight) return '';
  const top = document.elementFromPoint(x, y);
  return last.contains(top) || top?.contains(last) ? '' : last.innerText;
}"""


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page that is open, at the size that it has."""
    lines = []
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.set_viewport_size({"width": width, "height": HEIGHT})
    if wide := max(0, page.evaluate(_TOO_WIDE)):
        lines.append(f"{name}: {wide} px too wide")
    if buried := page.evaluate(_BURIED):
        lines.append(f"{name}: {buried!r} is buried under a bar at the end of the page")
    # All of it at once: whatever a sticky bar covers can be scrolled free, and axe cannot scroll.
    page.set_viewport_size({"width": width, "height": max(HEIGHT, page.evaluate(_ROOM))})
    page.evaluate(_TO_THE_TOP)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return lines + [
        f"{name}: {fault['id']} ({fault['impact']}): {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"][:3]
    ]


def faults_in_every_look(page: Page, name: str, looks: list[tuple[int, str]]) -> list[str]:
    """Return what is wrong with the page that is open, at each width and in each theme."""
    found, before = [], page.viewport_size
    for width, theme in looks:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        # Without motion: halfway from one theme to the other every colour is wrong.
        page.emulate_media(
            color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce"
        )
        found += [f"{width} {theme} {line}" for line in faults(page, name)]
    if before:
        page.set_viewport_size(before)
    return found
