"""An officer begins with a suggested answer, is advised, and sends their own words."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import settled


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_suggested_answer_is_filled_in_advised_about_and_sent(
    as_role: OpenPage, javascript: bool
) -> None:
    page = as_role("supervisor", java_script_enabled=javascript)
    page.goto("/staff/queue/?tab=new")
    page.locator("[data-queue-rows] a[href*='/staff/reports/']").first.click()
    page.wait_for_url(re.compile(r"/staff/reports/PR-"))
    reply = page.locator("form#reply")
    reply.locator("summary", has_text="Suggested answers").click()
    offered = reply.locator("li", has_text="We have it and look into it")
    offered.locator("a[data-suggest]").first.click()
    if javascript:
        settled(page)
    words = page.locator("form#reply textarea[name=words]")
    expect(words).to_have_value(re.compile(r"Thank you for telling us"))
    mine = "You will hear from us here by tomorrow. Why did you leave it there?"
    words.fill(mine)
    reply.locator("input[name=reason]").fill("They asked, and we can say")
    reply.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.get_by_text("May sound like blame")).to_be_visible()
    expect(words).to_have_value(mine)
    page.get_by_role("button", name="Send it as it is").click()
    expect(page.locator("[data-part=talk]")).to_contain_text(mine)
    expect(page.locator("[data-part=log]")).to_contain_text("Began with our answer")
