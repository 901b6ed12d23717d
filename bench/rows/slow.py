"""A report on a slow phone, in a real Chromium: what each page weighs, and when it can be used."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.results import Result, at_most
from bench.servers import our_site
from tests import chromium

KILOBYTE = 1_000
MOST_KILOBYTES = 200
MOST_SECONDS = 5
# 400 kbit/s, and as many milliseconds until an answer begins.
BYTES_A_SECOND, LATENCY = 400_000 / 8, 400
# Each page of the shortest report: what is chosen or written before it is sent on.
STEPS = (
    ("danger", "input[name=danger][value=no]"),
    ("what", "input[name=topic][value=dumped]"),
    ("when", "input[name=when][value=today]"),
    ("where", "input[name=where_unknown]"),
    ("words", "textarea[name=description]"),
    ("identity", ""),
)


@dataclass
class Weight:
    """What came over the line since it was last asked, heads included."""

    received: float = 0

    def watch(self, session: CDPSession) -> None:
        """Count what each answer weighs as it was sent, compressed."""
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.received += event["encodedDataLength"]

    def take(self) -> float:
        """Return the bytes so far, and begin anew."""
        taken, self.received = self.received, 0
        return taken


def measure(scale: float) -> Iterator[Result]:
    """Measure with nothing kept from before, whatever ``scale`` is."""
    path = chromium.find()
    if path is None:
        raise RuntimeError(chromium.HOW_TO)
    with our_site() as port, _browser(path) as browser:
        site = f"http://127.0.0.1:{port}"
        weights = _weights(browser, site)
        for name, bytes_sent in weights.items():
            yield at_most(
                f"report page “{name}” over the line",
                ours=bytes_sent / KILOBYTE,
                floor=MOST_KILOBYTES,
                unit="kB",
                times=1,
            )
        yield at_most(
            "first page of a report usable at 400 kbit/s",
            ours=_seconds_until_usable(browser, site),
            floor=MOST_SECONDS,
            unit="s",
            times=1,
        )


@contextmanager
def _browser(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        yield browser
        browser.close()


def _page(browser: Browser) -> tuple[Page, CDPSession]:
    # What the worker fetches for a day without a signal comes after the page, and not for it.
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, service_workers="block", locale="en-GB"
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page, session


def _weights(browser: Browser, site: str) -> dict[str, float]:
    page, session = _page(browser)
    weight = Weight()
    weight.watch(session)
    found = {}
    page.goto(f"{site}/report/", wait_until="networkidle")
    for name, choice in STEPS:
        found[name] = weight.take()
        _answer(page, choice)
        page.locator("form#flow button[type=submit]:visible").last.click()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
    found["next"] = weight.take()
    page.context.close()
    return found


def _answer(page: Page, choice: str) -> None:
    if not choice:
        return
    field = page.locator(choice).first
    group = page.locator("details:not([open])", has=field)
    if group.count():
        group.first.locator("summary").first.click()
    if choice.startswith("textarea"):
        field.fill("Bags and an old fridge were left in the lane behind the shops.")
    else:
        field.check()


def _seconds_until_usable(browser: Browser, site: str) -> float:
    """Return how long it takes until the first question was seen, answered and shown as chosen."""
    page, session = _page(browser)
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    started = time.perf_counter()
    page.goto(f"{site}/report/", wait_until="commit")
    page.locator(STEPS[0][1]).check(timeout=60_000)
    taken = time.perf_counter() - started
    painted = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
    )
    page.context.close()
    return max(taken, painted)
