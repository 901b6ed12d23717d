"""A hundred nasty strings in every text field of every form: no fault, and what is kept is shown.

Forms are found by opening every page as everybody, not from a list. Every day each field takes its
turn with a few of the strings; COMMONBEAT_ASSURANCE=full puts each string into each field.
"""

from html.parser import HTMLParser
from itertools import cycle, islice

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import address, at_desk, make_decision
from commonbeat.core import clock
from commonbeat.reports.actions import FaultyMessage, say_as_reporter
from commonbeat.reports.forms.receipt import MessageForm
from commonbeat.reports.models import Report
from commonbeat.reports.rules import tidy_text
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.test_flow_junk import NASTY
from tests.assurance.figures import FULL, figure
from tests.hostile.forms import Form, every_form

pytestmark = [pytest.mark.assurance, pytest.mark.django_db]

A_FIELD = len(NASTY) if FULL else 2
# More than a form of a text field may carry at all (and 1 MB below).
HUGE = "word " * 220_000
# Fields that a megabyte is put into at least: those of four pages, or of all.
LEAST_FIELDS = figure(20, 60)


def sendable(words: str) -> str:
    """Return what a browser can send: half a character cannot travel."""
    return words.encode("utf-8", "replace").decode()


def fall_over(forms: list[tuple[Client, Form]], words_each: int) -> list[str]:
    """Put nasty strings into every field of every form; return where the site fell over."""
    found, nasty = [], cycle(NASTY)
    for client, form in forms:
        for name in dict.fromkeys(form.typed):
            for words in islice(nasty, words_each):
                if status := _status(client, form, {name: sendable(words)}):
                    found.append(f"{form.method} {form.action} {name}={words[:30]!r}: {status}")
    return found


def _status(client: Client, form: Form, changes: dict[str, str]) -> int:
    """Send a form and take back whatever it did; return the status of a fault, or nothing."""
    cache.clear()  # nobody is stopped for trying too often
    with transaction.atomic():
        send = client.get if form.method == "get" else client.post
        status = int(send(form.action, form.values | changes).status_code)
        transaction.set_rollback(True)
    return status if status >= 500 else 0


def test_no_string_in_any_field_makes_the_site_fall_over() -> None:
    forms = every_form()
    assert len(forms) > 30, "the walk must find the forms"
    assert fall_over(forms, A_FIELD) == []


def too_much_for(forms: list[tuple[Client, Form]]) -> tuple[int, list[str]]:
    """Put a megabyte into each field; return how many there were, and where the site fell over."""
    tried, found = 0, []
    for client, form in forms:
        for name in dict.fromkeys(form.typed) if form.method == "post" else ():
            tried += 1
            if status := _status(client, form, {name: HUGE}):
                found.append(f"{form.action} {name}: {status}")
    return tried, found


def test_a_megabyte_in_a_field_is_answered() -> None:
    tried, found = too_much_for(every_form(None if FULL else 4))
    assert tried >= LEAST_FIELDS
    assert found == []


def test_sabotage_a_field_that_chokes_on_a_megabyte_is_noticed(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def choke(form: MessageForm) -> bool:
        if len(form.data["body"]) > 1_000_000:
            raise MemoryError
        return False

    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    monkeypatch.setattr(MessageForm, "is_valid", choke)
    _tried, found = too_much_for(every_form(2))
    assert any("body" in line for line in found)


def test_sabotage_a_field_that_trusts_its_words_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MessageForm, "clean_body", lambda form: str(int(form.data["body"])))
    forms = [(client, form) for client, form in every_form(2) if "body" in form.typed]
    assert fall_over(forms, 2) != []


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(page: bytes) -> str:
    """Return what a page says, without spaces and line ends."""
    reader = _Words()
    reader.feed(page.decode())
    return squeezed("".join(reader.words))


def squeezed(text: str) -> str:
    return "".join(text.split())


def not_shown_as_written(nasty: list[str]) -> list[str]:
    """Say nasty things on every side of one report; return what a page shows otherwise."""
    code = make_receipt()
    report = make_report(receipt=code, now=clock.now())
    client, officer = at_desk(Role.SUPERVISOR)
    holder = Client()
    holder.post("/receipt/", {"receipt": code})
    said = []
    for number, words in enumerate(nasty):
        text = f"Message {number} says {tidy_text(sendable(words))[:900]} and no more"
        try:
            say_as_reporter(report=Report.objects.get(pk=report.pk), body=text, now=clock.now())
        except FaultyMessage:
            continue
        make_decision(report, DecisionKind.ANSWER, user=officer, words=f"Answer to {text}")
        said += [text, f"Answer to {text}"]
    assert len(said) > len(nasty)
    shown = {
        "thread": words_of(holder.get("/receipt/thread/").content),
        "case": words_of(client.get(address(report)).content),
    }
    return [
        f"{name}: {text[:60]!r}"
        for name, page in shown.items()
        for text in said
        if squeezed(text) not in page
    ]


def test_what_was_written_is_shown_as_it_was_written() -> None:
    assert not_shown_as_written(NASTY if FULL else NASTY[::3]) == []


def test_sabotage_a_page_that_cuts_words_short_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "commonbeat.reports.actions.talk.checked_body", lambda body: body.replace("<", "")
    )
    assert not_shown_as_written(NASTY[12:24]) != []
