"""Around a report on the phone: leaving in a hurry, sharing, a broken post, and all eyes."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from commonbeat.core.exits import AWAY
from commonbeat.reports.tests.pictures import jpeg_with_thumbnail
from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.eyes import faults_in_every_look
from tests.journeys.test_phone import RAW, arrived, reconnect, states, wait_for_states, with_worker
from tests.journeys.test_phone import write as write_on_phone
from tests.journeys.test_shell import answer_for_away, press_shift, wait_until_forgotten
from tests.running_site import RunningSite

# Like the browser when another app shares with ours: a form posted to the address of the manifest.
SHARE = """([words, bytes]) => {
  const form = document.createElement('form');
  form.method = 'post'; form.enctype = 'multipart/form-data'; form.action = '/report/share/';
  const text = document.createElement('input');
  text.name = 'text'; text.value = words;
  const file = document.createElement('input');
  file.type = 'file'; file.name = 'files';
  const box = new DataTransfer();
  box.items.add(new File([new Uint8Array(bytes)], 'a.jpg', {type: 'image/jpeg'}));
  file.files = box.files;
  form.append(text, file);
  document.body.append(form);
  form.submit();
}"""


def leave(page: Page, network_guard: Guard) -> None:
    """Press Shift three times, and wait for the neutral page."""
    answer_for_away(page.context)
    press_shift(page, 3)
    page.wait_for_url(f"{AWAY}**")
    wait_until_forgotten(page)
    network_guard.expect(AWAY)


def test_exit_keeps_only_what_waits_and_it_still_arrives(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"flee{secrets.token_hex(6)}"
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    write_on_phone(page, 1, token)
    page.evaluate("localStorage.setItem('typed', 'a secret')")
    # Before the signal is back, or the report is sent in that very moment and nothing waits.
    page.context.route("**/report/from-phone/", lambda route: route.abort())
    page.context.set_offline(False)
    leave(page, network_guard)
    page.context.unroute("**/report/from-phone/")
    page.goto("/help/")
    assert page.evaluate("localStorage.getItem('typed')") is None
    wait_for_states(page, {"sent"})
    assert arrived(site, token) == [f"{token} number 0"]
    network_guard.found.clear()


def test_exit_in_the_very_moment_of_keeping_loses_nothing(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    # The page never hears that something is kept, so it counts nothing anew before the hand leaves.
    page.add_init_script("BroadcastChannel.prototype.postMessage = () => undefined")
    write_on_phone(page, 1, "haste")
    answer_for_away(page.context)
    page.context.route("**/report/from-phone/", lambda route: route.abort())
    press_shift(page, 3)
    page.wait_for_url(f"{AWAY}**")
    page.context.set_offline(False)
    page.goto("/help/")
    assert states(page) == ["waiting"]
    page.goto("about:blank")  # until then it tries to send, and each try is refused
    network_guard.found.clear()


def test_exit_wipes_what_waits_for_whoever_chose_that_before(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    write_on_phone(page, 1, "wipe")
    page.get_by_label("When I press Exit, wipe waiting reports too").check()
    leave(page, network_guard)
    page.context.route("**/report/from-phone/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/help/")
    names = page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")
    assert "cb-kept" not in names
    network_guard.found.clear()


def test_what_another_app_shares_waits_sealed_and_becomes_a_report(
    open_page: OpenPage, site: RunningSite, network_guard: Guard
) -> None:
    token = f"shared{secrets.token_hex(6)}"
    page = open_page()
    with_worker(page)
    page.context.set_offline(True)
    page.evaluate(SHARE, [token, list(jpeg_with_thumbnail())])
    page.wait_for_url("**/report/offline/")
    expect(page.get_by_text("Kept on this phone for a report. Nobody else has it.")).to_be_visible()
    assert token not in str(page.evaluate(RAW))
    page.get_by_role("button", name="Make a report with it").click()
    page.get_by_label("No, it is over or not urgent").check()
    next_step = page.locator("[data-phone-next]")
    next_step.click()
    page.locator("summary", has_text="Something spoils a place").click()
    page.locator("input[name=topic][value=dumped]").check()
    next_step.click()
    page.locator("input[name=when][value=today]").check()
    next_step.click()
    page.get_by_label("I do not know where it was").check()
    next_step.click()
    expect(page.get_by_label("What happened?")).to_have_value(token)
    next_step.click()
    expect(page.get_by_alt_text("The photo that you added")).to_be_visible()
    next_step.click()
    next_step.click()
    expect(page.get_by_text("Kept on this phone, not sent yet").first).to_be_visible()
    assert states(page) == ["waiting"]
    reconnect(page.context)
    wait_for_states(page, {"sent"})
    assert arrived(site, token) == [token]
    network_guard.found.clear()


def test_answers_that_could_not_be_posted_come_back_in_the_page(
    open_page: OpenPage, network_guard: Guard
) -> None:
    page = open_page()
    with_worker(page)
    page.goto("/report/")
    page.get_by_label("No, but I feel unsafe").check()
    page.context.set_offline(True)
    # As without a script: the form itself is posted.
    page.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('flow'))")
    expect(page.get_by_role("heading", name="No connection. Nothing was sent")).to_be_visible()
    assert page.locator("input[name=danger]").input_value() == "unsafe"
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="What is it about?")).to_be_visible()
    expect(page.get_by_text("You feel unsafe")).to_be_visible()
    network_guard.found.clear()


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_the_page_without_a_signal_is_whole_for_everybody(
    open_page: OpenPage, network_guard: Guard, language: str
) -> None:
    page = open_page(locale=language)
    with_worker(page)
    page.context.set_offline(True)
    page.goto("/report/")
    looks = [(320, "light"), (1440, "dark")]
    assert faults_in_every_look(page, "what is on this phone", looks) == []
    page.locator("[data-phone-start]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-phone-step=emergency] h1")).to_be_focused()
    assert faults_in_every_look(page, "the first question", looks[:1]) == []
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.locator("[data-phone-next]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-phone-step=what] h1")).to_be_focused()
    network_guard.found.clear()
