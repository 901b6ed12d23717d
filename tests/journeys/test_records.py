"""The records system is set up, an incident is handed over, and a supervisor takes a file."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from commonbeat.casework.rules import COLUMNS
from tests.journeys.conftest import Look, OpenPage
from tests.journeys.hands import settled


def test_an_administrator_sets_the_records_system_up(as_role: OpenPage, look: Look) -> None:
    page = as_role("administrator")
    page.goto("/staff/records/")
    expect(page.get_by_label("What you call the system")).to_have_value("Records (demonstration)")
    look(page, "records system")
    page.get_by_label("Its address for hand-offs").fill("https://10.0.0.1/in")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_label("Its address for hand-offs")).to_have_value("https://10.0.0.1/in")
    look(page, "records system refused")
    page.goto("/staff/records/")
    page.get_by_role("button", name="Make a new secret").click()
    expect(page.get_by_role("status")).to_contain_text("whsec_")
    look(page, "records system with a secret")


def test_what_waits_is_taken_along_in_a_file(as_role: OpenPage, look: Look) -> None:
    page = as_role("supervisor")
    page.goto("/staff/incidents/?tab=all")
    page.get_by_role("link", name=re.compile("Break-in behind")).first.click()
    expect(page.locator("#records")).to_contain_text("No records system is on.")
    look(page, "incident that was handed over")
    page.goto("/staff/incidents/")
    page.get_by_role("link", name="Files for records").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Files for records")
    look(page, "files for records")
    today = date.fromisoformat(
        (page.locator("time[datetime]").first.get_attribute("datetime") or "")[:10]
    )
    # What was handed over some hours ago may be of yesterday.
    page.get_by_label("From", exact=True).fill(str(today - timedelta(days=1)))
    page.get_by_label("Until, that day too", exact=True).fill(str(today))
    page.get_by_label("What is the file for?").fill("For the weekly load")
    page.get_by_role("button", name="Ask for the file").click()
    expect(page.get_by_role("main")).to_contain_text("Ready to take")
    settled(page)
    look(page, "files for records with one")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the file").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == ",".join(f'"{name}"' for name in COLUMNS)
    assert "Break-in behind Avenham Park" in text
