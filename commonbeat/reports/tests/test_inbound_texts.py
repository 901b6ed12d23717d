"""Text messages come in signed and once, and are answered in one message."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock
from commonbeat.delivery.models import OutboxMessage
from commonbeat.reports.actions import (
    say_as_police,
    say_as_reporter,
)
from commonbeat.reports.models import EntryDoor, MessageKind, Report
from commonbeat.reports.queries import report_by_receipt
from commonbeat.reports.rules.signed import twilio_signature
from commonbeat.reports.tests.inbound import (
    SECRET,
    TEXT,
    TWILIO,
    deliver,
    text_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def doors_are_open(settings: Settings) -> None:
    settings.INBOUND_EMAIL_SECRET = SECRET
    settings.INBOUND_TEXT_SECRET = SECRET
    settings.TWILIO_AUTH_TOKEN = SECRET
    settings.BASE_URL = "https://report.example"


def test_a_text_is_answered_with_its_receipt_in_one_message(client: Client) -> None:
    reply = text_in(client, "Men with knives ran past the station")
    report = Report.objects.get()
    assert reply.startswith("In danger? Call 999.")
    assert len(reply) <= 160
    assert report_by_receipt(reply.split()[-1]) == report
    assert (report.door, report.is_anonymous) == (EntryDoor.TEXT.value, False)


def test_the_provider_may_ask_again_and_gets_the_same_answer(client: Client) -> None:
    assert text_in(client, "A fire in a bin") == text_in(client, "A fire in a bin")
    assert Report.objects.count() == 1


def test_more_from_the_same_number_goes_to_the_open_report(client: Client) -> None:
    text_in(client, "A fire in a bin")
    assert "added" in text_in(client, "By the library", once="t-2")
    assert [m.body for m in Report.objects.get().messages.all()] == ["By the library"]
    text_in(client, "Somebody else", once="t-3", number="+447700900999")
    assert Report.objects.count() == 2


def twilio_post(client: Client, fields: dict[str, str], token: str = SECRET) -> Any:
    url = "https://report.example" + TWILIO
    signed = twilio_signature(token, url=url, fields={k: [v] for k, v in fields.items()})
    return client.post(TWILIO, fields, headers={"X-Twilio-Signature": signed})


FIELDS = {"MessageSid": "SM1", "From": "+447700900123", "Body": "A <fight> & shouting"}


def test_the_published_example_of_twilio_has_the_published_signature() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    url = "https://example.com/myapp.php?foo=1&bar=2"
    made = twilio_signature("12345", url=url, fields={k: [v] for k, v in fields.items()})
    assert made == "L/OH5YylLD5NRKLltdqwSvS0BnU="


def test_twilio_is_answered_in_its_own_language(client: Client) -> None:
    answer = twilio_post(client, FIELDS)
    page = answer.content.decode()
    assert answer["Content-Type"].startswith("text/xml")
    assert re.fullmatch(r"<\?xml.*<Response><Message>In danger\?.*</Message></Response>", page)
    assert Report.objects.get().description == "A <fight> & shouting"


def test_a_form_that_twilio_did_not_sign_is_refused(client: Client) -> None:
    assert twilio_post(client, FIELDS, token="another").status_code == 403
    assert client.post(TWILIO, FIELDS).status_code == 403
    assert client.post(TWILIO, FIELDS, headers={"X-Twilio-Signature": "ü"}).status_code == 403
    assert Report.objects.count() == 0


def test_twilio_asking_again_is_one_report(client: Client) -> None:
    assert twilio_post(client, FIELDS).content == twilio_post(client, FIELDS).content
    assert Report.objects.count() == 1


def _bad_texts() -> Iterator[bytes]:
    good = {"id": "1", "from": "+447700900123", "text": "Hello"}
    yield from (b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 20_000)
    for name in good:
        yield json.dumps({**good, name: ""}).encode()
        yield json.dumps({key: value for key, value in good.items() if key != name}).encode()
    yield json.dumps({**good, "from": "=cmd()"}).encode()
    yield json.dumps({**good, "id": "x" * 500}).encode()
    yield json.dumps({**good, "text": "\x00\ud800"}).encode()


@pytest.mark.parametrize("body", list(_bad_texts()), ids=lambda body: body[:30].decode("latin-1"))
def test_a_text_that_is_none_is_refused(client: Client, body: bytes) -> None:
    assert deliver(client, body, path=TEXT).status_code == 422
    assert Report.objects.count() == 0


def test_somebody_who_texted_is_not_written_to_by_mail(client: Client) -> None:
    text_in(client, "A fire in a bin")
    report = Report.objects.get()
    say_as_reporter(report=report, body="More.", now=clock.now())
    officer = make_user(Role.TRIAGE_OPERATOR)
    say_as_police(
        report=report,
        kind=MessageKind.ANSWER,
        body="It is out.",
        actor=officer.actor,
        now=clock.now(),
    )
    assert OutboxMessage.objects.count() == 0
