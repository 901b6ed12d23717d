"""B3: several workers at once, and each message is in one pair of hands."""

import os
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.db.transaction import TransactionManagementError

from commonbeat.delivery import actions
from commonbeat.delivery.actions import sending
from commonbeat.delivery.channels import inbox
from commonbeat.delivery.channels.email.transport import EmailTransport
from commonbeat.delivery.models import Endpoint, InboxItem, OutboxMessage
from commonbeat.delivery.rules import Channel
from commonbeat.delivery.tests.factories import NOW, make_content, make_endpoint
from commonbeat.delivery.tests.sink import Sink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.assurance]

IS_FULL = os.environ.get("COMMONBEAT_ASSURANCE") == "full"
ROWS, WORKERS = (100_000, 8) if IS_FULL else (400, 8)
LEASE = timedelta(minutes=2)


@pytest.fixture
def _rows() -> None:
    for n in range(ROWS):
        make_endpoint(f"person{n}@example.com")
    actions.enqueue_for(content=make_content(), endpoints=Endpoint.objects.all(), now=NOW)


def _at_once(work: Callable[[], None]) -> None:
    faults: list[BaseException] = []
    start = threading.Barrier(WORKERS)

    def run() -> None:
        try:
            start.wait(30)
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _claim_everything(claim: Callable[..., list[sending.Claimed]]) -> Counter[int]:
    taken: Counter[int] = Counter()

    def work() -> None:
        while claimed := claim(channel=Channel.EMAIL, limit=50, lease=LEASE, now=NOW):
            taken.update(message.pk for message in claimed)

    _at_once(work)
    return taken


def _check(taken: Counter[int]) -> None:
    assert len(taken) == ROWS
    assert set(taken.values()) == {1}


def test_no_row_is_taken_twice(_rows: None) -> None:
    _check(_claim_everything(sending.claim))


def test_claiming_without_a_transaction_would_be_noticed(
    _rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(name: str) -> F:
        sleep(0.05)  # between looking and taking
        return F(name)

    monkeypatch.setattr(sending, "F", slowly)
    claim: Any = sending.claim
    with pytest.raises((AssertionError, TransactionManagementError)):
        _check(_claim_everything(claim.__wrapped__))


def _delivered_twice(workers: Callable[[], None]) -> list[str]:
    """Let everybody deliver to inboxes; return what is wrong with what arrived."""
    for n in range(ROWS // 10):
        make_endpoint(f"user:{n}", channel=Channel.INBOX)
    ends = Endpoint.objects.filter(channel=Channel.INBOX)
    actions.enqueue_for(content=make_content("alert:inbox"), endpoints=ends, now=NOW)
    _at_once(workers)
    of_each = Counter(InboxItem.objects.values_list("endpoint_id", flat=True))
    found = [f"{number} items of one message" for number in of_each.values() if number != 1]
    if len(of_each) != ROWS // 10:
        found.append(f"{len(of_each)} of {ROWS // 10} arrived")
    return found


def _deliver_all() -> None:
    while inbox.deliver(now=NOW):
        pass


def test_no_text_is_put_twice_into_an_inbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "_BATCH", 7)
    assert _delivered_twice(_deliver_all) == []


def test_sabotage_a_worker_that_leaves_half_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "_BATCH", 7)
    assert _delivered_twice(lambda: None) != []


def test_workers_share_the_sending(_rows: None) -> None:
    with Sink() as sink:

        def work() -> None:
            post = EmailTransport(sink.url)
            while post.drain(now=NOW):
                pass
            post.close()

        _at_once(work)
    assert Counter(OutboxMessage.objects.values_list("state", flat=True)) == {"sent": ROWS}
    assert len(sink.taken) == len({message_id for _, message_id, _ in sink.taken}) == ROWS
