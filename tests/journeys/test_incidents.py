"""Three people tell of one theft: by keys alone it becomes one incident, and ends for them all."""

import re
import secrets
import string

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Look, OpenPage
from tests.journeys.hands import settled
from tests.journeys.test_keyboard import is_at, press, tab_to
from tests.journeys.test_main_path import open_with_receipt, report_a_bicycle
from tests.running_site import RunningSite

TOLD = "We found who did it. Your bicycle is at the station."
NEWEST = (
    "from commonbeat.reports.models import Report; "
    "print(*[r.reference for r in Report.objects.order_by('-pk')[:3]])"
)


def join_first_suggestion(page: Page, reference: str, fits: list[str], *, title: str = "") -> None:
    """Say by keys that the first suggestion beside a report is the same event."""
    page.goto(f"/staff/reports/{reference}/")
    first = page.locator("#incident .cb-act-form__row").first
    assert any(name in first.inner_text() for name in fits), first.inner_text()
    page.keyboard.press("m")
    if title:
        page.keyboard.type(title)
        page.keyboard.press("Tab")
    page.keyboard.type("Same racks and the same hour")
    page.keyboard.press("Enter")
    expect(page.locator(".cb-ops__said")).to_contain_text(f"{reference} tells of IN-")
    settled(page)


def test_three_reports_become_one_incident_and_each_reporter_reads_how_it_ended(
    open_page: OpenPage, as_role: OpenPage, site: RunningSite, look: Look
) -> None:
    token = "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
    receipts = [
        report_a_bicycle(open_page(), f"{token} {said} the racks, a grey van stood there.")
        for said in ("My bicycle is gone from", "Two men cut the locks at", "Somebody broke")
    ]
    third, second, first = site.run("shell", "--verbosity=0", "-c", NEWEST).split()
    page = as_role("triage-operator")
    join_first_suggestion(page, first, [second, third], title=f"Bicycles and a van {token}")
    left = third if second in _in_incident(page) else second
    incident = re.search(r"IN-\d\d-\d+", page.locator("#incident").inner_text())
    assert incident
    join_first_suggestion(page, left, [incident.group()])
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/staff/incidents/")
    look(page, "incidents")
    tab_to(page, f"td a[href*='{incident.group()}']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(token)
    expect(page.get_by_role("main")).to_contain_text("2 to 4")
    look(page, "incident")
    _close(page)
    look(page, "who will be told")
    for reference in (first, second, third):
        expect(page.get_by_role("main")).to_contain_text(reference)
    press(page, "button[name=sure]")
    expect(page.locator(".cb-ops__said")).to_contain_text("3 reports were answered")
    for receipt in receipts:
        reporter = open_page()
        open_with_receipt(reporter, receipt)
        thread = reporter.get_by_role("main")
        expect(thread).to_contain_text(TOLD)
        expect(thread).not_to_contain_text(incident.group())


def _in_incident(page: Page) -> str:
    """Return what the page of the incident that was just made shows of its reports."""
    page.locator("#incident a").first.click()
    expect(page.locator("#reports")).to_be_visible()
    said = page.locator("#reports").inner_text()
    page.go_back()
    expect(page.locator("#incident")).to_be_visible()
    return said


def _close(page: Page) -> None:
    """Write by keys how it ended, and come to the page that says who will be told."""
    page.keyboard.press("c")
    assert is_at(page, "#outcome-outcome")
    page.keyboard.type("We dealt")
    page.keyboard.press("Tab")
    page.keyboard.type(TOLD)
    page.keyboard.press("Tab")
    page.keyboard.type("He had the bicycles in the van")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Who will be told", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Nothing was sent yet")
