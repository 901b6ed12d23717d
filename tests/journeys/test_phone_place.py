"""Where it happened, on the form without a signal: the own home, and the right report."""

import json
import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.eyes import faults_in_every_look
from tests.journeys.test_phone import DOOR, PATIENCE, wait_for_states, with_worker
from tests.running_site import RunningSite

HERE = {"latitude": 53.7610, "longitude": -2.6955}
FOUND = "Your place is added."
HOME = "This is my home, or where I sleep"
# Holds the answers of the browser back, as a phone that looks for satellites does.
LATE = """
window.late = [];
navigator.geolocation.getCurrentPosition = (found) => window.late.push(
  () => found({coords: {latitude: 53.7610, longitude: -2.6955}}));
"""
ANSWER = "window.late.splice(0).forEach((answer) => answer())"
KEPT_OF = """
from commonbeat.reports.models import Report
import json
[report] = [each for each in Report.objects.all() if each.description == {token!r}]
print(json.dumps([report.cell8 is not None, report.cell9 is not None, report.place]))
"""


def open_form(open_page: OpenPage, script: str = "") -> Page:
    """Open the page on a phone that may tell where it is, and has no signal."""
    page = open_page(geolocation=HERE, permissions=["geolocation"])
    if script:
        page.add_init_script(script)
    with_worker(page)
    page.context.set_offline(True)
    page.goto("/report/")
    return page


def go_to_where(page: Page) -> None:
    """Begin a report and answer until it asks where."""
    page.locator("[data-phone-start]").click()
    page.get_by_label("No, it is over or not urgent").check()
    on(page)
    page.locator("summary", has_text="Something spoils a place").click()
    page.locator("input[name=topic][value=dumped]").check()
    on(page)
    page.locator("input[name=when][value=today]").check()
    on(page)
    expect(page.get_by_role("heading", name="Where did it happen?")).to_be_visible()


def on(page: Page) -> None:
    page.locator("[data-phone-next]").click()


def use_where_i_am(page: Page) -> None:
    page.get_by_role("button", name="Use where I am now").click()


def keep(page: Page, token: str) -> None:
    """Go on from the place to the end, and keep the report on the phone."""
    on(page)
    page.get_by_label("What happened?").fill(token)
    for _step in range(3):
        on(page)
    expect(page.get_by_text("Kept on this phone, not sent yet").first).to_be_visible()


def back_to_the_list(page: Page) -> None:
    while page.locator("[data-phone-home]").is_hidden():
        page.get_by_role("button", name="Back").click()


def kept_of(site: RunningSite, token: str) -> list[Any]:
    """Say whether the police have a wider area and a spot, and which words for the place."""
    said = site.run("shell", "--verbosity=0", "-c", KEPT_OF.format(token=token)).strip()
    found: list[Any] = json.loads(said.splitlines()[-1])
    return found


def tell_of_home(page: Page, token: str, sabotage: str = "") -> None:
    """Write a report about a home, and let it be sent."""
    go_to_where(page)
    page.get_by_label("Street or place").fill("14 Invented Street")
    expect(page.get_by_label(HOME)).to_be_hidden()
    use_where_i_am(page)
    page.get_by_label(HOME).check()
    if sabotage:
        page.evaluate(sabotage)
    keep(page, token)
    page.context.set_offline(False)
    wait_for_states(page, {"sent"})


def test_of_a_home_a_phone_keeps_and_sends_the_wider_area_alone(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"home{secrets.token_hex(6)}"
    tell_of_home(open_form(open_page), token)
    assert kept_of(site, token) == [True, False, ""]
    network_guard.found.clear()


def test_sabotage_a_form_that_loses_the_word_home_is_noticed(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"spot{secrets.token_hex(6)}"
    lose = "document.querySelector('input[name=home]').removeAttribute('name')"
    tell_of_home(open_form(open_page), token, lose)
    assert kept_of(site, token) == [True, True, "14 Invented Street"]
    network_guard.found.clear()


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_a_place_and_a_home_are_whole_for_everybody(
    open_page: OpenPage, network_guard: Guard, language: str
) -> None:
    page = open_page(geolocation=HERE, permissions=["geolocation"], locale=language)
    with_worker(page)
    page.goto("/report/offline/")
    page.locator("[data-phone-start]").click()
    page.locator("input[name=danger][value=no]").check()
    on(page)
    page.evaluate("document.querySelector('input[name=topic][value=dumped]').click()")
    on(page)
    page.locator("input[name=when][value=today]").check()
    on(page)
    page.locator("[data-phone-locate]").click()
    expect(page.locator("input[name=home]")).to_be_visible()
    looks = [(320, "light"), (1440, "dark")]
    assert faults_in_every_look(page, "a place that was found", looks) == []
    page.locator("[data-phone-unlocate]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-phone-locate]")).to_be_focused()
    network_guard.found.clear()


def test_a_place_is_said_and_taken_out_and_stays_out_of_the_next_report(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_form(open_page)
    line = page.locator("[data-phone-place]")
    go_to_where(page)
    use_where_i_am(page)
    expect(line).to_contain_text(FOUND)
    page.get_by_label(HOME).check()
    page.get_by_role("button", name="Take my place out").click()
    expect(line).to_have_text("Your place is taken out.")
    expect(page.get_by_label(HOME)).to_be_hidden()
    assert not page.get_by_label(HOME).is_checked()
    on(page)
    expect(page.get_by_role("alert")).to_contain_text("Tell us where")
    use_where_i_am(page)
    expect(line).to_contain_text(FOUND)
    back_to_the_list(page)
    go_to_where(page)
    expect(line).to_have_text("")
    expect(page.get_by_role("button", name="Take my place out")).to_be_hidden()
    network_guard.found.clear()


def test_a_place_that_is_found_too_late_is_in_no_other_report(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"late{secrets.token_hex(6)}"
    page = open_form(open_page, LATE)
    go_to_where(page)
    use_where_i_am(page)
    expect(page.locator("[data-phone-place]")).to_have_text("Finding where you are")
    back_to_the_list(page)
    go_to_where(page)
    page.get_by_label("Street or place").fill("By the bridge")
    page.evaluate(ANSWER)
    expect(page.locator("[data-phone-place]")).to_have_text("")
    keep(page, token)
    page.context.set_offline(False)
    wait_for_states(page, {"sent"})
    assert kept_of(site, token) == [False, False, "By the bridge"]
    network_guard.found.clear()


def test_a_place_that_is_still_looked_for_can_be_answered_as_before(
    open_page: OpenPage, network_guard: Guard
) -> None:
    """So that the test above says something: the same answer counts for its own report."""
    page = open_form(open_page, LATE)
    go_to_where(page)
    use_where_i_am(page)
    page.evaluate(ANSWER)
    expect(page.locator("[data-phone-place]")).to_contain_text(FOUND)
    network_guard.found.clear()


def test_a_report_that_is_changed_says_that_it_has_a_place_and_a_home(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_form(open_page)
    go_to_where(page)
    use_where_i_am(page)
    page.get_by_label(HOME).check()
    keep(page, "changed")
    refuse: Any = {"status": 422, "json": {"sentence": "Look again.", "page": "words"}}

    def door(route: Route) -> None:
        route.fulfill(**refuse) if route.request.method == "POST" else route.continue_()

    page.context.route(DOOR, door)
    page.context.set_offline(False)
    page.get_by_role("button", name="Change it").click(timeout=PATIENCE)
    for _step in range(3):
        on(page)
    expect(page.locator("[data-phone-place]")).to_contain_text(FOUND)
    expect(page.get_by_label(HOME)).to_be_checked()
    network_guard.found.clear()
