"""Into the outbox: once, whoever asks how often."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.core.errors import NotAllowed
from commonbeat.core.states import MoveNotAllowed
from commonbeat.delivery import actions, queries
from commonbeat.delivery.actions import outbox, retention
from commonbeat.delivery.models import Content, Endpoint, OutboxMessage
from commonbeat.delivery.rules import (
    MESSAGE_STATES,
    Channel,
    MessageState,
    may_reach,
    wait_before,
)
from commonbeat.delivery.tests.factories import (
    NOW,
    make_content,
    make_endpoint,
    make_exercise,
    make_messages,
)


@pytest.mark.django_db
class TestAddresses:
    def test_one_address_is_one_endpoint(self) -> None:
        one = make_endpoint(" Ann@Example.COM ")
        assert make_endpoint("Ann@example.com") == one
        assert Endpoint.objects.get().address == "Ann@example.com"

    def test_an_address_is_not_in_the_database_in_clear(self) -> None:
        make_endpoint("secret.person@example.com")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM delivery_endpoint")
            row = cursor.fetchone()
        assert not any(b"secret" in bytes(v) for v in row if isinstance(v, bytes | memoryview))

    @pytest.mark.parametrize(
        "address",
        ["", "ann", "ann@", "a b@example.com", "ann@example.com\r\nBcc: x@y.org", "é@x.uk"],
    )
    def test_what_is_no_address_is_refused_in_words(self, address: str) -> None:
        with pytest.raises(actions.InvalidAddress, match="right form"):
            make_endpoint(address)

    def test_an_address_survives_a_new_key(self, settings: object) -> None:
        one = make_endpoint("ann@example.com")
        settings.FIELD_KEYS = ["another-key", *settings.FIELD_KEYS]  # type: ignore[attr-defined]
        assert make_endpoint("ann@example.com") == one

    def test_an_exercise_cannot_write_to_a_real_address(self) -> None:
        exercise = make_exercise()
        with pytest.raises(NotAllowed, match="exercise"):
            make_endpoint("ann@example.com", realm_id=exercise.pk)
        assert make_endpoint("ann@exercise.invalid", realm_id=exercise.pk).pk


@pytest.mark.django_db
class TestEnqueue:
    def test_asking_twice_is_one_message(self) -> None:
        content, endpoint = make_content(), make_endpoint()
        first = actions.enqueue(content=content, endpoint=endpoint, now=NOW)
        assert actions.enqueue(content=content, endpoint=endpoint, now=NOW) == first

    def test_one_label_and_language_is_one_text(self) -> None:
        assert make_content(body="One") == make_content(body="Two")
        assert make_content(language="zh-hans") != make_content()

    def test_a_text_of_one_realm_never_reaches_an_address_of_another(self) -> None:
        exercise = make_exercise()
        content, real = make_content(realm_id=exercise.pk), make_endpoint()
        with pytest.raises(actions.WrongRealm):
            actions.enqueue(content=content, endpoint=real, now=NOW)
        everybody = Endpoint.objects.all()
        assert actions.enqueue_for(content=content, endpoints=everybody, now=NOW) == 0

    def test_a_whole_audience_is_written_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outbox, "CHUNK", 3)
        for n in range(10):
            make_endpoint(f"person{n}@example.com")
        stopped = make_endpoint("stopped@example.com")
        actions.stop(endpoint=stopped, now=NOW)
        content, everybody = make_content(), Endpoint.objects.all()
        assert actions.enqueue_for(content=content, endpoints=everybody, now=NOW) == 10
        assert actions.enqueue_for(content=content, endpoints=everybody, now=NOW) == 0
        message = OutboxMessage.objects.first()
        assert message is not None
        assert (message.state, message.due_at, message.channel) == ("queued", NOW, "email")
        assert (message.realm_id, message.tries, message.error) == (1, 0, "")

    def test_an_audience_may_be_rows_that_point_at_addresses(self) -> None:
        make_messages(4)
        again = make_content("alert:two")
        told = OutboxMessage.objects.filter(content__label="alert:one")
        written = actions.enqueue_for(
            content=again, endpoints=told, now=NOW, endpoint_field="endpoint_id"
        )
        assert written == 4

    def test_nobody_is_nobody(self) -> None:
        nobody = Endpoint.objects.none()
        assert actions.enqueue_for(content=make_content(), endpoints=nobody, now=NOW) == 0

    def test_stopping_takes_back_what_waits_and_keeps_codes(self) -> None:
        routine = make_messages(1)[0]
        endpoint = routine.endpoint
        code = actions.send_to_address(
            realm_id=1, address=endpoint.address, language="en", subject="s", body="b", now=NOW
        )
        actions.stop(endpoint=endpoint, now=NOW)
        routine.refresh_from_db()
        code.refresh_from_db()
        assert (routine.state, code.state) == (MessageState.CANCELLED, MessageState.QUEUED)
        later = actions.enqueue(content=make_content("alert:2"), endpoint=endpoint, now=NOW)
        assert later.state == MessageState.CANCELLED
        actions.resume(endpoint=endpoint)
        last = actions.enqueue(content=make_content("alert:3"), endpoint=endpoint, now=NOW)
        assert last.state == MessageState.QUEUED

    def test_progress_counts_every_message(self) -> None:
        messages = make_messages(6)
        for message, state in zip(
            messages, ["sent", "failed", "parked", "cancelled"], strict=False
        ):
            OutboxMessage.objects.filter(pk=message.pk).update(state=state)
        content = messages[0].content
        progress = queries.progress([content])
        assert (progress.waiting, progress.sent, progress.failed, progress.stopped) == (2, 1, 2, 1)
        assert progress.total == 6
        assert queries.progress(Content.objects.filter(pk=content.pk)) == progress

    def test_only_a_parked_message_is_tried_again_by_hand(self) -> None:
        message = make_messages(1)[0]
        with pytest.raises(MoveNotAllowed):
            actions.retry_parked(message=message, now=NOW)
        OutboxMessage.objects.update(state=MessageState.PARKED, faults=5)
        message.refresh_from_db()
        actions.retry_parked(message=message, now=NOW)
        message.refresh_from_db()
        assert (message.state, message.faults) == (MessageState.QUEUED, 0)


@pytest.mark.django_db
class TestForgetting:
    def test_what_is_past_its_time_goes_and_nothing_else(self) -> None:
        messages = make_messages(3)
        OutboxMessage.objects.exclude(pk=messages[2].pk).update(state=MessageState.SENT)
        later = NOW + timedelta(days=91)
        assert retention.prune(now=later) == 0, "one message of the text still waits"
        OutboxMessage.objects.update(state=MessageState.SENT)
        assert retention.prune(now=NOW + timedelta(days=89)) == 0
        while retention.prune(now=later):
            pass
        assert not Content.objects.exists()
        assert not Endpoint.objects.exists()

    def test_a_code_is_forgotten_after_a_week(self) -> None:
        actions.send_to_address(
            realm_id=1, address="a@example.com", language="en", subject="s", body="b", now=NOW
        )
        OutboxMessage.objects.update(state=MessageState.SENT)
        while retention.prune(now=NOW + timedelta(days=8)):
            pass
        assert not Content.objects.exists()
        assert Endpoint.objects.exists()


class TestRules:
    def test_every_state_is_in_the_table_and_in_the_database(self) -> None:
        assert set(MESSAGE_STATES.moves) == set(MessageState)
        assert MESSAGE_STATES.allows(MessageState.QUEUED, MessageState.SENDING)
        assert MessageState.SENT in MESSAGE_STATES.ends()

    @given(st.integers(0, 10_000), st.floats(0, 1))
    def test_the_wait_grows_and_stays_under_eight_minutes(self, tries: int, chance: float) -> None:
        wait = wait_before(tries, chance=chance)
        assert timedelta(seconds=5) <= wait <= timedelta(minutes=8)
        assert wait_before(tries + 1, chance=chance) >= wait

    @given(st.emails())
    def test_an_exercise_reaches_sink_addresses_alone(self, address: str) -> None:
        assert may_reach(realm_is_live=True, channel=Channel.EMAIL, address=address)
        reaches = may_reach(realm_is_live=False, channel=Channel.EMAIL, address=address)
        assert reaches == address.lower().endswith("@exercise.invalid")
