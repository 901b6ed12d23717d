"""Setting out to report without a signal, from a tile or a warning: what the phone keeps of it."""

from playwright.sync_api import Page, expect

from commonbeat.reports.tests.pictures import jpeg_with_thumbnail
from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.test_phone import states, with_worker
from tests.journeys.test_saw_too import open_warning

STORES = "indexedDB.databases().then(all => all.map(one => one.name))"
# Every text that a page or a worker may have left on this phone.
LEFT = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}),
    document.cookie, location.href, JSON.stringify(history.state)];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) found.push(url);
  }
  return found.join(' ');
}"""
TILE = "form[action='/report/begin/'] button[name=topic]"


def open_home_without_a_signal(open_page: OpenPage) -> Page:
    page = open_page()
    with_worker(page)
    page.goto("/")
    page.context.set_offline(True)
    return page


def press_a_tile(page: Page) -> str:
    """Press the first tile with a topic, and return the topic."""
    tile = page.locator(TILE).first
    topic = tile.get_attribute("value") or ""
    tile.click()
    expect(page.get_by_role("heading", name="Is anyone in danger right now?")).to_be_visible()
    return topic


def test_a_tile_without_a_signal_leaves_no_topic_on_the_phone(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_home_without_a_signal(open_page)
    topic = press_a_tile(page)
    assert "cb-kept" not in page.evaluate(STORES)
    assert topic and topic not in page.evaluate(LEFT)
    page.get_by_label("No, it is over or not urgent").check()
    page.locator("[data-phone-next]").click()
    expect(page.locator(f"input[name=topic][value={topic}]")).to_be_checked()
    expect(page.locator(f"input[name=topic][value={topic}]")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Back").click()
    expect(page.locator("[data-phone-home]")).to_be_visible()
    assert "cb-kept" not in page.evaluate(STORES)
    network_guard.found.clear()


def test_sabotage_a_tile_that_writes_the_topic_down_is_noticed(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_home_without_a_signal(open_page)
    topic = press_a_tile(page)
    page.evaluate("(topic) => history.replaceState(null, '', `#topic=${topic}`)", topic)
    assert topic in page.evaluate(LEFT)
    page.evaluate("new Promise((done) => indexedDB.open('cb-kept').onsuccess = done).then(() => 0)")
    assert "cb-kept" in page.evaluate(STORES)
    network_guard.found.clear()


def test_only_count_me_without_a_signal_says_so_and_goes_on_later(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    with_worker(page)
    title = open_warning(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Yes, but only count me").click()
    expect(page.get_by_role("heading", name="No connection. Nothing was sent")).to_be_visible()
    assert "cb-kept" not in page.evaluate(STORES)
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(f"You are adding to: {title}")).to_be_visible()
    assert page.locator("form#flow input[name=identity]").input_value() == "counted"
    network_guard.found.clear()


def test_a_photo_to_start_with_is_kept_and_says_that_nobody_else_has_it(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_home_without_a_signal(open_page)
    page.locator("form[data-module=camera] input[type=file]").first.set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg_with_thumbnail()}
    )
    page.wait_for_url("**/report/offline/")
    kept = page.locator("[data-phone-items] li")
    expect(kept).to_contain_text("Kept on this phone for a report. Nobody else has it.")
    expect(kept).to_contain_text("Not in a report yet")
    assert states(page) == ["shared"]
    network_guard.found.clear()
