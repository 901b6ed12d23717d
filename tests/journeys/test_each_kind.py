"""Every kind of report can be told from its first page to its receipt, and keeps what was said."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from commonbeat.reports.rules import Topic
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import choose_topic

# More pages than any kind has: who needs more goes in a circle.
_MOST_PAGES = 40
_GO_ON = re.compile("^(Continue|Tell the police as well|Send my .+)$")
_THANKS = re.compile("Thank you")


@pytest.mark.parametrize("topic", list(Topic))
def test_a_kind_can_be_reported_with_every_question_answered(
    open_page: OpenPage, topic: Topic
) -> None:
    page = open_page()
    words = f"Invented words about {topic}."
    page.goto("/report/")
    steps = walk_to_the_end(page, topic, words)
    assert {"emergency", "what", "words", "check", "receipt", "sent"} <= set(steps)
    assert len(steps) == len(set(steps)), f"a page came twice: {steps}"
    expect(page.get_by_role("heading", name=_THANKS)).to_be_visible()
    open_thread(page)
    expect(page.get_by_role("main")).to_contain_text(words)


def walk_to_the_end(page: Page, topic: Topic, words: str) -> list[str]:
    """Answer page after page as somebody out of danger does, and return the pages' names."""
    seen: list[str] = []
    for _ in range(_MOST_PAGES):
        step = page.locator("[data-module~=report]").get_attribute("data-step") or ""
        seen.append(step)
        if step == "sent":
            return seen
        answer(page, step, topic, words)
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=_GO_ON).last.click()
        error = page.locator(".cb-field__error")
        assert not error.count(), f"{step}: {error.all_inner_texts()}"
        assert not page.get_by_text("Call 999 now").count(), f"{step} led to 999"
    raise AssertionError(f"no end after {seen}")


def answer(page: Page, step: str, topic: Topic, words: str) -> None:
    """Give one page an answer that leads on."""
    if step in {"emergency", "again"}:
        page.locator("#flow input[type=radio][value=no]").check()
    elif step == "what":
        choose_topic(page, topic)
    elif step == "when":
        page.locator("input[name=when][value=today]").check()
    elif step == "where":
        page.locator("[name=place]").fill("A place that is not on the map")
    elif step == "words":
        page.locator("textarea:visible").fill(words)
    elif step == "ask-safe-now":
        page.get_by_label("Yes", exact=False).first.check()
    elif step.startswith("ask-"):
        answer_question(page.locator("#flow"))


def answer_question(form: Locator) -> None:
    """Answer a question of the set: the last choice, a word, or a day."""
    choices = form.locator("input[type=radio]:visible, input[type=checkbox]:visible")
    if choices.count():
        choices.last.check()
        return
    form.locator("textarea:visible, input[type=text]:visible").first.fill("Said in a few words")


def open_thread(page: Page) -> None:
    """Open the report that was just sent."""
    page.locator("main a[href$='/receipt/thread/']").first.click()
    expect(page).to_have_url(re.compile("/receipt/thread/"))
