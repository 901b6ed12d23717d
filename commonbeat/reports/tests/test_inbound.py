"""E-mail comes in signed, fresh and once; nothing that comes in breaks us."""

from email.message import EmailMessage

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.delivery.models import Content, OutboxMessage
from commonbeat.delivery.queries import mail_id
from commonbeat.reports.actions import (
    erase_report,
    say_as_police,
    withdraw_report,
)
from commonbeat.reports.models import Correspondent, EntryDoor, MailMark, MessageKind, Report
from commonbeat.reports.queries import report_by_receipt, same_contact
from commonbeat.reports.rules.letters import Unreadable, plain_text, read_letter, without_receipts
from commonbeat.reports.tests.inbound import (
    EMAIL,
    SECRET,
    TEXT,
    TWILIO,
    bodies,
    deliver,
    letter,
    receipt_in,
)
from commonbeat.reports.tests.nasty_letters import NASTY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def doors_are_open(settings: Settings) -> None:
    settings.INBOUND_EMAIL_SECRET = SECRET
    settings.INBOUND_TEXT_SECRET = SECRET
    settings.TWILIO_AUTH_TOKEN = SECRET
    settings.BASE_URL = "https://report.example"


# Signatures and replays


def check_only_the_provider_gets_in(client: Client) -> None:
    assert deliver(client, letter(), secret="another").status_code == 403
    assert deliver(client, letter(), ago=301).status_code == 403
    assert deliver(client, letter(), ago=-301).status_code == 403
    assert client.post(EMAIL, letter(), content_type="message/rfc822").status_code == 403
    assert Report.objects.count() == 0


def test_only_the_provider_gets_in_and_only_for_five_minutes(client: Client) -> None:
    check_only_the_provider_gets_in(client)
    assert deliver(client, letter(), ago=200).status_code == 200


def test_sabotage_a_signature_that_nobody_checks_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonbeat.reports.views.inbound.is_genuine", lambda *_a, **_k: True)
    with pytest.raises(AssertionError):
        check_only_the_provider_gets_in(client)


def test_sabotage_an_old_message_that_counts_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonbeat.reports.rules.signed.is_fresh", lambda *_a, **_k: True)
    with pytest.raises(AssertionError):
        check_only_the_provider_gets_in(client)


def test_a_wrong_signature_is_told_nothing_more(client: Client) -> None:
    page = deliver(client, letter(), secret="another").content.decode()
    assert "signature" not in page.lower()


@pytest.mark.parametrize("path", [EMAIL, TEXT, TWILIO])
def test_a_door_that_is_not_set_up_is_not_there(
    client: Client, settings: Settings, path: str
) -> None:
    settings.INBOUND_EMAIL_SECRET = settings.INBOUND_TEXT_SECRET = ""
    settings.TWILIO_AUTH_TOKEN = ""
    assert deliver(client, letter(), path=path, secret="").status_code == 404


def check_delivered_twice_is_once(client: Client) -> None:
    for _ in range(3):
        assert deliver(client, letter()).status_code == 200
    assert Report.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_the_same_message_delivered_again_is_one_report_and_one_answer(client: Client) -> None:
    check_delivered_twice_is_once(client)


def test_sabotage_a_replay_that_counts_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.reports.actions import arrivals
    from commonbeat.reports.tests.factories import make_receipt

    monkeypatch.setattr(arrivals, "receipts_of", lambda _once: [make_receipt()])
    monkeypatch.setattr(arrivals, "report_of_message", lambda _once: None)
    with pytest.raises(AssertionError):
        check_delivered_twice_is_once(client)


# E-mail


def test_an_email_becomes_a_report_with_a_way_to_answer(client: Client) -> None:
    deliver(client, letter())
    report = Report.objects.get()
    assert report.door == EntryDoor.EMAIL.value
    assert not report.is_anonymous
    assert report.description == "A window\n\nSomebody broke our window."
    assert report.correspondent.contact == "jo@people.example"
    raw = bytes(Correspondent.objects.values_list("contact_digest", flat=True)[0])
    assert b"jo@" not in raw


def test_its_sender_gets_the_warning_first_and_a_receipt_that_opens_it(client: Client) -> None:
    deliver(client, letter())
    [body] = bodies()
    assert body.startswith("In danger now? Call 999.")
    assert report_by_receipt(receipt_in(body)) == Report.objects.get()


def test_an_answer_of_ours_is_announced_without_its_words(client: Client) -> None:
    deliver(client, letter())
    officer = make_user(Role.TRIAGE_OPERATOR)
    say_as_police(
        report=Report.objects.get(),
        kind=MessageKind.ANSWER,
        body="We come by at noon.",
        actor=officer.actor,
        now=clock.now(),
    )
    told = bodies()[-1]
    assert "We wrote to you" in told
    assert "noon" not in told


def test_an_answer_to_our_letter_goes_on_with_its_report(client: Client) -> None:
    deliver(client, letter())
    [sent] = OutboxMessage.objects.all()
    quoted = "\n".join(f"> {line}" for line in bodies()[0].splitlines())
    answer = letter(
        f"It was a red car.\n\nOn Monday we wrote:\n{quoted}\n",
        Message_ID="<two@people.example>",
        In_Reply_To=mail_id(sent),
    )
    assert deliver(client, answer).json()["taken"] == "added"
    assert deliver(client, answer).json()["taken"] == "added"
    [message] = Report.objects.get().messages.all()
    assert message.body == "It was a red car."


def test_a_stranger_who_knows_the_id_of_a_letter_adds_nothing(client: Client) -> None:
    deliver(client, letter())
    [sent] = OutboxMessage.objects.all()
    stranger = letter(
        From="eve@people.example", Message_ID="<x@people.example>", In_Reply_To=mail_id(sent)
    )
    assert deliver(client, stranger).json()["taken"] == "report"
    assert Report.objects.count() == 2


def test_two_reports_of_one_address_are_shown_to_belong_together(client: Client) -> None:
    deliver(client, letter())
    deliver(client, letter("Again.", Message_ID="<three@people.example>"))
    first, second = Report.objects.order_by("pk")
    assert same_contact(second, reader=make_user(Role.TRIAGE_OPERATOR)) == [first]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.people.example>"},
        {"Return_Path": "<>"},
        {"From": "mailer-daemon@people.example"},
        {"From": "no-reply@commonbeat.example"},
    ],
)
def test_a_machine_is_not_answered(client: Client, headers: dict[str, str]) -> None:
    assert deliver(client, letter(**headers)).json()["taken"] == "ignored"
    assert (Report.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_somebody_who_writes_without_end_gets_five_confirmations(client: Client) -> None:
    for number in range(7):
        deliver(client, letter(Message_ID=f"<{number}@people.example>"))
    assert (Report.objects.count(), OutboxMessage.objects.count()) == (7, 5)


def test_files_are_named_and_not_taken(client: Client) -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "jo@people.example", "<f@people.example>"
    message.set_content("See the picture.")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="door.jpg")
    deliver(client, message.as_bytes())
    assert "Not taken with this email: door.jpg" in Report.objects.get().description
    assert "did not take the 1 file" in bodies()[0]


def test_html_is_read_as_words(client: Client) -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "jo@people.example", "<h@people.example>"
    message.set_content("<p>One</p><script>bad()</script><p>Two &amp; three", subtype="html")
    deliver(client, message.as_bytes())
    assert Report.objects.get().description == "One\n\nTwo & three"


def test_a_long_letter_is_kept_whole(client: Client) -> None:
    words = " ".join(f"word{number}" for number in range(1_500))
    deliver(client, letter(words))
    report = Report.objects.get()
    said = [report.description, *(m.body for m in report.messages.order_by("pk"))]
    assert "".join(said).split()[-1] == "word1499"


def test_an_empty_letter_is_refused(client: Client) -> None:
    assert deliver(client, letter(" ", Subject="")).status_code == 422


def test_a_letter_that_is_too_large_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonbeat.reports.views.inbound.LARGEST_LETTER", 2_000)
    assert deliver(client, letter("x" * 3_000)).status_code == 413


@pytest.mark.parametrize("raw", NASTY, ids=range(len(NASTY)))
def test_a_nasty_letter_is_taken_or_refused_and_never_breaks_us(client: Client, raw: bytes) -> None:
    assert deliver(client, raw).status_code in {200, 422}
    assert not any("\r" in content.subject for content in Content.objects.all())


def test_there_are_a_hundred_nasty_letters() -> None:
    assert len(set(NASTY)) >= 100


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=600), st.sampled_from(NASTY))
def test_any_bytes_are_read_or_unreadable(noise: bytes, raw: bytes) -> None:
    for data in (noise, b"From: a@b.example\r\n" + noise, raw[:80] + noise + raw[80:]):
        try:
            read = read_letter(data)
        except Unreadable:
            continue
        assert "\x00" not in read.text + read.subject


def test_no_receipt_stays_in_what_somebody_quotes() -> None:
    text = without_receipts("See 5H2B F6B3 G0XY PTHP K6JM KXAH.", instead="[gone]")
    assert text == "See [gone]."
    assert plain_text("<style>p{}</style><b>a</b>") == "a"


def check_nothing_of_the_sender_stays(client: Client) -> None:
    deliver(client, letter())
    report = Report.objects.get()
    withdraw_report(report=report, now=clock.now())
    erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=clock.now())
    assert not Correspondent.objects.exists()
    assert not MailMark.objects.exists()


def test_an_erased_report_forgets_who_sent_it(client: Client) -> None:
    check_nothing_of_the_sender_stays(client)


def test_sabotage_an_address_that_outlives_its_report_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonbeat.reports.actions.erasing._forget_rows", lambda report: None)
    with pytest.raises(AssertionError):
        check_nothing_of_the_sender_stays(client)
