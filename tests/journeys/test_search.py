"""Searching reports by keys alone: words, why, a report."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.hands import settled

NAME = "Frog Carrera"


def test_a_search_from_the_field_at_the_top_to_an_open_report_by_keys_alone(
    as_role: OpenPage, network_guard: Guard
) -> None:
    page = as_role("triage-operator")
    page.goto("/staff/queue/")
    page.keyboard.press("/")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search reports", level=1)).to_be_visible()
    settled(page)
    # Two words with capitals may be a person: the page says what it needs, and leads there.
    expect(page.locator(".cb-errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_purpose")).to_be_focused()
    page.keyboard.type("Its owner asked at the front desk")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Looking for a person, because")).to_be_visible()
    assert "frog" not in page.url.lower(), "no words in an address"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/staff/reports/PR-"))
    expect(page.get_by_role("main")).to_contain_text("Carrera")
    network_guard.expect("422")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_a_search_found_is_narrowed_down(as_role: OpenPage, javascript: bool) -> None:
    page = as_role("supervisor", java_script_enabled=javascript)
    page.goto("/staff/search/")
    page.get_by_label("Words or numbers").fill("bike")
    page.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("region", name="Reports that were found")).to_be_visible()
    page.get_by_label("Language").select_option("ar")
    page.get_by_label("State").select_option("finished")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_role("region", name="Reports that were found")).to_be_visible()
