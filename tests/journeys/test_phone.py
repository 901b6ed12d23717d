"""A phone without a signal: reports are written, kept, sent once, and wiped when they arrived."""

import json
import re
import secrets
import time
from collections.abc import Callable, Set
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.conftest import Guard, OpenPage
from tests.running_site import RunningSite

DOOR = "**/report/from-phone/"
FEW = 3
PATIENCE = 60_000

# Goes through the form of the page as a hand does, only quicker.
WRITE = """async ([words, topic]) => {
  const settle = () => new Promise((done) => setTimeout(done));
  const next = document.querySelector('[data-phone-next]');
  const choose = (name, value) => document.querySelector(
    `[data-phone-step]:not([hidden]) input[name="${name}"][value="${value}"]`).click();
  document.querySelector('[data-phone-start]').click();
  await settle();
  choose('danger', 'no'); next.click(); await settle();
  choose('topic', topic); next.click(); await settle();
  choose('when', 'today'); next.click(); await settle();
  choose('where_unknown', '1'); next.click(); await settle();
  const box = document.querySelector('[data-phone-step]:not([hidden]) textarea');
  box.value = words; box.dispatchEvent(new Event('input', {bubbles: true}));
  next.click(); await settle();
  next.click(); await settle();
  const receipt = document.querySelector('[data-receipt-code]').textContent.replace(/\\s/g, '');
  next.click();
  const until = Date.now() + 60000;
  while (document.querySelector('[data-phone-home]').hidden) {
    if (Date.now() > until) throw new Error('the report was not kept');
    await new Promise((done) => setTimeout(done, 20));
  }
  return receipt;
}"""
# A worker that never comes fails the test: the browser itself would wait for ever.
_READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((_, fail) => setTimeout(() => fail(new Error('no worker came')), 60000)),
])"""
# Every record of the store as letters, whatever is in it.
RAW = """() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error('the store did not open')), 60000);
  const open = indexedDB.open('cb-kept');
  open.onerror = () => fail(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction('parcels').objectStore('parcels').getAll();
    all.onsuccess = () => {
      open.result.close();
      const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? Array.from(new Uint8Array(value.buffer ?? value), (n) => String.fromCharCode(n)).join('')
        : value && typeof value === 'object'
          ? Object.entries(value).map(([k, v]) => k + text(v)).join(' ') : String(value);
      done(all.result.map((one) => [one.state, one.tries, text(one)]));
    };
  };
})"""
COUNT = """
from commonbeat.reports.models import Report
import json
print(json.dumps([r.description for r in Report.objects.all() if {token!r} in r.description]))
"""


# What each record of the store waits for, and whether a page or a worker is at it.
_WHERE = """() => new Promise((done) => {
  const open = indexedDB.open('cb-kept');
  open.onsuccess = () => {
    const all = open.result.transaction('parcels').objectStore('parcels').getAll();
    all.onsuccess = async () => {
      open.result.close();
      const { held, pending } = await navigator.locks.query();
      done([held, pending, navigator.onLine, all.result.map((one) =>
        [one.state, one.tries, one.asked, Math.round((one.after - Date.now()) / 1000)])]);
    };
  };
})"""


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Wait for a condition while the page goes on."""
    deadline = time.monotonic() + PATIENCE / 1_000
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen: {page.evaluate(_WHERE)}"
        page.wait_for_timeout(100)


def with_worker(page: Page) -> None:
    """Visit once with a signal, so that the phone keeps what it needs."""
    page.goto("/help/")
    page.evaluate(_READY)


def write(page: Page, count: int, token: str) -> list[str]:
    """Write reports on the phone and return their receipts."""
    page.goto("/report/")
    expect(page.get_by_role("heading", name="Report with no signal")).to_be_visible()
    return [page.evaluate(WRITE, [f"{token} number {n}", "dumped"]) for n in range(count)]


def arrived(site: RunningSite, token: str) -> list[str]:
    """Return the words of the reports that the police have, in order."""
    said = site.run("shell", "--verbosity=0", "-c", COUNT.format(token=token)).strip()
    found: list[str] = json.loads(said.splitlines()[-1])
    return sorted(found, key=lambda words: (len(words), words))  # 9 before 10


def states(page: Page) -> list[str]:
    return [state for state, _tries, _text in page.evaluate(RAW)]


def wait_for_states(page: Page, wanted: set[str]) -> None:
    until(page, lambda: set(states(page)) == wanted)


def reconnect(context: BrowserContext) -> None:
    context.set_offline(True)
    context.set_offline(False)


class Cuts:
    """A connection that breaks: at some posts before, at some after the server had them."""

    def __init__(self, before: Set[int] = frozenset(), after: Set[int] = frozenset()) -> None:
        self.before, self.after, self.posts, self.made = before, after, 0, 0

    def __call__(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        self.posts += 1
        if self.posts in self.before | self.after:
            if self.posts in self.after:
                route.fetch()
            self.made += 1
            route.abort("connectionreset")
            return
        route.continue_()


def test_a_reply_that_is_lost_makes_no_second_report(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"lost{secrets.token_hex(6)}"
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    write(page, FEW, token)
    expect(page.get_by_text("Kept on this phone, not sent yet").first).to_be_visible()
    cuts = Cuts(after={1})
    page.context.route(DOOR, cuts)
    reconnect(page.context)
    until(page, lambda: cuts.made == 1)
    until(page, lambda: any(tries for _s, tries, _t in page.evaluate(RAW)))
    reconnect(page.context)
    wait_for_states(page, {"sent"})
    assert arrived(site, token) == [f"{token} number {n}" for n in range(FEW)]
    network_guard.found.clear()


def test_sabotage_a_wipe_before_the_server_has_it_is_noticed(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"wiped{secrets.token_hex(6)}"
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    write(page, FEW, token)
    posts: list[Route] = []

    def pretend(route: Route) -> None:
        if route.request.method == "POST":
            posts.append(route)
            if len(posts) == 2:
                route.fulfill(json={"kept": True})
                return
        route.continue_()

    page.context.route(DOOR, pretend)
    reconnect(page.context)
    wait_for_states(page, {"sent"})
    assert arrived(site, token) != [f"{token} number {n}" for n in range(FEW)]
    network_guard.found.clear()


def test_sabotage_a_new_receipt_at_each_try_is_noticed(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"twice{secrets.token_hex(6)}"
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    [receipt] = write(page, 1, token)
    posts: list[Route] = []

    def rename(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        posts.append(route)
        fresh = "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in receipt)
        body = (route.request.post_data_buffer or b"").replace(receipt.encode(), fresh.encode())
        answer = route.fetch(post_data=body)
        if len(posts) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    page.context.route(DOOR, rename)
    reconnect(page.context)
    until(page, lambda: len(posts) == 1)
    until(page, lambda: any(tries for _s, tries, _t in page.evaluate(RAW)))
    reconnect(page.context)
    wait_for_states(page, {"sent"})
    assert len(arrived(site, token)) == 2
    network_guard.found.clear()


def test_a_page_of_somebody_else_is_no_acknowledgement(
    open_page: OpenPage, network_guard: Guard
) -> None:
    """The log-in page of a café answers 200 to everything."""
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    write(page, 1, "cafe")
    page.context.route(DOOR, lambda route: route.fulfill(body="<h1>Welcome</h1>"))
    reconnect(page.context)
    until(page, lambda: any(tries for _s, tries, _t in page.evaluate(RAW)))
    assert states(page) == ["waiting"]
    network_guard.found.clear()


def test_a_refusal_is_shown_and_can_be_mended(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"mend{secrets.token_hex(6)}"
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    [receipt] = write(page, 1, token)
    sentence = "Some answers need another look."
    refuse: Any = {"status": 422, "json": {"sentence": sentence, "page": "words"}}

    def door(route: Route) -> None:
        route.fulfill(**refuse) if route.request.method == "POST" else route.continue_()

    page.context.route(DOOR, door)
    page.context.set_offline(False)
    expect(page.get_by_text(sentence)).to_be_visible(timeout=PATIENCE)
    page.context.unroute(DOOR)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    for _step in range(6):
        page.locator("[data-phone-next]").click()
    shown = page.locator("[data-receipt-code]").inner_text()
    assert re.sub(r"\s", "", shown) == receipt
    page.locator("[data-phone-next]").click()
    wait_for_states(page, {"sent"})
    assert arrived(site, token) == [f"{token} number 0"]
    network_guard.found.clear()
