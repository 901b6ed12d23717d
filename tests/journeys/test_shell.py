"""What surrounds every page: leaving at once, language, colours, and a phone without signal."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from commonbeat.core.exits import AWAY
from tests.journeys.conftest import Guard, OpenPage

KEPT_FILES = """caches.keys().then(names => Promise.all(names.map(name =>
    caches.open(name).then(cache => cache.keys()).then(all => all.map(one => one.url)))))"""

NEWER_WORKER = """() => navigator.serviceWorker.getRegistration().then(
    (found) => found.update().then(() => Boolean(found.installing || found.waiting)))"""


def answer_for_away(context: BrowserContext) -> None:
    """Stand in for the neutral page: the suite reaches no network."""
    context.route(f"{AWAY}**", lambda route: route.fulfill(body="Sunny", content_type="text/html"))


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def wait_until_forgotten(page: Page) -> None:
    """Wait for the request that clears: it goes on after the page is gone."""
    for _ in range(50):
        if not page.context.cookies():
            return
        page.wait_for_timeout(100)
    assert page.context.cookies() == []


def by_button(page: Page) -> None:
    page.get_by_role("link", name="Exit this page").last.click()


def by_keys(page: Page) -> None:
    press_shift(page, 3)


# Everything in which a page can keep something on a device.
PLANT = """async () => {
    localStorage.setItem('typed', 'a secret');
    sessionStorage.setItem('typed', 'a secret');
    await (await caches.open('kept')).put('/secret', new Response('a secret'));
    await new Promise(done => {
        const open = indexedDB.open('secrets');
        open.onsuccess = () => { open.result.close(); done(); };
    });
}"""
LEFT = """async () => [
    ...Object.keys(localStorage).filter(key => key === 'typed'),
    ...Object.keys(sessionStorage).filter(key => key === 'typed'),
    ...(await caches.keys()).filter(name => name === 'kept'),
    ...(await indexedDB.databases()).map(one => one.name).filter(name => name === 'secrets'),
]"""


def left_on_the_device(page: Page) -> list[str]:
    """Return what of ``PLANT`` the next page of the site finds."""
    page.goto("/help/")
    found: list[str] = page.evaluate(LEFT)
    return found


@pytest.mark.parametrize("leave", [by_button, by_keys])
def test_leaving_takes_words_cookies_and_storage_along(
    leave: Callable[[Page], None], open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    answer_for_away(page.context)
    page.goto("/report/")
    page.evaluate(PLANT)
    assert page.context.cookies()
    leave(page)
    page.wait_for_url(f"{AWAY}**")
    network_guard.expect(AWAY)
    wait_until_forgotten(page)
    assert left_on_the_device(page) == []


def test_sabotage_an_exit_that_only_goes_away_is_noticed(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    answer_for_away(page.context)
    page.goto("/report/")
    page.evaluate(PLANT)
    page.goto(AWAY)
    network_guard.expect(AWAY)
    assert page.context.cookies()
    assert left_on_the_device(page) == ["typed", "typed", "kept", "secrets"]


@pytest.mark.parametrize(("seconds", "leaves"), [(2, True), (6, False)])
def test_three_presses_count_within_five_seconds(
    open_page: OpenPage, network_guard: Guard, seconds: int, leaves: bool
) -> None:
    page = open_page()
    answer_for_away(page.context)
    page.clock.install()
    page.goto("/report/")
    for _ in range(3):
        press_shift(page, 1)
        page.clock.run_for(seconds * 1_000)
    if leaves:
        page.wait_for_url(f"{AWAY}**")
        network_guard.expect(AWAY)
    else:
        expect(page).to_have_url(re.compile("/report/$"))


MOST_MS_TO_LEAVE = 300
# What else a machine does only adds: the quickest of a few is what leaving takes.
LEAVES = 3
# Says when a key was let go, by the clock of the browser, before anything else hears of it.
SAY_WHEN = """window.addEventListener('keyup', () => console.log(
    'pressed', performance.timeOrigin + performance.now()), true)"""
BUSY = """window.addEventListener('keyup', () => {
    const from = performance.now();
    while (performance.now() - from < 400);
}, true)"""


def ms_to_leave(page: Page) -> float:
    """Press Shift three times and return the time from the last to the next page's beginning."""
    answer_for_away(page.context)
    pressed: list[float] = []
    page.on(
        "console",
        lambda said: pressed.append(float(said.text.split()[1])) if "pressed" in said.text else 0,
    )
    by_keys(page)
    page.wait_for_url(f"{AWAY}**")
    began: float = page.evaluate("performance.timeOrigin")
    return began - pressed[-1]


def test_three_presses_leave_within_a_blink(open_page: OpenPage, network_guard: Guard) -> None:
    took = []
    for _ in range(LEAVES):
        page = open_page()
        page.goto("/report/")
        page.evaluate(SAY_WHEN)
        took.append(ms_to_leave(page))
        network_guard.expect(AWAY)
    assert 0 <= min(took) <= MOST_MS_TO_LEAVE


def test_sabotage_a_page_that_lingers_is_noticed(open_page: OpenPage, network_guard: Guard) -> None:
    page = open_page()
    page.goto("/report/")
    page.evaluate(SAY_WHEN)
    page.evaluate(BUSY)
    assert ms_to_leave(page) > MOST_MS_TO_LEAVE
    network_guard.expect(AWAY)


def test_the_page_that_was_left_is_not_behind_back(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    answer_for_away(page.context)
    page.goto("/help/")
    page.goto("/report/")
    by_keys(page)
    page.wait_for_url(f"{AWAY}**")
    network_guard.expect(AWAY)
    page.go_back()
    expect(page).not_to_have_url(re.compile("/report/$"))


def test_typing_capitals_never_leaves_the_page(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/receipt/")
    field = page.get_by_role("main").get_by_role("textbox").first
    field.focus()
    for letter in "WHERE":
        page.keyboard.press(f"Shift+{letter}")
    expect(field).to_have_value("WHERE")


def test_a_voice_says_how_often_to_press(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/report/")
    press_shift(page, 2)
    expect(page.get_by_text("Press Shift once more to leave this page")).to_be_attached()


def test_without_javascript_exit_is_a_link_that_forgets(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/report/")
    assert page.context.cookies()
    with page.expect_response("**/exit/") as left:
        page.get_by_role("link", name="Exit this page").last.click(no_wait_after=True)
    assert left.value.headers["location"] == AWAY
    wait_until_forgotten(page)
    network_guard.expect(AWAY)
    network_guard.found.clear()  # the neutral page cannot be reached from here


@pytest.mark.parametrize("script", [True, False])
def test_a_language_is_chosen_by_its_own_name_and_kept(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/help/")
    page.get_by_role("link", name="Change language").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page).to_have_url(re.compile("/help/$"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert "cb_language" in names
    assert "cb_session" not in names


def test_chosen_colours_win_over_the_device_and_are_there_before_the_page(
    open_page: OpenPage,
) -> None:
    page = open_page(color_scheme="light")
    page.goto("/language/")
    page.get_by_label("Dark").check()
    page.goto("/help/", wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/language/")
    page.get_by_label("Like my device").check()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_a_phone_without_signal_says_so_and_keeps_no_page_of_anybody(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    page.goto("/help/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/information/")
    page.goto("/reports/")
    kept = [url for urls in page.evaluate(KEPT_FILES) for url in urls]
    assert kept
    pages = ("/offline/", "/report/unsent/")
    assert all("/static/build/" in url or url.endswith(pages) for url in kept)
    page.context.set_offline(True)
    page.goto("/information/")
    expect(page.get_by_role("heading", name="No signal")).to_be_visible()
    expect(page.get_by_role("link", name="Call 999").last).to_be_visible()
    network_guard.found.clear()  # the browser reports the connection that we took away
    page.context.set_offline(False)


def test_a_worker_stays_until_something_changed(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/report/offline/")  # one of the processes draws the page for a visitor
    page.goto("/help/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _turn in range(12):  # whichever process answers
        assert page.evaluate(NEWER_WORKER) is False


def test_a_sensitive_page_leaves_no_worker_behind(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/report/")
    page.wait_for_timeout(500)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.parametrize("path", ["/", "/help/", "/report/"])
def test_the_first_visit_costs_little(open_page: OpenPage, path: str) -> None:
    page = open_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(_size(request)))
    page.goto(path, wait_until="networkidle")
    assert sum(sizes) <= 200_000


def _size(request: Any) -> int:
    sizes = request.sizes()
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])
