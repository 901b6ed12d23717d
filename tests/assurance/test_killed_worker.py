"""kill -9 of the worker at random points of matching and sending: nothing lost, nothing doubled.

The database, the worker process and the mail server are real. COMMONBEAT_ASSURANCE=full kills a
thousand times.
"""

import os
import random
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from commonbeat.alerts import actions as alerts
from commonbeat.alerts.models import Broadcast
from commonbeat.alerts.rules import Words
from commonbeat.alerts.tests.factories import CELL, make_followers
from commonbeat.core import clock
from commonbeat.delivery.models import InboxItem, OutboxMessage
from commonbeat.delivery.rules import Channel
from commonbeat.delivery.tests.sink import Sink
from tests.assurance.children import Nursery

pytestmark = [pytest.mark.assurance, pytest.mark.django_db(transaction=True)]

KILLS = 1_000 if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else 50
FOLLOWERS = 60  # on each channel
LEASE_SECONDS = 1


class WorkerNursery(Nursery):
    """The process that forks workers."""

    def __init__(self, sink: Sink, var: Path, sabotage: str) -> None:
        super().__init__(
            "tests.assurance.nursery",
            var,
            sabotage,
            COMMONBEAT_SMTP_URL=sink.url,
            COMMONBEAT_LEASE_SECONDS=str(LEASE_SECONDS),
        )
        assert self.answer() == "ready"


@contextmanager
def _nursery(sink: Sink, var: Path, sabotage: str) -> Iterator[WorkerNursery]:
    nursery = WorkerNursery(sink, var, sabotage)
    try:
        yield nursery
    finally:
        nursery.close()


@dataclass(frozen=True, slots=True)
class Count:
    """What arrived, against what should have."""

    kills: int
    inbox_lost: int
    inbox_double: int
    mail_lost: int
    mail_repeats: int
    mail_with_several_ids: int
    unsettled: int

    def check(self) -> None:
        """The promise of each channel."""
        assert (self.inbox_lost, self.inbox_double) == (0, 0), self
        assert (self.mail_lost, self.unsettled, self.mail_with_several_ids) == (0, 0, 0), self
        assert self.mail_repeats <= self.kills, self


def _ask_broadcast(number: int) -> None:
    alerts.broadcast(
        realm_id=1,
        subject=f"test:{number}",
        topic=alerts.Topic.SAFETY,
        cells=[CELL],
        words={"en": Words(subject=f"Warning {number}", body="Take care.")},
        link_path="/",
        urgent=False,
        now=clock.now(),
    )


def _kill_and_count(kills: int, var: Path, *, sabotage: str = "", seed: int = 1) -> Count:
    chance = random.Random(seed)
    make_followers(FOLLOWERS, channel=Channel.INBOX)
    make_followers(FOLLOWERS, channel=Channel.EMAIL)
    with Sink() as sink, _nursery(sink, var, sabotage) as nursery:
        for number in range(kills):
            _ask_broadcast(number)
            worker = nursery.start()
            _wait_for_a_point(chance, sink)
            assert nursery.end(worker, signal.SIGKILL) == -signal.SIGKILL
        # Work of its own for the last one: when that is done, it is surely up.
        _ask_broadcast(kills)
        worker = nursery.start()
        _wait_until_settled(60 + kills / 5)
        assert nursery.end(worker, signal.SIGTERM) == 0, "it stops when asked to"
        return _count(kills, sink)


def _wait_for_a_point(chance: random.Random, sink: Sink) -> None:
    """Wait for a random moment, or in every other case for a random mail of the broadcast."""
    if chance.random() < 0.5:
        sleep(chance.uniform(0.01, 0.3))
        return
    enough = len(sink.taken) + chance.randint(1, FOLLOWERS)
    until = monotonic() + 2
    while len(sink.taken) < enough and monotonic() < until:
        sleep(0.0005)


def _wait_until_settled(seconds: float) -> None:
    until = monotonic() + seconds
    while monotonic() < until:
        waiting = OutboxMessage.objects.filter(state__in=["queued", "sending"]).exists()
        if not waiting and not Broadcast.objects.filter(state__in=["waiting", "running"]).exists():
            return
        sleep(0.1)


def _count(kills: int, sink: Sink) -> Count:
    expected = (kills + 1) * FOLLOWERS
    inbox = Counter(InboxItem.objects.values_list("content__label", "endpoint_id"))
    by_mail: dict[Any, list[str]] = defaultdict(list)
    for to, message_id, body in sink.taken:
        subject = body.partition(b"Subject: ")[2].partition(b"\r\n")[0]
        by_mail[subject, to].append(message_id)
    return Count(
        kills=kills,
        inbox_lost=expected - len(inbox),
        inbox_double=sum(inbox.values()) - len(inbox),
        mail_lost=expected - len(by_mail),
        mail_repeats=len(sink.taken) - len(by_mail),
        mail_with_several_ids=sum(len(set(ids)) > 1 for ids in by_mail.values()),
        unsettled=OutboxMessage.objects.exclude(state="sent").count(),
    )


def test_a_worker_killed_anywhere_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    _kill_and_count(KILLS, tmp_path).check()


@pytest.mark.parametrize("sabotage", ["note-late", "note-early", "half-an-inbox"])
def test_a_careless_worker_is_caught(tmp_path: Path, sabotage: str) -> None:
    count = _kill_and_count(8, tmp_path, sabotage=sabotage)
    with pytest.raises(AssertionError):
        count.check()


def _take_back_and_count(kills: int, var: Path, *, sabotage: str) -> tuple[int, int]:
    """Take broadcasts back and kill the worker meanwhile; return who was reached, what is open."""
    chance = random.Random(2)
    make_followers(FOLLOWERS, channel=Channel.INBOX)
    make_followers(FOLLOWERS, channel=Channel.EMAIL)
    with Sink() as sink, _nursery(sink, var, sabotage) as nursery:
        for number in range(kills):
            _ask_broadcast(number)
            sent = Broadcast.objects.latest("pk")
            while alerts.match_chunk(broadcast_id=sent.pk, now=clock.now()):
                pass
            alerts.cancel_broadcast(broadcast=sent, now=clock.now())
            worker = nursery.start()
            sleep(chance.uniform(0.01, 0.3))
            assert nursery.end(worker, signal.SIGKILL) == -signal.SIGKILL
        worker = nursery.start()
        _wait_until_settled(60 + kills / 5)
        assert nursery.end(worker, signal.SIGTERM) == 0, "it stops when asked to"
        reached = len(sink.taken) + InboxItem.objects.count()
    return reached, OutboxMessage.objects.exclude(state="cancelled").count()


def test_what_was_taken_back_reaches_nobody_though_the_worker_is_killed(tmp_path: Path) -> None:
    assert _take_back_and_count(KILLS // 5, tmp_path, sabotage="small-chunks") == (0, 0)


def test_a_worker_that_sends_what_was_taken_back_is_caught(tmp_path: Path) -> None:
    reached, _open = _take_back_and_count(3, tmp_path, sabotage="open-door")
    assert reached > 0
