"""An agreement, a share, the answer of a partner, the recall: and the reporter reads of it."""

import secrets

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Guard, Look, OpenPage
from tests.journeys.hands import press
from tests.journeys.queue import unread_reports
from tests.journeys.test_main_path import open_with_receipt, report_a_bicycle

UNIVERSITY = "Ribbleside University security"


def make_agreement(page: Page, purpose: str) -> str:
    """Write an agreement with the university down; return its address."""
    page.goto("/staff/agreements/new/")
    page.get_by_role("link", name=UNIVERSITY).click()
    assert page.locator("input[name=fields_shared]:checked").count() == 4
    page.locator("textarea[name=purpose]").fill(purpose)
    page.locator("select[name=basis]").select_option("law-enforcement")
    press(page, "Write it down")
    expect(page.get_by_text("A second person must agree.")).to_be_visible()
    expect(page.get_by_role("button", name="Put it in force")).to_have_count(0)
    return page.url


def share(page: Page, case: str, purpose: str, words: str) -> None:
    """Share a report under the newest agreement, after the warning about its words."""
    page.goto(case)
    page.get_by_role("link", name="Share with a partner").click()
    page.get_by_role("main").get_by_role("link", name=UNIVERSITY).last.click()
    expect(page.locator("textarea[name=description]")).to_have_value("")
    page.locator("textarea[name=description]").fill(f"They said: {words}")
    page.locator("textarea[name=purpose]").fill(purpose)
    page.get_by_label("More than 20 people").check()
    page.locator("textarea[name=words]").fill("The university looks at its cameras.")
    page.locator("input[name=reason]").fill("It is their building")
    press(page, "Share it")
    expect(page.get_by_text("Your words may tell who reported.")).to_be_visible()
    page.locator("textarea[name=description]").fill("A bicycle is gone. Look at your cameras.")
    press(page, "Share it")
    expect(page.get_by_text("Nobody there has read it").first).to_be_visible()


def test_a_report_is_shared_answered_and_recalled(
    open_page: OpenPage, as_role: OpenPage, look: Look, network_guard: Guard
) -> None:
    purpose = f"To look after bicycles. {secrets.token_hex(4)}"
    agreement = make_agreement(as_role("supervisor"), purpose)
    second = as_role("administrator")
    second.goto(agreement)
    look(second, "an agreement that waits")
    press_aside(second, "Put it in force")
    expect(second.get_by_text("It is in force.")).to_be_visible()

    officer = as_role("triage-operator")
    before = unread_reports(officer)
    words = f"They rode it off behind the old library at dusk. {secrets.token_hex(4)}"
    phone = open_page()
    receipt = report_a_bicycle(phone, words)
    [case] = unread_reports(officer) - before
    share(officer, case, "So that you can look at your cameras", words)
    look(officer, "a case that is shared")

    member = as_role("partner-member", viewport=PHONE)
    member.goto("/partner/")
    look(member, "the workspace of a partner")
    member.locator("main h3 a[href*='/partner/shares/']").first.click()
    expect(member.get_by_text("A bicycle is gone. Look at your cameras.")).to_be_visible()
    expect(member.get_by_text("behind the old library")).to_have_count(0)
    member.get_by_label("Done", exact=True).check()
    member.get_by_label("Tell the police in a sentence or two").fill("We kept the pictures.")
    press(member, "Send the answer")
    expect(member.locator(".cb-msg").get_by_text("We kept the pictures.")).to_be_visible()
    look(member, "one share, answered")

    officer.goto(case)
    panel = officer.locator("[data-part=shares]")
    expect(panel.get_by_text("We kept the pictures.")).to_be_visible()
    expect(panel.get_by_text("First read by Jo Whittle")).to_be_visible()
    panel.get_by_role("link", name="See it or recall it").click()
    officer.get_by_label("Why does it end?").fill("We have the pictures now")
    look(officer, "one share, of the police")
    press_aside(officer, "Recall it now")
    expect(officer.get_by_text("It is recalled.")).to_be_visible()

    answer = member.reload()
    assert answer is not None and answer.status == 404
    network_guard.expect("404")

    open_with_receipt(phone, receipt)
    told = phone.get_by_role("main")
    shared = f"We shared a part of what you told us with: {UNIVERSITY}"
    expect(told.get_by_text(shared)).to_be_visible()
    expect(told.get_by_text(f"{UNIVERSITY} can no longer read")).to_be_visible()
    look(phone, "the thread of what was shared")


def press_aside(page: Page, name: str) -> None:
    """Press a button beside the page, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
