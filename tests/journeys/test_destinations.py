"""A student chooses the university, reads its answer, and sends it to the police as well."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Look, OpenPage
from tests.journeys.hands import press
from tests.journeys.queue import unread_reports
from tests.journeys.test_tells import to_the_words


def to_the_choice(page: Page, words: str) -> None:
    """Go through the report up to the page that asks who shall get it."""
    to_the_words(page)
    page.locator("textarea:visible").fill(words)
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Who shall get your report?")).to_be_visible()


def _not_seen(_page: Page, _name: str) -> None:
    """Look at nothing."""


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_student_chooses_the_university_and_later_the_police(
    open_page: OpenPage, as_role: OpenPage, look: Look, javascript: bool
) -> None:
    # The eyes are a script themselves: they see the pages that run scripts.
    see = look if javascript else _not_seen
    words = f"He waits for me after every class. {secrets.token_hex(4)}"
    queue = as_role("triage-operator")
    before = unread_reports(queue)

    phone = open_page(java_script_enabled=javascript)
    to_the_choice(phone, words)
    expect(phone.locator("input[name=destination]:checked")).to_have_value("police")
    see(phone, "who shall get it")
    phone.locator("input[name=destination][value^=partner-]").check()
    press(phone, "Continue")
    expect(phone.locator("input[name=identity][value=named]")).to_have_count(0)
    press(phone, "Continue")
    press(phone, "Skip the other questions")
    expect(phone.locator("[data-step=check]").first).to_be_visible()
    expect(phone.get_by_text("Ribbleside University security, not the police")).to_be_visible()
    see(phone, "check, to the university")
    press(phone, "Continue")
    press(phone, "Send my report")
    expect(phone.get_by_role("heading", name=re.compile("^Thank you"))).to_be_visible()
    see(phone, "sent to the university")
    assert unread_reports(queue) == before, "the police found what was not for them"

    member = as_role("partner-member", java_script_enabled=javascript)
    member.goto("/partner/received/")
    see(member, "sent to the organisation")
    member.locator("main h2 a[href*='/partner/received/']").first.click()
    expect(member.get_by_text(words)).to_be_visible()
    see(member, "one report sent to the organisation")
    member.locator("textarea[name=body]").fill("We change your group today.")
    press(member, "Send the answer")
    expect(member.get_by_text("We change your group today.")).to_be_visible()

    phone.goto("/receipt/thread/")
    expect(phone.get_by_text("We change your group today.")).to_be_visible()
    see(phone, "thread with the university")
    phone.get_by_role("link", name="Send it to the police as well").click()
    see(phone, "sending it to the police as well")
    press(phone, "Send it to the police")
    expect(phone.get_by_text("You sent it to the police as well.")).to_be_visible()

    [case] = unread_reports(queue) - before
    queue.goto(case)
    expect(queue.get_by_text(words)).to_be_visible()
    expect(queue.get_by_text("Also sent to")).to_be_visible()
    expect(queue.get_by_text("We change your group today.")).to_have_count(0)
