"""The whole path: a report goes in, an answer comes back, a warning goes out."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Guard, OpenPage
from tests.journeys.hands import choose_topic, press
from tests.running_site import RunningSite, wait_until

# A live page shows what happened elsewhere within this time, whatever else the machine does.
LIVE = 20_000


def report_a_bicycle(page: Page, words: str) -> str:
    """Go through the report one page at a time and return the receipt."""
    page.goto("/report/")
    page.get_by_label("No, it is over or not urgent").check()
    press(page, "Continue")
    choose_topic(page, "bike-taken")
    press(page, "Continue")
    page.locator("input[name=when][value=today]").check()
    press(page, "Continue")
    page.get_by_label("Street or place").fill("Harris Museum")
    press(page, "Find")
    page.locator("input[name=cell]:visible").first.check()
    press(page, "Continue")
    page.locator("textarea:visible").fill(words)
    press(page, "Continue")
    expect(page.get_by_label("The police", exact=False).first).to_be_checked()
    press(page, "Continue")
    expect(page.get_by_label("Receipt: nobody knows who I am")).to_be_checked()
    press(page, "Continue")
    page.get_by_label("What does the bike look like?").fill("Blue, with a frog bell")
    press(page, "Continue")
    expect(page.get_by_label("Its frame number or security mark")).to_be_visible()
    press(page, "Skip the other questions")
    expect(page.get_by_role("heading", name="Do you have photos or other files?")).to_be_visible()
    press(page, "Continue")
    expect(page.get_by_role("main")).to_contain_text(words)
    press(page, "Continue")
    press(page, "Send my report")
    expect(page.get_by_role("heading", name="Thank you. We have your report.")).to_be_visible()
    found = re.search(r"(?:[0-9A-Z]{4}\s+){5}[0-9A-Z]{4}", page.get_by_role("main").inner_text())
    assert found, "the page shows no receipt"
    return " ".join(found.group().split())


def open_with_receipt(page: Page, receipt: str) -> None:
    """Open the thread of a report as somebody who has only the receipt."""
    page.goto("/receipt/")
    page.get_by_role("main").locator("input[type=text], input:not([type])").first.fill(receipt)
    page.get_by_role("main").locator("button[type=submit]:visible").first.click()
    expect(page).to_have_url(re.compile(r"/receipt/thread/"))


def say_to_reporter(page: Page, kind: str, words: str, reason: str) -> None:
    """Write to the reporter from an open report."""
    reply = page.locator("form#reply")
    reply.locator(f"input[name=kind][value={kind}]").check(force=True)
    reply.locator("textarea[name=words]").fill(words)
    reply.locator("input[name=reason]").fill(reason)
    reply.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.locator("[data-part=talk]")).to_contain_text(words)


def close_report(page: Page, words: str) -> None:
    """Bring an open report to its end."""
    page.locator("#act-end summary").first.click()
    form = page.locator("#act-end form")
    form.locator("[name=outcome]").select_option("dealt-with")
    form.locator("textarea[name=words]").fill(words)
    form.locator("input[name=reason]").fill("Found and handed back against proof")
    form.locator("button[type=submit]").click()
    expect(page.get_by_text("done. You closed the report.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_report_goes_in_and_an_answer_comes_back(
    open_page: OpenPage, as_role: OpenPage, javascript: bool
) -> None:
    words = f"My bicycle with the frog bell was taken. {secrets.token_hex(4)}"
    queue = as_role("triage-operator")
    # Other journeys may have filled more than a page, and the newest stands last.
    queue.goto("/staff/queue/?find=bike")
    expect(queue.get_by_role("main")).to_be_visible()
    before = queue.locator("a[href*='/staff/reports/']").evaluate_all("a => a.map(x => x.href)")

    phone = open_page(java_script_enabled=javascript)
    receipt = report_a_bicycle(phone, words)
    assert receipt.replace(" ", "") not in phone.url

    # The queue that was open all along shows it, without anybody loading the page again.
    def arrived() -> list[str]:
        links = queue.locator("a[href*='/staff/reports/']").evaluate_all("a => a.map(x => x.href)")
        return [link for link in links if link not in before]

    wait_until(lambda: bool(arrived()) or queue.wait_for_timeout(200), LIVE / 1000)
    queue.goto(arrived()[0])
    expect(queue.get_by_text(words)).to_be_visible()

    say_to_reporter(queue, "ask", "Is there a mark that only you know?", "To tell it from others")
    other_phone = open_page(java_script_enabled=javascript)
    open_with_receipt(other_phone, receipt)
    expect(other_phone.get_by_text("Is there a mark that only you know?")).to_be_visible()
    other_phone.get_by_label("Answer our question").fill("A sticker of a puffin under the saddle.")
    press(other_phone, "Send")
    expect(other_phone.get_by_text("A sticker of a puffin")).to_be_visible()

    queue.reload()
    expect(queue.get_by_text("A sticker of a puffin")).to_be_visible()
    close_report(queue, "It is here. You can fetch it at the front desk until eight tonight.")
    if javascript:
        # The open thread hears of it by itself.
        expect(other_phone.get_by_text("You can fetch it")).to_be_visible(timeout=LIVE)
    other_phone.reload()
    expect(other_phone.get_by_text("You can fetch it")).to_be_visible()


def test_a_wrong_receipt_opens_nothing(open_page: OpenPage, network_guard: Guard) -> None:
    page = open_page()
    page.goto("/receipt/")
    box = page.get_by_role("main").locator("input[type=text], input:not([type])").first
    box.fill("0000 1111 2222 3333 4444 5555")
    page.get_by_role("main").locator("button[type=submit]:visible").first.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page).not_to_have_url(re.compile("thread"))
    network_guard.expect("422")


def follow_friargate(page: Page, site: RunningSite, address: str) -> None:
    """Follow one neighbourhood by e-mail, and confirm from the letter."""
    page.goto("/alerts/")
    page.locator("input[name=topics][value=safety]").check()
    page.locator("input[name=where][value=places]").check()
    page.locator("input[name=areas][value=demo-friargate]").check()
    page.locator("input[name=email]").fill(address)
    press(page, "Send me the link to confirm")
    letter = site.wait_for_mail(address, "").get_body(("plain",))
    assert letter
    link = re.search(r"https?://\S+/alerts/confirm/\S+", letter.get_content())
    assert link
    page.goto(link.group())
    press(page, "Yes, start my alerts")
    expect(page.get_by_role("heading", name="Your alerts are on")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_warning_reaches_those_who_follow_that_part_of_town(
    site: RunningSite, open_page: OpenPage, as_role: OpenPage, javascript: bool
) -> None:
    address = f"follower.{secrets.token_hex(4)}@commonbeat.example"
    headline = f"Keep off the river path {secrets.token_hex(3)}"
    follow_friargate(open_page(java_script_enabled=javascript), site, address)

    writer = as_role("engagement-officer", java_script_enabled=javascript)
    writer.goto("/staff/warnings/new/")
    writer.locator("input[name=severity][value=severe]").check(force=True)
    writer.locator("[name=headline_en]").fill(headline)
    writer.locator("[name=facts_en]").fill("The water is over the path and it is dark.")
    writer.locator("input[name=topic][value=safety], select[name=topic]").first.evaluate(
        "e => { if (e.tagName === 'SELECT') e.value = 'safety'; else e.checked = true }"
    )
    writer.locator("input[name=areas][value=demo-friargate]").check(force=True)
    writer.locator("button[value=ask]").click()
    expect(writer.get_by_text(headline).first).to_be_visible()
    warning = writer.url
    # Whoever wrote it cannot give the second yes.
    expect(writer.locator("form[action*='/approve/'] button[type=submit]:enabled")).to_have_count(0)

    supervisor = as_role("supervisor", java_script_enabled=javascript)
    supervisor.goto(warning)
    supervisor.locator("form[action*='/approve/'] button[type=submit]").click()
    expect(supervisor.get_by_role("main")).to_contain_text(headline)

    letter = site.wait_for_mail(address, headline, seconds=30)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    resident = as_role("resident", java_script_enabled=javascript)
    resident.goto("/alerts/inbox/")
    public = open_page(java_script_enabled=javascript)
    wait_until(lambda: headline in _text_of(public, "/"), 20)


def _text_of(page: Page, path: str) -> str:
    page.goto(path)
    return page.get_by_role("main").inner_text()
