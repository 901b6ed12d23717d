"""Every page that a person can reach: nothing from elsewhere, nobody shut out, nothing cut off.

Each role starts where it starts and follows every link inside the site; of each address one page
is looked at, as axe sees it, in both themes and at the widths of a phone, a tablet and a desk.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Route

from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.eyes import ALL_LOOKS, LOOKS, faults, faults_in_every_look

pytestmark = pytest.mark.assurance

STARTS = {
    "anonymous": ["/", "/report/", "/receipt/", "/near-me/", "/alerts/", "/proof/", "/nowhere/"],
    "resident": ["/me/", "/alerts/", "/alerts/inbox/", "/reports/", "/"],
    "triage-operator": ["/staff/queue/", "/staff/take/"],
    "intelligence-officer": [
        "/staff/intelligence/",
        "/staff/intelligence/new/",
        "/staff/intelligence/copies/",
    ],
    "supervisor": [
        "/staff/queue/",
        "/staff/search/",
        "/staff/incidents/",
        "/staff/warnings/",
        "/staff/lists/",
        "/staff/agreements/",
        "/staff/files/",
    ],
    "engagement-officer": ["/staff/warnings/", "/staff/warnings/new/"],
    "auditor": ["/staff/audit/"],
    "administrator": ["/staff/members/", "/staff/records/"],
    "partner-member": ["/partner/", "/partner/report/", "/partner/received/", "/me/"],
}
# What ends the visit, leaves the site or is no page.
# Without a page of their own, or files to keep.
LEFT_ALONE = {
    *("core:exit", "account_logout", "core:service_worker", "core:manifest"),
    *("reports:proof_file", "reports:reminder_file"),
}
MOST_PAGES = 40
# Links in a map are shapes: their address is no text.
LINKS = """() => [...document.querySelectorAll('a[href]')].map(
    link => new URL(link.getAttribute('href'), document.baseURI).href)"""


@pytest.fixture(scope="module")
def judged() -> set[str]:
    """Pages that somebody before has looked at: all roles share most of them."""
    return set()


def name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return "nowhere"


def reachable(page: Page, starts: list[str], origin: str) -> Iterator[str]:
    """Open every page that can be reached, one for each address, and yield its path."""
    waiting, met = list(starts), set[str]()
    while waiting and len(met) < MOST_PAGES:
        path = waiting.pop(0)
        if name_of(path) in met | LEFT_ALONE:
            continue
        met.add(name_of(path))
        answer = page.goto(path)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        links = page.evaluate(LINKS)
        yield path
        for link in links:
            if link.startswith(f"{origin}/") and "#" not in link and "/static/" not in link:
                waiting.append(link.removeprefix(origin))


@pytest.mark.parametrize("role", STARTS)
def test_every_page_is_whole_for_everybody(
    role: str, open_page: OpenPage, as_role: OpenPage, network_guard: Guard, judged: set[str]
) -> None:
    page = open_page() if role == "anonymous" else as_role(role)
    found, count = [], 0
    for path in reachable(page, STARTS[role], network_guard.origin):
        count += 1
        if name_of(path) in judged and path != STARTS[role][0] and LOOKS != ALL_LOOKS:
            continue
        judged.add(name_of(path))
        found += faults_in_every_look(page, path, LOOKS)
    if "/nowhere/" in STARTS[role]:
        network_guard.expect("404")
    assert count >= len(STARTS[role])
    assert found == []


@pytest.mark.parametrize("role", STARTS if LOOKS == ALL_LOOKS else ["anonymous", "partner-member"])
def test_no_page_asks_elsewhere_without_scripts_either(
    role: str, open_page: OpenPage, as_role: OpenPage, network_guard: Guard
) -> None:
    quiet = {"java_script_enabled": False}
    page = open_page(**quiet) if role == "anonymous" else as_role(role, **quiet)
    count = sum(1 for _path in reachable(page, STARTS[role], network_guard.origin))
    if "/nowhere/" in STARTS[role]:
        network_guard.expect("404")
    assert count >= len(STARTS[role])


def test_sabotage_a_request_without_scripts_to_somebody_else_is_noticed(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page(java_script_enabled=False, bypass_csp=True)
    page.route("**/tracker.gif", lambda route: route.fulfill(content_type="image/gif", body=""))
    page.route("**/help/", _with_a_tracker)
    page.goto("/help/")
    network_guard.expect("request elsewhere: http://tracker.example/tracker.gif")


def _with_a_tracker(route: Route) -> None:
    answer = route.fetch()
    marked = '<noscript><img src="http://tracker.example/tracker.gif" alt=""></noscript></body>'
    route.fulfill(response=answer, body=answer.text().replace("</body>", marked))


SPOILS = {
    "a picture without words": (
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/x.png\">')",
        "image-alt",
    ),
    "a page that is too wide": ("document.querySelector('main').style.minWidth='3000px'", "wide"),
    "pale letters": ("document.querySelector('h1').style.color = '#d8d0c0'", "color-contrast"),
    "a bar over the last link": (
        "Object.assign(document.querySelector('.cb-bar').style, "
        "{position: 'fixed', insetBlockEnd: 0, insetInline: 0, blockSize: '500px'})",
        "buried",
    ),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_sabotage_a_page_that_shuts_somebody_out_is_noticed(
    open_page: OpenPage, network_guard: Guard, spoil: str
) -> None:
    page = open_page()
    page.emulate_media(color_scheme="light")
    page.goto("/help/")
    assert faults(page, "/help/") == []
    script, word = SPOILS[spoil]
    page.evaluate(script)
    assert any(word in line for line in faults(page, "/help/"))
    network_guard.found.clear()


def test_sabotage_a_request_that_the_policy_stops_is_noticed(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    page.goto("/help/")
    page.evaluate("fetch('https://fonts.example/face.woff2').catch(() => 0)")
    network_guard.expect("connect-src")
    network_guard.found.clear()


def test_sabotage_a_request_to_somebody_else_is_noticed(
    open_page: OpenPage, network_guard: Guard
) -> None:
    # As it would be without the policy: nothing stops the request but our watching.
    page = open_page(bypass_csp=True)
    page.goto("/help/")
    page.route("**/tracker.gif", lambda route: route.fulfill(content_type="image/gif", body=""))
    with page.expect_response("**/tracker.gif"):
        page.evaluate("new Image().src = 'http://tracker.example/tracker.gif'")
    network_guard.expect("request elsewhere: http://tracker.example/tracker.gif")
