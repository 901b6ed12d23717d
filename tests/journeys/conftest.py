"""A real Chromium against a real site: one process tree, one database, the demonstration town."""

import asyncio
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests import chromium
from tests.journeys.eyes import ALL_LOOKS, LOOKS, faults_in_every_look
from tests.journeys.hands import settled
from tests.running_site import RunningSite, scratch_database

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
# The reload after a page process restarts, and nothing else, may break a live stream.
_HARMLESS = re.compile(r"net::ERR_ABORTED|net::ERR_NETWORK_CHANGED")

type OpenPage = Callable[..., Page]
type Look = Callable[[Page, str], None]

_turns = cycle(LOOKS)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark every test here."""
    item.add_marker("journey")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Serve the demonstration town for every journey of the session."""
    with scratch_database() as url:
        site = RunningSite(tmp_path_factory.mktemp("site"), url)
        try:
            site.start("demo")
            yield site
        finally:
            site.stop()
        assert "Fatal" not in site.output, "a part of the site did not end cleanly"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of this machine, kept off every network but our own."""
    path = chromium.find()
    assert path, chromium.HOW_TO
    return {**browser_type_launch_args, "executable_path": path, "args": chromium.flags()}


@pytest.fixture(scope="session", autouse=True)
def _browser_ends_in_its_loop(browser: Browser) -> Iterator[None]:
    """Give Playwright back its loop, which tests without a browser do without, when it stops."""
    loop = asyncio._get_running_loop()
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def base_url(site: RunningSite) -> str:
    """Let ``page.goto`` take paths."""
    return site.url


class Guard:
    """Watches pages for what must never happen: a request elsewhere, a broken policy, an error."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.found: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Watch every page that a context opens."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))

    def expect(self, words: str) -> None:
        """Take back a finding that a test brought about on purpose."""
        kept = [line for line in self.found if words not in line]
        assert kept != self.found, f"nothing was found of {words!r}"
        self.found = kept

    def _request(self, request: Request) -> None:
        inside = request.url.startswith((f"{self.origin}/", "data:", "blob:"))
        if not inside:
            self.found.append(f"request elsewhere: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _HARMLESS.search(message.text):
            self.found.append(f"console: {message.text} {message.location.get('url', '')}".strip())


@pytest.fixture
def network_guard(site: RunningSite) -> Iterator[Guard]:
    """Fail the test if a page asked another origin for anything, or broke the policy."""
    guard = Guard(site.url)
    yield guard
    assert guard.found == []


@pytest.fixture
def open_page(
    browser: Browser, site: RunningSite, network_guard: Guard, tmp_path: Path
) -> Iterator[OpenPage]:
    """Return a way to open a page as another person: a browser of their own, cookies and all."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        options = {"viewport": PHONE, "base_url": site.url, "locale": "en-GB", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        # A page comes, whatever else the machine does.
        context.set_default_navigation_timeout(60_000)
        network_guard.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def as_role(open_page: OpenPage, site: RunningSite) -> OpenPage:
    """Return a way to open a page signed in as somebody of a role."""

    def as_role(role: str, *which: str, **options: Any) -> Page:
        page = open_page(**{"viewport": DESK, **options})
        page.goto(site.demo_link(role, *which))
        enter = page.get_by_role("main").locator("form button[type=submit]")
        if enter.count():
            # Whoever goes on before the answer came is not signed in.
            with page.expect_navigation():
                enter.first.click()
        return page

    return as_role


@pytest.fixture
def look(network_guard: Guard) -> Look:
    """Return a way to judge the page that is open; what is wrong fails the test at its end."""

    def look(page: Page, name: str) -> None:
        settled(page)
        looks = LOOKS if LOOKS == ALL_LOOKS else [next(_turns)]
        assert faults_in_every_look(page, name, looks) == []
        # A refused form answers 422, which a browser writes into its console.
        network_guard.found = [line for line in network_guard.found if "422" not in line]

    return look
