"""From a report to graded items and a copy that leaves only after two more people said yes."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Guard, Look, OpenPage
from tests.journeys.hands import press, settled

WHY = "The desk looks at what happens by the canal"
TOLD = "A van sells by the lock gate on most evenings"
SAFE = "Dealing is reported near the water at weekends."


def open_a_report(officer: Page) -> None:
    """Open the first report of the queue, with the reason that this role must give."""
    officer.goto("/staff/queue/")
    officer.locator("[data-queue-rows] a[href*='/staff/reports/']").first.click()
    officer.get_by_role("main").get_by_label("Why").fill(WHY)
    press(officer, "Open the report")


def grade(officer: Page, number: int) -> None:
    """Grade an item 2 A P, with the keyboard alone once its page is open."""
    officer.get_by_role("link", name=re.compile(f"Grade it.* {number}$")).click()
    officer.locator("input[name=source][value='2']").focus()
    officer.keyboard.press("Space")
    officer.locator("input[name=information][value=A]").focus()
    officer.keyboard.press("Space")
    officer.locator("input[name=handling][value=P]").focus()
    officer.keyboard.press("Space")
    officer.get_by_label("Why this grade?").focus()
    officer.keyboard.type(WHY)
    officer.keyboard.press("Enter")
    settled(officer)


def move(officer: Page, button: str) -> None:
    """Move a report on, with a reason."""
    officer.get_by_label("Why?", exact=True).fill(WHY)
    officer.get_by_role("button", name=button, exact=True).click()
    settled(officer)


def make_graded(officer: Page, look: Look) -> None:
    """Make an intelligence report of two graded items from a report."""
    open_a_report(officer)
    officer.get_by_role("link", name="Make an intelligence report of this").click()
    look(officer, "why the original is needed")
    officer.get_by_label("Why do you need to read this?").fill(WHY)
    press(officer, "Open it")
    expect(officer.get_by_role("heading", name="The original")).to_be_visible()
    expect(officer.locator("textarea[name=words]")).to_have_value("")
    officer.locator("textarea[name=words]").fill(TOLD)
    officer.locator("input[name=statement][value=fact]").check()
    officer.locator("textarea[name=source]").fill("The keeper of the lock")
    look(officer, "a new intelligence report beside its original")
    press(officer, "Make the report")
    officer.get_by_role("link", name="Add an item").click()
    officer.locator("textarea[name=words]").fill("The driver is thought to live on a boat")
    officer.locator("input[name=statement][value=opinion]").check()
    press(officer, "Keep it")
    move(officer, "Hand it in for grading")
    grade(officer, 1)
    grade(officer, 2)
    move(officer, "The grading is finished")
    look(officer, "a graded report")


def write_held_copy(officer: Page, look: Look, guard: Guard) -> str:
    """Try to take the original along, write it anew, and return the supervisor's address."""
    officer.get_by_role("link", name="Write a sanitised copy").click()
    officer.locator("textarea[name=words_1]").fill(TOLD)
    officer.locator("input[name=crowd][value='1-3']").check()
    officer.get_by_label("Why is this copy made?").fill(WHY)
    press(officer, "Send it to its check")
    expect(officer.get_by_text("stand in the original").first).to_be_visible()
    guard.expect("422")
    officer.locator("textarea[name=words_1]").fill(SAFE)
    look(officer, "a field beside each original")
    press(officer, "Send it to its check")
    expect(officer.get_by_role("heading", name="A supervisor must agree first")).to_be_visible()
    look(officer, "a copy that is held")
    return officer.get_by_text("/staff/held-copies/").inner_text().strip()


def decide(page: Page) -> None:
    """Say yes to the copy that is open, with a reason."""
    page.locator("input[name=agrees][value=yes]").check()
    page.get_by_label("Say why you decide so").fill(WHY)
    page.get_by_role("button", name="Send my decision").click()
    settled(page)


def test_a_copy_leaves_once_a_supervisor_agreed_and_a_second_officer_checked(
    as_role: OpenPage, look: Look, network_guard: Guard
) -> None:
    officer = as_role("intelligence-officer")
    make_graded(officer, look)
    address = write_held_copy(officer, look, network_guard)
    held = officer.url

    second = as_role("intelligence-officer", "--second")
    second.goto(held)
    expect(second.get_by_role("button", name="Send my decision")).to_have_count(0)

    supervisor = as_role("supervisor")
    supervisor.goto(address)
    expect(supervisor.get_by_text(SAFE)).to_be_visible()
    expect(supervisor.get_by_text("lock gate")).to_have_count(0)
    look(supervisor, "what a supervisor sees of a held copy")
    decide(supervisor)
    expect(supervisor.get_by_role("heading", name="Your decision is kept")).to_be_visible()

    officer.goto(held)
    expect(officer.get_by_role("heading", name="Waits for a second person")).to_be_visible()
    second.goto(held)
    look(second, "a copy that a second person checks")
    decide(second)
    expect(second.get_by_role("heading", name="Who was given it")).to_be_visible()
    look(second, "a checked copy")
