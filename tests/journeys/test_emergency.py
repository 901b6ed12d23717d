"""An emergency: graded by keys alone, heard of on another page within seconds, handed over."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Look, OpenPage
from tests.journeys.hands import settled
from tests.journeys.queue import unread_reports
from tests.journeys.test_keyboard import choose, is_at, press, tab_to
from tests.journeys.test_main_path import report_a_bicycle

# An open page hears of an emergency within this time, whatever else the machine does.
HEARD = 8_000
RAISED = "[data-alarm][data-state=raised]"
PLAIN = "Commonbeat sends nobody by itself. Call the control room."
# Counts what a page plays, without anybody listening.
_COUNT_SOUNDS = """
  window.played = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.played += 1;
    return start.apply(this, when);
  };
"""


def new_case(open_page: OpenPage, staff: Page) -> str:
    """Send a report as somebody unknown; return where staff open it."""
    before = unread_reports(staff)
    report_a_bicycle(open_page(), f"He is outside my door. {secrets.token_hex(4)}")
    [case] = unread_reports(staff) - before
    return case


def grade_by_keys(page: Page, case: str) -> None:
    """Assess a report with the keyboard alone, and grade it Emergency."""
    page.goto(case)
    page.keyboard.press("t")
    expect(page.locator("#assess-threat")).to_be_focused()
    page.keyboard.type("A man waits outside her door")
    emergency = page.locator("input[name=grade]").first.get_attribute("value")
    choose(page, f"input[name=grade][value='{emergency}']")
    tab_to(page, "#assess-reason")
    page.keyboard.type("He is there now and she is alone")
    press(page, "#act-assess button[type=submit]")
    expect(page.get_by_role("main")).to_contain_text("Emergency")
    settled(page)


def take_back(page: Page) -> None:
    """End the alarm that is open, as none."""
    page.goto("/staff/queue/")
    page.locator("[data-alarm] button").click()
    page.get_by_role("main").locator("summary").click()
    page.locator("input[name=reason]").fill("It was only a try of ours")
    page.get_by_role("button", name="Take the alarm back").click()
    settled(page)


def test_an_emergency_graded_by_keys_is_heard_of_and_handed_over(
    open_page: OpenPage, as_role: OpenPage, look: Look
) -> None:
    operator, colleague = as_role("triage-operator"), as_role("supervisor")
    colleague.add_init_script(_COUNT_SOUNDS)
    colleague.goto("/staff/lists/")
    colleague.locator("summary", has_text="how it looks").click()
    colleague.get_by_label("A sound when one is raised").check()
    expect(colleague.locator("[data-alarm]")).to_have_count(0)
    grade_by_keys(operator, new_case(open_page, operator))

    banner = colleague.locator(RAISED)
    expect(banner).to_be_visible(timeout=HEARD)
    expect(banner).to_contain_text(PLAIN)
    colleague.wait_for_function("window.played > 0", timeout=HEARD)
    colleague.get_by_role("button", name="Sound is on: mute it").click()
    expect(colleague.get_by_role("button", name="Sound is off: turn it on")).to_be_visible()
    look(colleague, "an emergency above a list")
    look(operator, "an emergency above its report")

    tab_to(colleague, "[data-alarm] button")
    colleague.keyboard.press("Enter")
    expect(colleague.get_by_role("main")).to_contain_text("Hand the emergency over")
    expect(operator.locator("[data-alarm][data-state=acknowledged]")).to_be_visible(timeout=HEARD)
    look(colleague, "an emergency in hand")
    tab_to(colleague, "input[name=reference]")
    colleague.keyboard.type("CAD 4711")
    colleague.keyboard.press("Enter")
    expect(colleague.get_by_role("main")).to_contain_text("CAD 4711")
    expect(operator.locator("[data-alarm]")).to_have_count(0, timeout=HEARD)


def test_without_a_script_it_is_there_with_the_next_page(
    open_page: OpenPage, as_role: OpenPage
) -> None:
    operator = as_role("triage-operator")
    plain = as_role("supervisor", java_script_enabled=False)
    plain.goto("/staff/lists/")
    grade_by_keys(operator, new_case(open_page, operator))
    plain.reload()
    expect(plain.locator(RAISED)).to_contain_text(PLAIN)
    take_back(plain)
    expect(plain.locator("[data-alarm]")).to_have_count(0)


def test_sabotage_a_page_that_hears_nothing_is_noticed(
    open_page: OpenPage, as_role: OpenPage
) -> None:
    operator, colleague = as_role("triage-operator"), as_role("supervisor")
    colleague.add_init_script("delete window.EventSource")
    colleague.goto("/staff/lists/")
    grade_by_keys(operator, new_case(open_page, operator))
    with pytest.raises(AssertionError):
        expect(colleague.locator(RAISED)).to_be_visible(timeout=HEARD)
    assert not is_at(colleague, RAISED)
    take_back(operator)
