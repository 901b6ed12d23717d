"""What may tell who is writing is found on the device, and nothing of it leaves the page."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import choose_topic, press


def to_the_words(page: Page) -> None:
    page.goto("/report/")
    page.get_by_label("No, it is over or not urgent").check()
    press(page, "Continue")
    choose_topic(page, "bike-taken")
    press(page, "Continue")
    page.locator("input[name=when][value=today]").check()
    press(page, "Continue")
    page.get_by_label("I do not know where it was").check()
    press(page, "Continue")
    expect(page.get_by_label("What happened?")).to_be_visible()


def listen(page: Page) -> list[str]:
    """Return a list to which every address is added that the page asks from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_words_that_tell_who_writes_are_shown_and_nothing_is_sent(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install()
    to_the_words(page)
    asked = listen(page)
    box = page.get_by_label("What happened?")
    box.fill("My brother took it. Ring me on 07700 900123.")
    note = page.locator("[data-tells-note]")
    expect(note).to_be_visible()
    expect(note.get_by_role("listitem")).to_have_text(["My brother", "Ring me on", "07700 900123"])
    # Not later either.
    page.clock.run_for(10 * 60_000)
    assert asked == [], "something left the page"
    box.fill("A man cut the lock and took it.")
    expect(note).to_be_hidden()
    expect(page.get_by_text("leave out your own name")).to_be_visible()
    # It never stops anybody.
    box.fill("My brother took it.")
    press(page, "Continue")
    expect(page.locator("[data-step=destination]").first).to_be_visible()


def test_sabotage_words_that_are_sent_a_little_later_are_noticed(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install()
    to_the_words(page)
    asked = listen(page)
    page.evaluate(
        """document.querySelector('textarea').addEventListener('input', (event) =>
            setTimeout(() => fetch(`/help/?${event.target.value.length}`), 60_000))"""
    )
    page.get_by_label("What happened?").fill("My brother took it.")
    with page.expect_request("**/help/**"):
        page.clock.run_for(10 * 60_000)
    assert asked


def test_who_tells_only_how_people_look_is_asked_what_they_did(open_page: OpenPage) -> None:
    page = open_page()
    to_the_words(page)
    box = page.get_by_label("What happened?")
    box.fill("A tall man with dark skin and a grey hoodie.")
    expect(page.get_by_text("What did they do?")).to_be_visible()
    box.fill("A tall man with a grey hoodie tried the doors of parked cars.")
    expect(page.get_by_text("What did they do?")).to_be_hidden()


def test_without_javascript_the_advice_stands_there(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    to_the_words(page)
    expect(page.get_by_text("leave out your own name")).to_be_visible()
    expect(page.locator("[data-tells-note]")).to_be_hidden()
