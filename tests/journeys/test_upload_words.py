"""What a file says that could not be sent: our own reason, never the page of somebody else."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.hands import choose_topic, press

FAILED = "That did not work. Try again, or go on without it."
PAGE = "<!doctype html><title>Welcome</title><h1>Log in to our free network</h1>"


def open_evidence(open_page: OpenPage) -> Page:
    """Answer until the page that takes files."""
    page = open_page()
    page.goto("/report/")
    page.get_by_label("No, it is over or not urgent").check()
    press(page, "Continue")
    choose_topic(page, "dumped")
    press(page, "Continue")
    page.locator("input[name=when][value=yesterday]").check()
    press(page, "Continue")
    page.get_by_label("I do not know where it was").check()
    press(page, "Continue")
    page.locator("textarea:visible").fill("Tyres on the path.")
    press(page, "Continue")
    while not page.locator("[data-module~=upload]").count():
        skip = page.get_by_role("button", name="Skip the other questions")
        press(page, "Skip the other questions" if skip.count() else "Continue")
    return page


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        ("text/html; charset=utf-8", PAGE, FAILED),
        ("text/plain; charset=utf-8", "That is as many files as we take.", None),
        ("text/plain; charset=utf-8", "", FAILED),
    ],
    ids=["a page of somebody else", "our own reason", "nothing"],
)
def test_only_our_own_words_say_why_a_file_was_not_taken(
    open_page: OpenPage, network_guard: Guard, kind: str, body: str, shown: str | None
) -> None:
    page = open_evidence(open_page)
    page.route(
        "**/evidence/**", lambda route: route.fulfill(status=404, content_type=kind, body=body)
    )
    page.locator("input[type=file][name=upload]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"a picture"}
    )
    expect(page.locator(".cb-upload__state--bad")).to_have_text(shown or body)
    network_guard.found.clear()
