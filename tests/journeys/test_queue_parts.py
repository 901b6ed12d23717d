"""The queue cut to one's own measure: a tab of one's own, and one thing done about several."""

import re
import secrets

from playwright.sync_api import expect

from tests.journeys.conftest import Look, OpenPage
from tests.journeys.hands import press


def test_a_tab_of_ones_own_is_made_and_stays_with_the_reader(as_role: OpenPage, look: Look) -> None:
    page = as_role("triage-operator")
    page.goto("/staff/queue/tabs/")
    look(page, "tabs of the queue")
    page.get_by_role("button", name="Add the tab").click()
    expect(page.get_by_text("Give the tab a name.").first).to_be_visible()
    look(page, "tabs of the queue, with its error")
    name = f"Night {secrets.token_hex(3)}"
    page.get_by_label("Name of the tab").fill(name)
    page.get_by_label("Drugs", exact=True).check(force=True)
    page.get_by_role("button", name="Add the tab").click()
    tab = page.get_by_role("navigation", name="Parts of the queue").get_by_role("link", name=name)
    expect(tab).to_have_attribute("aria-current", "page")
    look(page, "a tab of one's own")
    page.goto("/staff/queue/tabs/")
    row = page.get_by_role("row", name=re.compile(name))
    row.get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.get_by_text(f"The tab “{name}” is gone.")).to_be_visible()


def test_several_reports_are_taken_on_once_it_was_shown_what_that_does(
    as_role: OpenPage, look: Look
) -> None:
    page = as_role("triage-operator")
    page.goto("/staff/queue/?tab=new")
    page.keyboard.press("x")
    page.wait_for_url(re.compile("/several/"))
    look(page, "several reports at once")
    press(page, "Show what will be done")
    expect(page.get_by_text("Choose at least one report.")).to_be_visible()
    boxes = page.locator("input[name=report]")
    for box in (boxes.nth(0), boxes.nth(1)):
        box.check(force=True)
    press(page, "Show what will be done")
    expect(page.get_by_text("Nothing was done yet.")).to_be_visible()
    look(page, "what will be done about each")
    page.get_by_label("Why?").fill("Both are on my way")
    press(page, "Do it for 2 reports")
    expect(page.get_by_text("Done for 2 reports.")).to_be_visible()
