"""What a person does with a page: presses, chooses, and waits for the page that follows."""

from playwright.sync_api import Page, expect

# A page may wait for a proof of work and a machine that does much else.
PATIENCE = 30_000


def settled(page: Page) -> None:
    """Wait until nothing that was sent is on its way, and the page has all that it shows.

    A second press is not taken while the first is on its way, here as under a real hand.
    """
    expect(page.locator("form[aria-busy=true]")).to_have_count(0, timeout=PATIENCE)
    page.wait_for_load_state()


def press(page: Page, name: str) -> None:
    """Press the button that a person sees with this name, and wait for what comes of it."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).last.click()
    settled(page)


def choose_topic(page: Page, topic: str) -> None:
    """Open the group of a topic, and choose it."""
    choice = page.locator(f"input[name=topic][value={topic}]")
    group = page.locator("details", has=choice)
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    choice.check()
