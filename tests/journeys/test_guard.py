"""The guard of the report door, and the whole path in the strictest of browsers."""

import re
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, TimeoutError, expect

from tests.journeys.conftest import PHONE, Guard
from tests.journeys.hands import press
from tests.journeys.test_main_path import open_with_receipt, report_a_bicycle
from tests.running_site import RunningSite, wait_until

THANKS = "Thank you. We have your report."
WAIT = re.compile(r"We will take your report in \d+ seconds?")


@pytest.fixture(scope="module")
def guarded(site: RunningSite) -> Iterator[RunningSite]:
    """Serve the same town a second time, with the guard as a real site has it."""
    port_of_its_own = RunningSite(
        site.folder,
        site.environment["COMMONBEAT_DATABASE_URL"],
        # Longer than a hurried script needs on a machine that does much else.
        COMMONBEAT_REPORT_LEAST_SECONDS="20",
    )
    try:
        port_of_its_own.start("serve")
        yield port_of_its_own
    finally:
        port_of_its_own.stop()


@pytest.fixture
def browsing(browser: Browser, guarded: RunningSite) -> Iterator[BrowserContext]:
    """A phone with JavaScript at the guarded site."""
    yield from _context(browser, guarded, java_script_enabled=True)


@pytest.fixture
def safest(browser: Browser, guarded: RunningSite) -> Iterator[BrowserContext]:
    """A browser like Tor Browser at "safest": no script, no SVG, no fonts from the page."""
    for context in _context(browser, guarded, java_script_enabled=False):
        context.route("**/*", _strip)
        yield context


def _context(
    browser: Browser, guarded: RunningSite, *, java_script_enabled: bool
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        base_url=guarded.url,
        locale="en-GB",
        java_script_enabled=java_script_enabled,
    )
    context.set_default_timeout(15_000)
    context.set_default_navigation_timeout(60_000)
    watched = Guard(guarded.url)
    watched.watch(context)
    yield context
    context.close()
    # What the strict browser blocks by itself, and a wait, are no faults of the page.
    harmless = re.compile(r"ERR_FAILED|ERR_BLOCKED|429")
    assert [line for line in watched.found if not harmless.search(line)] == []


def _strip(route: Route) -> None:
    request = route.request
    if request.resource_type == "font" or request.url.split("?")[0].endswith(".svg"):
        route.abort()
    elif request.resource_type == "document":
        answer = route.fetch(max_redirects=0)
        page = re.sub(r"<svg\b.*?</svg>", "", answer.text(), flags=re.DOTALL)
        route.fulfill(response=answer, body=page)
    else:
        route.continue_()


def test_the_whole_path_works_in_the_strictest_browser(safest: BrowserContext) -> None:
    words = f"Somebody took my bicycle. {secrets.token_hex(4)}"
    page = safest.new_page()
    receipt = _report_patiently(page, words)
    names = {cookie.get("name", "") for cookie in safest.cookies()}
    assert names <= {"cb_csrf", "cb_receipt", "cb_receipt_live"}
    assert receipt.replace(" ", "") not in page.url

    again = safest.new_page()
    safest.clear_cookies()
    open_with_receipt(again, receipt)
    # A page that a redirect led to comes past the filter: asked for again, it goes through it.
    again.goto("/receipt/thread/")
    expect(again.get_by_text(words)).to_be_visible()
    assert page.locator("svg").count() + again.locator("svg").count() == 0, "it was not so strict"
    again.locator("textarea:visible").fill("It has a bell like a frog.")
    press(again, "Send")
    expect(again.get_by_text("It has a bell like a frog.")).to_be_visible()


def test_sabotage_a_form_that_needs_a_script_is_noticed(safest: BrowserContext) -> None:
    def needs_a_script(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        page = answer.text().replace('type="submit"', 'type="button"')
        route.fulfill(response=answer, body=page)

    safest.route("**/report/", needs_a_script)
    safest.set_default_timeout(3_000)
    with pytest.raises((AssertionError, TimeoutError)):
        report_a_bicycle(safest.new_page(), "Somebody took my bicycle.")


def _report_patiently(page: Page, words: str) -> str:
    """Report without JavaScript; who is asked to wait presses the button again until it goes."""
    try:
        return report_a_bicycle(page, words)
    except AssertionError:
        expect(page.get_by_role("heading", name=WAIT)).to_be_visible()
    shown = page.locator("[data-receipt-code]").inner_text()

    def taken() -> bool:
        press(page, "Send my report")
        return page.get_by_role("heading", name=THANKS).is_visible()

    wait_until(taken, 60)
    return " ".join(shown.split())


def test_the_work_is_done_while_the_person_types(browsing: BrowserContext) -> None:
    """Nobody waits: the proof goes with the report, and the report is taken at once."""
    sent: list[str] = []
    page = browsing.new_page()
    page.on("request", lambda request: sent.append(request.post_data or ""))
    report_a_bicycle(page, f"Taken from the rack. {secrets.token_hex(4)}")
    with_send = [body for body in sent if re.search(r'name="go"\r\n\r\nsend', body)]
    assert len(with_send) == 1, "it was sent more than once"
    proofs = re.findall(r'name="proof"\r\n\r\n([^\r]+)', with_send[0])
    assert len(proofs) == 1


def test_a_broken_worker_waits_by_itself_and_loses_nothing(browsing: BrowserContext) -> None:
    browsing.route("**/proof-worker*", lambda route: route.abort())
    page = browsing.new_page()
    words = f"The lock was cut. {secrets.token_hex(4)}"
    with pytest.raises(AssertionError):
        report_a_bicycle(page, words)
    expect(page.get_by_role("heading", name=WAIT)).to_be_visible()
    expect(page.get_by_text("we send it by itself")).to_be_visible()
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible(timeout=60_000)
