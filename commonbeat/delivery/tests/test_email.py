"""E-mail, out to a real server that counts."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from commonbeat.delivery import actions, queries, rules
from commonbeat.delivery.actions import sending
from commonbeat.delivery.channels.email import letters, transport
from commonbeat.delivery.channels.email.transport import EmailTransport
from commonbeat.delivery.models import Endpoint, OutboxMessage
from commonbeat.delivery.rules import MAX_FAULTS, Channel, MessageState
from commonbeat.delivery.tests.factories import (
    NOW,
    make_content,
    make_endpoint,
    make_exercise,
    make_messages,
)
from commonbeat.delivery.tests.sink import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], ids=["pipelined", "stepwise"])
def sink(request: pytest.FixtureRequest) -> Iterator[Sink]:
    with Sink(pipelining=request.param) as listening:
        yield listening


@pytest.fixture
def post(sink: Sink) -> Iterator[EmailTransport]:
    out = EmailTransport(sink.url)
    yield out
    out.close()


def _states() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))


def _parsed(body: bytes) -> EmailMessage:
    return message_from_bytes(body, policy=policy.default)


def test_every_message_leaves_once_over_one_connection(sink: Sink, post: EmailTransport) -> None:
    make_messages(25)
    assert post.drain(now=NOW) == 25
    assert post.drain(now=NOW) == 0
    assert sorted(to for to, *_ in sink.taken) == sorted(
        f"person{n}@example.com" for n in range(25)
    )
    assert len({message_id for _, message_id, _ in sink.taken}) == 25
    assert _states() == [MessageState.SENT] * 25
    assert sink.connections == 1


def test_a_mail_is_plain_text_first_and_calls_nobody(sink: Sink, post: EmailTransport) -> None:
    content = make_content(subject="Räder weg, 小心", body="Line\n.\n.dots\n\n" + "é" * 200)
    endpoint = make_endpoint()
    actions.enqueue(content=content, endpoint=endpoint, now=NOW)
    post.drain(now=NOW)
    mail = _parsed(sink.taken[0][2])
    assert mail["Subject"] == "Räder weg, 小心"
    assert mail["To"] == "ann@example.com"
    text, html = [part.get_content() for part in mail.iter_parts()]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "Line\n.\n.dots\n" in text.replace("\r\n", "\n")
    assert "é" * 200 in text
    assert "<img" not in html
    assert "/alerts/abc/" in text
    assert all(len(line) <= 998 for line in sink.taken[0][2].split(b"\r\n"))


@pytest.mark.parametrize(
    ("secret", "foot"), [("", "nobody reads it"), ("shared", "your words reach us as a report")]
)
def test_the_foot_says_whether_an_answer_is_read(
    secret: str, foot: str, sink: Sink, post: EmailTransport, settings: Settings
) -> None:
    settings.INBOUND_EMAIL_SECRET = secret
    make_messages(1)
    post.drain(now=NOW)
    for part in _parsed(sink.taken[0][2]).iter_parts():
        assert foot in " ".join(part.get_content().split())


def test_a_mail_program_can_stop_it_with_one_click(sink: Sink, post: EmailTransport) -> None:
    message = make_messages(1)[0]
    post.drain(now=NOW)
    mail = _parsed(sink.taken[0][2])
    link = f"http://localhost:8000/stop/{message.endpoint.stop_token}/"
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in mail.iter_parts():
        assert link in part.get_content()


def test_a_code_goes_first_and_has_nothing_to_stop(sink: Sink, post: EmailTransport) -> None:
    make_messages(3)
    actions.send_to_address(
        realm_id=1, address="now@example.com", language="en", subject="Code", body="1234", now=NOW
    )
    post.drain(now=NOW)
    assert sink.taken[0][0] == "now@example.com"
    assert _parsed(sink.taken[0][2])["List-Unsubscribe"] is None
    assert b"/stop/" not in sink.taken[0][2]


def test_a_refused_address_fails_for_good_and_holds_up_nobody(
    sink: Sink, post: EmailTransport
) -> None:
    sink.judge = lambda to: "550 No such person" if to.startswith("person1@") else "250 OK"
    make_messages(4)
    post.drain(now=NOW)
    assert _states() == ["sent", "failed", "sent", "sent"]
    assert OutboxMessage.objects.get(state="failed").error == "smtp 550"


def test_a_full_mailbox_is_tried_again_with_the_same_message_id(
    sink: Sink, post: EmailTransport
) -> None:
    answers = iter(["452 Full", "452 Full", "250 OK"])
    sink.judge = lambda to: next(answers)
    message = make_messages(1)[0]
    moment = NOW
    for _ in range(3):
        post.drain(now=moment)
        moment += rules.wait_before(9, chance=1)
    message.refresh_from_db()
    assert (message.state, message.tries) == (MessageState.SENT, 3)


def test_a_line_that_goes_dead_repeats_one_mail_with_its_message_id(
    sink: Sink, post: EmailTransport
) -> None:
    make_messages(10)
    sink.hang_up_after = 4
    assert post.drain(now=NOW) == 4
    assert _states().count("sent") == 3
    post._down_until = 0
    post.drain(now=NOW)
    post.drain(now=NOW + timedelta(minutes=1))
    assert set(_states()) == {"sent"}
    ids = [message_id for _, message_id, _ in sink.taken]
    assert (len(ids), len(set(ids))) == (11, 10)


def test_a_poison_message_is_parked_and_delays_nobody(
    sink: Sink, post: EmailTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = make_content("alert:poison")
    make_messages(3, content=poison)
    write = letters.write_letter

    def explode(content: object) -> letters.Letter:
        if content == poison:
            raise ZeroDivisionError
        return write(content)  # type: ignore[arg-type]

    monkeypatch.setattr(transport, "write_letter", explode)
    moment = NOW
    for n in range(MAX_FAULTS + 3):
        good = make_messages(1, content=make_content(f"alert:good-{n}"))[0]
        OutboxMessage.objects.filter(pk=good.pk).update(due_at=moment)
        post.drain(now=moment)
        good.refresh_from_db()
        assert good.state == MessageState.SENT, "the others are not delayed"
        moment += timedelta(minutes=9)
    parked = OutboxMessage.objects.filter(content=poison)
    assert set(parked.values_list("state", "faults")) == {(MessageState.PARKED, MAX_FAULTS)}


def test_poison_that_is_never_set_aside_would_be_noticed(
    sink: Sink, post: EmailTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MAX_FAULTS", 10**6)
    with pytest.raises(AssertionError):
        test_a_poison_message_is_parked_and_delays_nobody(sink, post, monkeypatch)


def test_what_expired_or_was_stopped_meanwhile_is_not_sent(
    sink: Sink, post: EmailTransport
) -> None:
    late = make_content("alert:late", expires_at=NOW + timedelta(hours=1))
    make_messages(1, content=late)
    message = make_messages(1)[0]
    # Stopped between the claim and the sending: the queue did not hear of it.
    Endpoint.objects.filter(pk=message.endpoint_id).update(stopped_at=NOW)
    post.drain(now=NOW + timedelta(hours=1))
    assert _states() == [MessageState.EXPIRED, MessageState.CANCELLED]
    assert sink.taken == []


def _smuggle_real_address_into_exercise() -> None:
    exercise = make_exercise()
    endpoint = make_endpoint("ann@exercise.invalid", realm_id=exercise.pk)
    content = make_content(realm_id=exercise.pk)
    actions.enqueue(content=content, endpoint=endpoint, now=NOW)
    endpoint.address = "ann@example.com"
    endpoint.save()


def test_an_exercise_never_reaches_the_mail_server(sink: Sink, post: EmailTransport) -> None:
    _smuggle_real_address_into_exercise()
    exercise = OutboxMessage.objects.get().realm_id
    harmless = make_endpoint("bob@exercise.invalid", realm_id=exercise)
    actions.enqueue(content=make_content(realm_id=exercise), endpoint=harmless, now=NOW)
    post.drain(now=NOW)
    assert _states() == [MessageState.REFUSED, MessageState.SENT]
    assert sink.taken == []


def test_without_the_realm_guard_the_check_above_fails(
    sink: Sink, post: EmailTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "may_reach", lambda **_: True)
    monkeypatch.setattr(queries, "live_realm_ids", lambda: frozenset(range(1, 10_000)))
    with pytest.raises(AssertionError):
        test_an_exercise_never_reaches_the_mail_server(sink, post)


def test_a_server_that_is_away_for_a_day_loses_nothing_and_uses_up_no_tries() -> None:
    make_messages(30)
    with Sink() as there:
        url, port = there.url, there.port
    post = EmailTransport(url)
    moment = NOW
    for _ in range(24 * 6):
        assert post.drain(now=moment) == 0
        post._down_until = 0.0  # time passes
        moment += timedelta(minutes=10)
    assert set(_states()) == {MessageState.QUEUED}
    assert set(OutboxMessage.objects.values_list("tries", flat=True)) == {0}
    assert post._pause <= 60
    back = Sink()
    back.port = port
    with back:
        post.drain(now=moment)
        post.close()
    assert set(_states()) == {MessageState.SENT}
    assert len(back.taken) == 30


def test_giving_up_on_a_server_that_is_away_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def give_up(self: EmailTransport, down: object) -> None:
        OutboxMessage.objects.update(state=MessageState.FAILED)

    monkeypatch.setattr(EmailTransport, "_note_down", give_up)
    with pytest.raises(AssertionError):
        test_a_server_that_is_away_for_a_day_loses_nothing_and_uses_up_no_tries()


def test_a_claim_that_was_abandoned_is_taken_up_after_its_lease(
    sink: Sink, post: EmailTransport
) -> None:
    make_messages(2)
    lease = timedelta(minutes=2)
    claimed = sending.claim(channel=Channel.EMAIL, limit=10, lease=lease, now=NOW)
    assert len(claimed) == 2
    assert post.drain(now=NOW + timedelta(minutes=1)) == 0
    assert post.drain(now=NOW + lease) == 2
