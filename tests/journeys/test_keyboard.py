"""The whole path by keys alone: each stop can be seen, none is a trap, nothing needs a mouse."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Guard, OpenPage

# More stops than any page has: a walk that is longer goes in circles.
STOPS = 150

# Where the focus is, whether it is drawn, and whether anything lies over it.
_STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const drawn = element => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== 'none';
  };
  // A choice is drawn on the label around it or after it.
  const around = [here, here.closest('label'), here.nextElementSibling,
    here.parentElement, document.querySelector(`label[for="${here.id}"]`)].filter(Boolean);
  const shape = here instanceof SVGElement || here.closest('svg');
  const box = (here.closest('label') ?? here).getBoundingClientRect();
  // Of what is larger than the window, the part in the window counts.
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const x = middle(box.left, box.right, innerWidth);
  const y = middle(box.top, box.bottom, innerHeight);
  const top = document.elementFromPoint(x, y);
  const seen = shape || box.width < 2 || box.height < 2 || around.some(e => e.contains(top))
    || here.contains(top);
  return {
    name: here.outerHTML.slice(0, 120),
    drawn: Boolean(shape) || around.some(drawn),
    seen: Boolean(seen),
    key: [...document.querySelectorAll('*')].indexOf(here),
  };
}"""


def stop(page: Page) -> int | None:
    """Judge the place where the focus is: it must be drawn, and not lie under something.

    Returns which of the page's elements it is, or None where it is on none.
    """
    found = page.evaluate(_STOP)
    if found is None:
        return None
    assert found["drawn"], f"no focus is drawn on {found['name']}"
    assert found["seen"], f"something lies over {found['name']}"
    return int(found["key"])


def is_at(page: Page, selector: str) -> bool:
    """Say whether the focus is on what ``selector`` means."""
    return bool(page.evaluate("s => document.activeElement?.matches(s) ?? false", selector))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, judging each stop on the way."""
    for _ in range(STOPS):
        if is_at(page, selector):
            return
        page.keyboard.press("Tab")
        stop(page)
    raise AssertionError(f"Tab never comes to {selector}")


def choose(page: Page, selector: str) -> None:
    """Come to a choice and take it; within a group of radios the arrows move."""
    group = selector.partition("[value")[0]
    tab_to(page, group)
    for _ in range(STOPS):
        if is_at(page, selector):
            break
        page.keyboard.press("ArrowDown")
        stop(page)
    if not page.locator(selector).is_checked():
        page.keyboard.press("Space")
    expect(page.locator(selector)).to_be_checked()


def press(page: Page, selector: str) -> None:
    """Come to a button and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def expect_page(page: Page, heading: str) -> None:
    """Wait for the next page; its heading has the focus, so that a voice reads it."""
    title = page.get_by_role("heading", name=heading, level=1)
    expect(title).to_be_visible()
    expect(title).to_be_focused()


CONTINUE = "form#flow button.cb-btn--big"


def test_a_report_goes_in_by_keys_alone(open_page: OpenPage) -> None:
    words = f"Somebody cut the lock of my bicycle. {secrets.token_hex(4)}"
    page = open_page()
    page.goto("/")
    press(page, "main a[href^='/report/'], main button[formaction^='/report/'], main form button")
    page.wait_for_url(re.compile("/report/"))
    choose(page, "input[name=danger][value=no]")
    press(page, CONTINUE)
    expect_page(page, "What is it about?")
    press(page, "details:has(input[value=bike-taken]) > summary")
    choose(page, "input[name=topic][value=bike-taken]")
    press(page, CONTINUE)
    expect_page(page, "When did it happen?")
    choose(page, "input[name=when][value=today]")
    press(page, CONTINUE)
    expect_page(page, "Where did it happen?")
    tab_to(page, "input[name=place]")
    page.keyboard.type("Harris Museum")
    page.keyboard.press("Enter")
    # What was found is where the reader is.
    expect(page.locator("[role=status] input[name=cell]").first).to_be_focused()
    page.keyboard.press("Space")
    press(page, CONTINUE)
    expect_page(page, "What happened?")
    tab_to(page, "textarea[name=description]")
    page.keyboard.type(words)
    press(page, CONTINUE)
    expect_page(page, "Who shall get your report?")
    press(page, CONTINUE)
    expect_page(page, "How do you want to be known?")
    press(page, CONTINUE)
    expect_page(page, "What does the bike look like?")
    tab_to(page, "textarea[name=q-bike]")
    page.keyboard.type("Blue, with a frog bell")
    press(page, CONTINUE)
    expect_page(page, "Its frame number or security mark")
    press(page, "form#flow button[name=go][value=evidence]")
    expect_page(page, "Do you have photos or other files?")
    press(page, CONTINUE)
    expect_page(page, "Check your answers")
    expect(page.get_by_role("main")).to_contain_text(words)
    press(page, CONTINUE)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    press(page, CONTINUE)
    expect_page(page, "Thank you. We have your report.")


def test_a_mistake_is_said_where_the_focus_goes(open_page: OpenPage, network_guard: Guard) -> None:
    page = open_page()
    page.goto("/report/")
    press(page, CONTINUE)
    summary = page.locator(".cb-errors")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    stop(page)
    page.keyboard.press("Enter")
    assert is_at(page, "input[name=danger]")
    network_guard.expect("422")


def test_the_control_room_answers_by_keys_alone(as_role: OpenPage) -> None:
    words = (
        f"Thank you, an officer will look tonight. You hear from us here. {secrets.randbelow(900)}"
    )
    page = as_role("triage-operator")
    # A report that nobody has read can be answered, whatever was late in the town.
    page.goto("/staff/queue/?tab=new")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/staff/reports/[^/]+/"))
    reference = page.url
    choose(page, "form#reply input[name=kind][value=answer]")
    tab_to(page, "form#reply textarea[name=words]")
    page.keyboard.type(words)
    tab_to(page, "form#reply input[name=reason]")
    page.keyboard.type("They asked whether anybody came")
    press(page, "form#reply button[type=submit]")
    expect(page.locator("[data-part=talk]")).to_contain_text(words)
    assert page.url.startswith(reference)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("anonymous", "/"),
        ("anonymous", "/near-me/"),
        ("anonymous", "/alerts/"),
        ("anonymous", "/receipt/"),
        ("resident", "/me/"),
        ("resident", "/alerts/inbox/"),
        ("triage-operator", "/staff/queue/"),
        ("engagement-officer", "/staff/warnings/"),
        ("engagement-officer", "/staff/warnings/new/"),
        ("engagement-officer", "/staff/news/"),
        ("administrator", "/staff/members/"),
        ("supervisor", "/staff/search/"),
        ("auditor", "/staff/audit/"),
    ],
)
def test_tab_walks_through_every_page_and_out_again(
    role: str, path: str, open_page: OpenPage, as_role: OpenPage
) -> None:
    page = open_page() if role == "anonymous" else as_role(role)
    page.goto(path)
    met: list[int] = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        found = stop(page)
        if found is None or (met and found == met[0]):
            break
        met.append(found)
    else:
        raise AssertionError(f"{path}: Tab never leaves the page")
    assert len(met) > 5


def test_sabotage_a_focus_that_is_not_drawn_is_noticed(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/help/")
    page.evaluate(
        "document.styleSheets[0].insertRule('* {outline: none !important; "
        "box-shadow: none !important}', document.styleSheets[0].cssRules.length)"
    )
    page.keyboard.press("Tab")
    with pytest.raises(AssertionError, match="no focus is drawn"):
        for _ in range(5):
            page.keyboard.press("Tab")
            stop(page)


def test_sabotage_a_bar_over_the_focus_is_noticed(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/help/")
    page.evaluate(
        "Object.assign(document.querySelector('.cb-bar').style, "
        "{position: 'fixed', inset: '0', blockSize: '100%', zIndex: 99})"
    )
    with pytest.raises(AssertionError, match="something lies over"):
        tab_to(page, "#nowhere")


def lies_under_the_answer(page: Page) -> bool:
    """Whether the part of the window where a case scrolls goes on beneath the answer."""
    return page.evaluate(
        """() => {
          const scrolls = [...document.querySelectorAll('.cb-case, .cb-pane--case')].find(
            e => getComputedStyle(e).overflowY === 'auto');
          const answer = document.querySelector('form#reply').getBoundingClientRect();
          return scrolls.getBoundingClientRect().bottom > answer.top + 1;
        }"""
    )


def open_first_case(page: Page) -> None:
    page.goto("/staff/queue/?tab=new")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/staff/reports/[^/]+/"))
    expect(page.locator("form#reply")).to_be_visible()


def test_no_line_of_a_case_is_half_under_the_answer(as_role: OpenPage) -> None:
    page = as_role("triage-operator")
    open_first_case(page)
    assert not lies_under_the_answer(page)


def test_sabotage_an_answer_that_sticks_over_the_case_is_noticed(as_role: OpenPage) -> None:
    page = as_role("triage-operator")
    open_first_case(page)
    page.evaluate(
        "document.querySelector('.cb-case').style.overflow = 'visible';"
        "document.querySelector('.cb-pane--case').style.overflow = 'hidden auto';"
        "Object.assign(document.querySelector('form#reply').style, {position: 'sticky', bottom: 0})"
    )
    assert lies_under_the_answer(page)
