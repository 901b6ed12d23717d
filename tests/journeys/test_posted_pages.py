"""Pages that only a form leads to: whole for everybody, with their errors.

The walk from link to link meets none of them, so they are brought about here one by one. Each is
judged in one look, taking turns, and in every look by ``make assurance``.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Guard, Look, OpenPage
from tests.journeys.hands import choose_topic, press, settled
from tests.journeys.queue import unread_reports
from tests.journeys.test_main_path import open_with_receipt, report_a_bicycle

pytestmark = pytest.mark.assurance


def refuse(page: Page, look: Look, name: str, button: str = "Continue") -> None:
    """Look at a page as it comes, then as it comes back when it was sent without an answer."""
    look(page, name)
    press(page, button)
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page, f"{name}, with its error")


def test_every_question_of_a_report_is_whole(open_page: OpenPage, look: Look) -> None:
    page = open_page()
    page.goto("/report/")
    refuse(page, look, "emergency")
    page.get_by_label("No, it is over or not urgent").check()
    press(page, "Continue")
    refuse(page, look, "what")
    choose_topic(page, "followed")
    press(page, "Continue")
    refuse(page, look, "when")
    page.locator("input[name=when][value=now]").check()
    press(page, "Continue")
    refuse(page, look, "again")
    page.locator("input[name=danger_again][value=no]").check()
    press(page, "Continue")
    refuse(page, look, "where")
    page.get_by_label("Street or place").fill("Harris Museum")
    press(page, "Find")
    look(page, "where, with what was found")
    page.locator("input[name=cell]:visible").first.check()
    press(page, "Continue")
    refuse(page, look, "words")
    page.locator("textarea:visible").fill("Somebody walks behind me every evening.")
    press(page, "Continue")
    look(page, "destination")
    press(page, "Continue")
    look(page, "identity")
    page.locator("input[name=identity][value=confidential]").check()
    press(page, "Continue")
    refuse(page, look, "contact")
    press(page, "Back")
    page.locator("input[name=identity][value=pseudonym]").check()
    press(page, "Continue")
    refuse(page, look, "a made-up name")
    page.get_by_label("What shall we call you?").fill("Night Owl")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1, name="How do you know about it?")).to_be_visible()
    look(page, "one question of its kind")
    press(page, "Skip the other questions")
    expect(
        page.get_by_role("heading", level=1, name="Do you have photos or other files?")
    ).to_be_visible()
    look(page, "evidence")
    page.locator("input[name=upload]").set_input_files(
        {"name": "note.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}
    )
    expect(page.locator(".cb-upload__state--bad").first).to_be_visible(timeout=30_000)
    look(page, "evidence, with its error")


def test_first_questions_and_another_door_are_whole(open_page: OpenPage, look: Look) -> None:
    page = open_page()
    page.goto("/report/")
    page.get_by_label("No, it is over or not urgent").check()
    press(page, "Continue")
    choose_topic(page, "worried")
    press(page, "Continue")
    refuse(page, look, "a first question")
    for question in ("life", "crime"):
        page.locator(f"input[name=q-{question}][value=no]").check()
        press(page, "Continue")
    expect(page.get_by_role("heading", level=1, name=re.compile("NHS 111"))).to_be_visible()
    look(page, "another door")
    press(page, "Tell the police as well")
    expect(page.get_by_role("heading", level=1, name="When did it happen?")).to_be_visible()


def test_the_pages_that_change_the_questions_are_whole(as_role: OpenPage, look: Look) -> None:
    page = as_role("administrator")
    page.goto("/staff/questions/unsafe-place/")
    press(page, "Change the questions")
    expect(page.get_by_role("heading", name="Ask these questions from now on")).to_be_visible()
    look(page, "a set of questions, drafted")
    page.goto("/staff/questions/unsafe-place/why/")
    look(page, "one question to change")
    page.get_by_label("The question").fill("")
    press(page, "Keep it in the draft")
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page, "one question to change, with its error")
    page.goto("/staff/questions/unsafe-place/frame/")
    look(page, "around the questions")
    page.goto("/staff/questions/unsafe-place/words/pl/")
    look(page, "the questions in another language")
    page.goto("/staff/questions/unsafe-place/preview/")
    look(page, "the questions as people see them")
    page.goto("/staff/questions/unsafe-place/")
    press(page, "Throw the draft away")
    expect(page.get_by_text("The draft is gone.")).to_be_visible()


def test_whoever_is_signed_in_chooses_a_name_on_a_whole_page(as_role: OpenPage, look: Look) -> None:
    page = as_role("resident")
    page.goto("/report/")
    answer_shortly(page)
    press(page, "Change How you are known")
    page.locator("input[name=identity][value=named]").check()
    press(page, "Continue")
    look(page, "check, with a name")


def test_only_counting_and_climbing_are_whole(open_page: OpenPage, look: Look) -> None:
    page = open_page()
    page.goto("/report/")
    answer_shortly(page, rung="counted")
    look(page, "check, only counted")
    press(page, "Continue")
    press(page, "Send my report")
    expect(page.get_by_role("heading", name="Thank you. We counted it.")).to_be_visible()
    look(page, "counted")
    page.get_by_role("link", name="Tell us more now").click()
    look(page, "thread, only counted")
    page.get_by_role("link", name="Tell us what happened").click()
    page.locator("textarea:visible").fill("When do you come to our street?")
    look(page, "saying more")
    press(page, "Send it to the police")
    page.get_by_role("link", name="Tell us more about who I am").click()
    look(page, "climbing")
    page.locator("input[name=identity][value=confidential]").check()
    press(page, "Continue")
    refuse(page, look, "climbing, sure", "Change how I am known")


def answer_shortly(page: Page, rung: str = "anonymous") -> None:
    """Answer as little as possible, up to the page that shows all answers."""
    page.get_by_label("No, it is over or not urgent").check()
    press(page, "Continue")
    choose_topic(page, "question")
    press(page, "Continue")
    page.locator("input[name=where_unknown]").check()
    press(page, "Continue")
    page.locator("textarea:visible").fill("When do you come to our street?")
    press(page, "Continue")
    if rung == "counted":
        page.locator("input[name=destination][value=nobody]").check()
        press(page, "Continue")
        return
    press(page, "Continue")
    page.locator(f"input[name=identity][value={rung}]").check()
    press(page, "Continue")


def test_the_receipt_and_what_it_opens_are_whole(open_page: OpenPage, look: Look) -> None:
    page = open_page()
    page.goto("/report/")
    answer_shortly(page)
    look(page, "check")
    press(page, "Continue")
    look(page, "receipt")
    press(page, "Send my report")
    expect(page.get_by_role("heading", name="Thank you. We have your question.")).to_be_visible()
    look(page, "sent")

    phone = open_page()
    receipt = report_a_bicycle(phone, "My green bicycle with the bell was taken.")
    open_with_receipt(phone, receipt)
    look(phone, "thread")
    press(phone, "Send")
    look(phone, "thread, with nothing said")
    for name in ("proof", "reminder", "withdraw"):
        phone.goto(f"/receipt/{name}/")
        expect(phone).to_have_url(re.compile(f"/receipt/{name}/$"))
        look(phone, name)


def test_a_name_that_is_locked_away_is_asked_for_on_whole_pages(
    open_page: OpenPage, as_role: OpenPage, look: Look
) -> None:
    staff = as_role("supervisor")
    before = unread_reports(staff)
    page = open_page()
    page.goto("/report/")
    answer_shortly(page, rung="confidential")
    page.get_by_label("Your name", exact=True).fill("Olly Invented")
    page.locator("input[name=reach_how]").last.check()
    press(page, "Continue")
    look(page, "check, with a name locked away")
    press(page, "Continue")
    press(page, "Send my report")
    page.locator("main a[href$='/receipt/thread/']").first.click()
    look(page, "thread, with a name locked away")

    [case] = unread_reports(staff) - before
    staff.goto(case)
    look(staff, "a case with a name locked away")
    staff.get_by_role("link", name="Asking to see it").click()
    look(staff, "a name locked away")
    press(staff, "Ask to see the name")
    expect(staff.get_by_role("alert").first).to_be_visible()
    look(staff, "a name locked away, with its errors")


def test_the_page_that_says_call_is_whole(open_page: OpenPage, look: Look) -> None:
    page = open_page()
    page.goto("/report/")
    page.locator("input[name=danger][value=yes]").check()
    press(page, "Continue")
    expect(page.locator("a[href='tel:999']:visible").first).to_be_visible()
    look(page, "call now")


def test_a_wrong_receipt_is_answered_by_a_whole_page(open_page: OpenPage, look: Look) -> None:
    page = open_page()
    page.goto("/receipt/")
    box = page.get_by_role("main").locator("input[type=text], input:not([type])").first
    box.fill("0000 1111 2222 3333 4444 5555")
    page.get_by_role("main").locator("button[type=submit]:visible").first.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page, "a wrong receipt")


def test_the_composer_is_whole_with_its_errors(as_role: OpenPage, look: Look) -> None:
    page = as_role("engagement-officer")
    page.goto("/staff/warnings/new/")
    page.locator("button[value=ask]").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page, "a new warning, with its errors")
    page.goto("/staff/news/")
    page.get_by_role("main").locator("button[type=submit]:visible").last.click()
    look(page, "news, with its errors")


def test_the_forms_of_a_case_are_whole(as_role: OpenPage, look: Look) -> None:
    page = as_role("triage-operator")
    page.goto("/staff/queue/?tab=new")
    page.locator("main a[href*='/staff/reports/']:visible").first.click()
    expect(page.locator("#act-end")).to_be_attached()
    settled(page)
    case = page.url
    boxes = page.evaluate("[...document.querySelectorAll('details.cb-act-box')].map(d => d.id)")
    assert len(boxes) >= 3
    for box in boxes:
        page.goto(case)
        open_form(page, box)
        look(page, f"{box}, open")
        page.locator(f"#{box} form button[type=submit]").click()
        expect(page.get_by_text("Nothing was sent yet.").first).to_be_visible()
        settled(page)
        open_form(page, box)
        look(page, f"{box}, with its errors")
    page.goto(case)
    page.locator("form#reply").get_by_role("button", name=re.compile("^Send")).click()
    expect(page.get_by_text("Nothing was sent yet.").first).to_be_visible()
    look(page, "an answer without words")


def open_form(page: Page, box: str) -> None:
    """Open one form of a decision, which closes the others, and what it folds away."""
    page.evaluate(
        "id => document.querySelectorAll(`#${id}, #${id} details`).forEach(d => { d.open = true })",
        box,
    )


def test_sabotage_an_error_in_pale_letters_is_noticed(
    open_page: OpenPage, look: Look, network_guard: Guard
) -> None:
    page = open_page()
    page.goto("/report/")
    press(page, "Continue")
    expect(page.get_by_role("alert").first).to_be_visible()
    page.evaluate(
        "document.querySelector('.cb-field__error').style.color = "
        "'color-mix(in srgb, var(--cb-ink) 18%, var(--cb-paper))'"
    )
    with pytest.raises(AssertionError, match="color-contrast"):
        look(page, "emergency, with a pale error")
    network_guard.found.clear()
