"""A photograph on its way to people outside: proposed, reviewed, made, opened."""

import io
import re
import secrets
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.eyes import LOOKS, faults_in_every_look
from tests.journeys.queue import unread_reports
from tests.journeys.test_keyboard import press, tab_to
from tests.journeys.test_main_path import open_with_receipt, report_a_bicycle
from tests.running_site import wait_until

FACE = Path(__file__).resolve().parents[3] / "shared" / "data" / "images" / "astronaut.png"
# The worker looks for faces and makes copies within this time, whatever else the machine does.
MADE = 60_000
# A refused form answers 422. A picture opened by itself is caged: it gets no icon for its tab.
_EXPECTED = re.compile(r"\b422\b|NotSameOrigin")
WHY = "For the poster in the library"


def street() -> bytes:
    """Return a picture without a face: what a machine finds nothing in, a person still reviews."""
    out = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def report_with(picture: bytes, open_page: OpenPage, officer: Page) -> None:
    """Send a report with a photograph as somebody unknown, and open it as an officer."""
    before = unread_reports(officer)
    phone = open_page()
    receipt = report_a_bicycle(phone, f"They rode off on it. {secrets.token_hex(4)}")
    open_with_receipt(phone, receipt)
    phone.locator("summary", has_text="Add a photo or another file").click()
    phone.locator("#more-files").set_input_files(
        {"name": "seen.png", "mimeType": "image/png", "buffer": picture}
    )
    phone.get_by_role("button", name="Add to my report").click()
    expect(phone.get_by_role("main")).to_contain_text("Added")
    [case] = unread_reports(officer) - before
    officer.goto(case)


def until(page: Page, words: str) -> None:
    """Load the page again until it says something; for a page whose script does not."""

    def says() -> bool:
        page.wait_for_timeout(500)
        page.reload()
        return words in page.locator("body").inner_text()

    wait_until(says, MADE / 1_000)


def prepare(page: Page) -> None:
    """Ask for a copy from the page of the report, and wait for what the machine proposes."""
    page.locator("summary", has_text="Prepare a copy for release").click()
    page.get_by_label("Why is a copy needed?").fill(WHY)
    page.get_by_role("button", name="Prepare a copy for release").click()
    heading = page.get_by_role("heading", name="Hide faces and number plates", level=1)
    expect(heading).to_be_visible(timeout=MADE)


def pull(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Pull a box open on the picture with the mouse, between two points in parts of its sides."""
    stage = page.locator("[data-stage]")
    stage.scroll_into_view_if_needed()
    edge = stage.bounding_box()
    assert edge is not None
    points = [
        (edge["x"] + x * edge["width"], edge["y"] + y * edge["height"]) for x, y in (start, end)
    ]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=6)
    page.mouse.up()


def drawn(page: Page) -> list[list[float]]:
    """Return the boxes of the rows that have numbers."""
    rows = page.locator("[data-drawn]:visible")
    found = []
    for row in rows.all():
        sides = [field.input_value() for field in row.locator("input").all()]
        if any(sides):
            found.append([float(side) for side in sides])
    return found


def whole(page: Page, name: str, guard: Guard) -> None:
    """Judge the page that is open in every look."""
    assert faults_in_every_look(page, name, LOOKS) == []
    guard.found = [line for line in guard.found if not _EXPECTED.search(line)]


@pytest.mark.skipif(not FACE.is_file(), reason="the real photographs are not on this machine")
def test_a_real_face_is_found_and_proposed_to_be_hidden(
    open_page: OpenPage, as_role: OpenPage
) -> None:
    page = as_role("neighbourhood-officer")
    report_with(FACE.read_bytes(), open_page, page)
    prepare(page)
    faces = page.locator("input[name=keep]")
    expect(faces).to_have_count(1)
    expect(faces).to_be_checked()


def test_an_officer_releases_a_picture_with_the_mouse(
    open_page: OpenPage, as_role: OpenPage, network_guard: Guard
) -> None:
    page = as_role("neighbourhood-officer")
    report_with(street(), open_page, page)
    prepare(page)
    faces = page.locator("input[name=keep]")
    whole(page, "the review", network_guard)

    # A press that slipped is no box; one that is let go of with Escape neither.
    pull(page, (0.5, 0.5), (0.501, 0.501))
    assert drawn(page) == []
    pull(page, (0.9, 0.95), (0.6, 0.8))
    assert drawn(page) == [pytest.approx([60, 80, 30, 15], abs=0.6)]
    expect(page.locator("[data-said]")).to_contain_text("is there. Say what it is.")
    expect(page.locator("[data-drawn] select").first).to_be_focused()
    pull(page, (0.1, 0.1), (0.2, 0.2))
    assert len(drawn(page)) == 2
    frames = page.locator("[data-frames] .cb-frame")
    expect(frames).to_have_count(faces.count() + 2)
    page.locator("[data-drawn]:visible").last.get_by_role("button").click()
    expect(frames).to_have_count(faces.count() + 1)

    page.get_by_role("button", name="Send the review, make the copy").click()
    expect(page.get_by_role("alert").first).to_contain_text("Look at the whole picture")
    assert len(drawn(page)) == 1
    whole(page, "the review, with its error", network_guard)
    page.get_by_label("I have looked at the whole picture").check()
    page.get_by_role("button", name="Send the review, make the copy").click()
    expect(page.get_by_alt_text("The copy for release")).to_be_visible(timeout=MADE)
    whole(page, "the copy", network_guard)

    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open the copy").click()
    opened.value.wait_for_load_state()
    assert re.search(r"/staff/evidence/file/", opened.value.url)
    # A file may do nothing: not even Chromium's own frame around a picture is dressed.
    network_guard.expect("style-src 'none'")
    page.get_by_role("link", name="Back to the report").click()
    expect(page.locator(".cb-released")).to_contain_text("SHA-256")
    page.locator("summary", has_text="Custody record").click()
    expect(page.locator(".cb-exhibit .cb-log")).to_contain_text("Looked at the copy for release")
    whole(page, "the report with a copy", network_guard)


def test_by_keys_alone_and_without_a_script_a_picture_is_released_too(
    open_page: OpenPage, as_role: OpenPage
) -> None:
    page = as_role("supervisor", java_script_enabled=False)
    report_with(street(), open_page, page)
    until(page, "Prepare a copy for release")
    press(page, "details:has(form[action$='/release/']) > summary")
    tab_to(page, "form[action$='/release/'] input[name=reason]")
    page.keyboard.type(WHY)
    with page.expect_navigation():
        press(page, "form[action$='/release/'] button")
    until(page, "Hide faces and number plates")
    tab_to(page, "select[name=drawn-0-kind]")
    for side, value in (("left", "10"), ("top", "20.5"), ("width", "15"), ("height", "8")):
        tab_to(page, f"input[name=drawn-0-{side}]")
        page.keyboard.type(value)
    with page.expect_navigation():
        press(page, "button[name=go][value=draw]")
    frame = page.locator("[data-frames] .cb-frame__line")
    assert frame.get_attribute("x") == "10.00%" and frame.get_attribute("height") == "8.00%"
    with page.expect_navigation():
        press(page, "button[name=go][value=more]")
    expect(page.locator("[data-drawn]").nth(1)).to_be_visible()
    tab_to(page, "input[name=has_looked]")
    page.keyboard.press("Space")
    with page.expect_navigation():
        press(page, "button[name=go][value=send]")
    until(page, "SHA-256")
    expect(page.get_by_alt_text("The copy for release")).to_be_visible()
    expect(page.get_by_text("Number plate")).to_be_visible()
