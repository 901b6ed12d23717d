"""A page in Arabic runs from right to left, from the first page of a report to its thread."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import choose_topic, press
from tests.journeys.test_main_path import open_with_receipt

_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is written here is a name, a code or a person's own words, not a word of ours.
_NAMES = re.compile(
    r"Commonbeat|Preston|Lancashire Police|Victim Support|BSL|JPEG|PNG|WebP|Shift|English"
    r"|Harris Museum|Ribbleside University security|Flag Market|[0-9A-Z]{4}\b"
)
# All that can be seen or is read out, but for maps and what people wrote themselves.
_WORDS = """() => {
  const said = [];
  const left = '.cb-map, svg, script, style, noscript, [translate=no], textarea';
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    if (!n.parentElement.closest(left) && n.parentElement.checkVisibility()) {
      said.push(n.textContent.trim());
    }
  }
  for (const e of document.querySelectorAll('[aria-label], [placeholder], [alt]')) {
    if (e.closest('.cb-map')) continue;
    said.push(...['aria-label', 'placeholder', 'alt'].map(a => e.getAttribute(a) ?? ''));
  }
  return said.concat(document.title);
}"""


def english_left(page: Page) -> list[str]:
    """Return what a page still says in Latin letters, names aside."""
    return [
        words for words in page.evaluate(_WORDS) if re.search("[A-Za-z]{2}", _NAMES.sub("", words))
    ]


def check(page: Page) -> None:
    """Check the page that is open: its direction, its width and its words."""
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.evaluate(_TOO_WIDE) <= 0, f"{page.url} is too wide"
    assert english_left(page) == []


def go_on(page: Page, heading: str) -> None:
    """Press "continue" and arrive at the page with this heading, which must be in order."""
    press(page, "متابعة")
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    check(page)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """Return a phone whose browser asks for Arabic."""
    page: Page = open_page(locale="ar")
    return page


def test_an_anonymous_report_in_arabic_goes_in_and_its_thread_opens(phone: Page) -> None:
    phone.goto("/report/")
    check(phone)
    phone.get_by_label("لا، انتهى الأمر أو ليس عاجلًا").check()
    go_on(phone, "عن ماذا؟")
    choose_topic(phone, "bike-taken")
    check(phone)
    go_on(phone, "متى حدث ذلك؟")
    phone.locator("input[name=when][value=today]").check()
    go_on(phone, "أين حدث ذلك؟")

    phone.locator(".cb-back").click()
    expect(phone.get_by_role("heading", name="متى حدث ذلك؟")).to_be_visible()
    check(phone)
    expect(phone.locator("input[name=when][value=today]")).to_be_checked()
    go_on(phone, "أين حدث ذلك؟")

    phone.get_by_label("شارع أو مكان").fill("Harris Museum")
    press(phone, "ابحث")
    phone.locator("input[name=cell]:visible").first.check()
    check(phone)
    go_on(phone, "ماذا حدث؟")
    phone.locator("textarea:visible").fill("أخذ شخص دراجتي من أمام المتحف.")
    press(phone, "متابعة")
    expect(phone.locator("[data-step=destination]").first).to_be_visible()
    check(phone)
    press(phone, "متابعة")
    expect(phone.locator("[data-step=identity]").first).to_be_visible()
    check(phone)
    for _ in range(12):
        if phone.locator("[data-step=evidence]").count():
            break
        with phone.expect_navigation():
            press(phone, "متابعة")
        check(phone)
    expect(phone.locator("[data-step=evidence]").first).to_be_visible()
    go_on(phone, "راجع إجاباتك قبل الإرسال")
    expect(phone.get_by_role("main")).to_contain_text("أخذ شخص دراجتي")
    go_on(phone, "احفظ إيصالك، ثم أرسل")
    press(phone, "إرسال بلاغي")
    expect(phone.get_by_role("heading", name="شكرًا. وصلنا بلاغك.")).to_be_visible()
    check(phone)

    code = phone.locator("[data-receipt-code]").first
    expect(code).to_have_css("direction", "ltr")
    first, last = (
        code.locator("span").first.bounding_box(),
        code.locator("span").nth(1).bounding_box(),
    )
    assert first and last
    assert first["x"] < last["x"], "the receipt runs from right to left"
    open_with_receipt(phone, " ".join(code.inner_text().split()))
    expect(phone.get_by_role("heading", level=1, name="سُرقت دراجة")).to_be_visible()
    expect(phone.get_by_role("main")).to_contain_text("أخذ شخص دراجتي")
    check(phone)


def test_arrows_point_the_way_that_a_reader_goes(phone: Page) -> None:
    phone.goto("/report/")
    phone.get_by_label("لا، انتهى الأمر أو ليس عاجلًا").check()
    go_on(phone, "عن ماذا؟")
    arrow = phone.locator(".cb-back .cb-icon")
    expect(arrow).to_have_css("transform", "matrix(-1, 0, 0, 1, 0, 0)")
    thing = phone.locator("header .cb-icon:not(.cb-icon--dir)").first
    expect(thing).to_have_css("transform", "none")


def test_what_a_person_wrote_keeps_its_own_direction(phone: Page) -> None:
    phone.goto("/")
    expect(phone.get_by_role("main")).to_have_css("direction", "rtl")
    # The demonstration warns in English and Chinese.
    expect(phone.locator(".cb-alert__body").first).to_have_css("direction", "ltr")
