"""A whole report on the narrowest phone, which is also a desk at 400% zoom."""

import secrets

from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.test_main_path import open_with_receipt, report_a_bicycle

NARROW = {"width": 320, "height": 640}
# Remembers the worst of every page and of everything that a script puts into it.
_WATCH = """() => {
  window.addEventListener('DOMContentLoaded', () => {
    const look = () => {
      const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      const before = Number(sessionStorage.getItem('wide') ?? 0);
      sessionStorage.setItem('wide', String(Math.max(before, wide)));
      sessionStorage.setItem('looks', String(Number(sessionStorage.getItem('looks') ?? 0) + 1));
      requestAnimationFrame(look);
    };
    look();
  });
}"""


def walk(page: Page) -> float:
    """Report, open the thread, and return by how many dots anything was too wide on the way."""
    page.add_init_script(f"({_WATCH})()")
    words = f"My bicycle with the frog bell was taken. {secrets.token_hex(4)}"
    receipt = report_a_bicycle(page, words)
    open_with_receipt(page, receipt)
    expect(page.get_by_role("main")).to_contain_text(words)
    looks, wide = page.evaluate("['looks', 'wide'].map(name => sessionStorage.getItem(name))")
    assert int(looks) > 20, "nobody looked"
    return float(wide)


def test_a_report_goes_in_on_the_narrowest_phone(open_page: OpenPage) -> None:
    assert walk(open_page(viewport=NARROW)) == 0


def test_sabotage_one_page_that_is_too_wide_is_noticed(open_page: OpenPage) -> None:
    page = open_page(viewport=NARROW)
    page.add_init_script(
        """window.addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
            for (const box of document.querySelectorAll('textarea')) box.style.minWidth = '600px';
        }).observe(document, {childList: true, subtree: true}))"""
    )
    assert walk(page) > 0
