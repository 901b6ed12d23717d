"""Twenty reports wait on a phone; the line breaks three times, and worker and page are killed."""

import secrets
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from commonbeat.core.ids import grouped
from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.test_phone import (
    DOOR,
    RAW,
    arrived,
    states,
    until,
    wait_for_states,
    with_worker,
    write,
)
from tests.running_site import RunningSite

MANY = 20
# What is behind the seal, opened with the key of the phone itself.
OPENED = """() => new Promise((done, fail) => {
  const open = indexedDB.open('cb-kept');
  open.onerror = () => fail(open.error);
  open.onsuccess = () => {
    const work = open.result.transaction(['parcels', 'keys']);
    const key = work.objectStore('keys').get('seal');
    const all = work.objectStore('parcels').getAll();
    work.oncomplete = async () => {
      open.result.close();
      const found = [];
      for (const {sealed, files} of all.result) {
        const how = {name: 'AES-GCM', iv: sealed.iv};
        const plain = await crypto.subtle.decrypt(how, key.result, sealed.data);
        found.push([new TextDecoder().decode(plain), files.length]);
      }
      done(found);
    };
  };
})"""


class Breaks:
    """A line that breaks at some posts, half of the times after the server had the report."""

    def __init__(self, context: BrowserContext, at: tuple[int, ...]) -> None:
        self.context, self.at, self.posts, self.made = context, at, 0, 0

    def __call__(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        self.posts += 1
        if self.posts not in self.at:
            route.continue_()
            return
        if self.made % 2:
            route.fetch()
        self.context.set_offline(True)
        route.abort("connectionreset")
        self.made += 1


class Worker:
    """The service worker of the site, woken and killed as the browser may at any moment."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._registrations: list[str] = []
        self._session.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self._session.send("ServiceWorker.enable")

    def _note(self, event: dict[str, list[dict[str, str]]]) -> None:
        self._registrations += [each["registrationId"] for each in event["registrations"]]

    def wake(self, page: Page, site: RunningSite) -> None:
        """Tell it that the connection is back, which makes it send."""
        until(page, lambda: bool(self._registrations))
        event = {"origin": site.url, "tag": "cb-send", "lastChance": False}
        event["registrationId"] = self._registrations[-1]
        self._session.send("ServiceWorker.dispatchSyncEvent", event)

    def kill(self) -> None:
        self._session.send("ServiceWorker.stopAllWorkers")


def test_twenty_reports_outlive_three_breaks_and_a_killed_worker(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"many{secrets.token_hex(6)}"
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    receipts = write(page, MANY, token)
    kept = page.evaluate(RAW)
    assert [state for state, _tries, _text in kept] == ["waiting"] * MANY
    in_clear = [token, *receipts, *map(grouped, receipts)]
    assert not [word for word in in_clear if any(word in text for _s, _t, text in kept)]
    # The same words stand behind the seal: the search above looks at the right place.
    assert all(token in text for text, _files in page.evaluate(OPENED))

    breaks = Breaks(page.context, (4, 9, 15))
    page.context.route(DOOR, breaks)
    page.context.set_offline(False)
    until(page, lambda: breaks.made == 1)
    Worker(page).kill()
    page.context.set_offline(False)
    until(page, lambda: breaks.made == 2)
    # The page goes, and with it whatever it was doing; another one opens without a signal.
    fresh = page.context.new_page()
    page.close()
    fresh.goto("/report/offline/")
    fresh.context.set_offline(False)
    until(fresh, lambda: breaks.made == 3)
    # A page without a script: the worker sends alone, and is killed while it does.
    fresh.goto("about:blank")
    fresh.context.set_offline(False)
    fresh.goto("/readyz")
    worker, before = Worker(fresh), states(fresh).count("sent")
    worker.wake(fresh, site)
    until(fresh, lambda: states(fresh).count("sent") > before)
    worker.kill()
    fresh.goto("/report/offline/")
    wait_for_states(fresh, {"sent"})
    wanted = [f"{token} number {n}" for n in range(MANY)]
    assert arrived(site, token) == wanted
    # Of what was sent nothing is left on the phone but its receipt and its hour.
    left: list[Any] = fresh.evaluate(OPENED)
    assert len(left) == MANY
    assert not [text for text, files in left if token in text or files]
    network_guard.found.clear()
