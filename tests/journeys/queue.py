"""The queue of the police, as a journey reads it."""

from playwright.sync_api import Page


def unread_reports(staff: Page) -> set[str]:
    """Return the addresses of all reports that nobody has read, however many pages they fill."""
    staff.goto("/staff/queue/?tab=new")
    found: set[str] = set()
    while True:
        links = staff.locator("[data-queue-rows] a[href*='/staff/reports/']")
        found |= {link.split("?")[0] for link in links.evaluate_all("a => a.map(x => x.href)")}
        more = staff.locator("nav a[rel=next]")
        if not more.count():
            return found
        staff.goto(more.get_attribute("href") or "")
