"""Somebody asks to see a locked name, and whoever may answer hears of it where they are."""

from playwright.sync_api import expect

from tests.journeys.conftest import Look, OpenPage
from tests.journeys.hands import press
from tests.journeys.queue import unread_reports
from tests.journeys.test_posted_pages import answer_shortly

WHY = "She may be in danger at home tonight"


def test_a_supervisor_who_reads_a_case_hears_at_once_that_a_name_is_asked_for(
    open_page: OpenPage, as_role: OpenPage, look: Look
) -> None:
    operator, supervisor = as_role("triage-operator"), as_role("supervisor")
    before = unread_reports(operator)
    page = open_page()
    page.goto("/report/")
    answer_shortly(page, rung="confidential")
    page.get_by_label("Your name", exact=True).fill("Olly Invented")
    page.locator("input[name=reach_how]").last.check()
    for words in ("Continue", "Continue", "Send my report"):
        press(page, words)
    [case] = unread_reports(operator) - before

    supervisor.goto(case)
    waiting = supervisor.locator("[data-queue-wishes] a")
    expect(supervisor.locator("#act-end")).to_be_attached()
    expect(waiting).to_have_count(0)
    operator.goto(f"{case}identity/")
    operator.locator("input[name=why]").first.check()
    operator.locator("textarea[name=reason]").fill(WHY)
    press(operator, "Ask to see the name")
    expect(waiting).to_be_visible()
    look(supervisor, "a case, while a name is asked for")
    waiting.click()
    expect(supervisor.get_by_role("main")).to_contain_text(WHY)
    expect(supervisor.locator("input[name=agrees]")).to_have_count(2)
    press(operator, "Take it back")
    expect(waiting).to_have_count(0)
