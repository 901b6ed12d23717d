"""I saw this too: from a public warning to being counted, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.eyes import LOOKS, faults_in_every_look
from tests.journeys.hands import press


def open_warning(page: Page) -> str:
    """Open the warning that stands first, and return its title."""
    page.goto("/near-me/")
    page.locator(".cb-items a[href^='/alerts/']").first.click()
    expect(page.get_by_role("heading", name="Did you see this too?")).to_be_visible()
    return page.get_by_role("heading", level=1).inner_text().replace("\n", " ")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_whoever_saw_it_too_is_counted_without_a_word(
    open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(java_script_enabled=javascript)
    title = open_warning(page)
    press(page, "Yes, but only count me")
    said = page.get_by_role("main").get_by_text(f"You are adding to: {title}")
    expect(said).to_be_visible()
    if javascript:
        assert faults_in_every_look(page, "begun at a warning", LOOKS) == []
    page.get_by_label("No, it is over or not urgent").check()
    press(page, "Continue")
    expect(page.locator("[data-step=what]")).to_be_visible()
    expect(said).to_be_visible()
    press(page, "Continue")
    page.locator("input[name=when][value=yesterday]").check()
    press(page, "Continue")
    page.get_by_label("I do not know where").check()
    press(page, "Continue")
    expect(page.locator("input[type=radio][name=destination][value=nobody]")).to_be_checked()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1, name="Check your answers before")).to_be_visible()
    press(page, "Continue")
    press(page, "Send my report")
    expect(page.get_by_role("heading", name=re.compile("We counted it"))).to_be_visible()
