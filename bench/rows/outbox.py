"""The outbox drained to a counting mail server, beside bare SQL and mails made before, pipelined.

The floor settles a hundred mails at once: killed in the middle, it would send a hundred again. Ours
settles each before the next is handed over, so that a killed worker repeats one at most.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

from django.db import connection

from bench import sink as sinks
from bench import town
from bench.results import Result, at_least
from bench.rows.broadcast import make_followers
from bench.sink import Sink
from commonbeat.alerts import actions
from commonbeat.alerts.rules import Topic, Words
from commonbeat.alerts.tasks import match_broadcasts
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.models import OutboxMessage
from commonbeat.places.queries import snap
from commonbeat.places.tests.factories import WEST

MAILS = 20_000
PIPELINE = 100
MAIL = (
    b"Message-ID: <1@example.com>\r\nFrom: no-reply@example.com\r\nTo: f@example.com\r\n"
    b"Subject: Stay away from the river path\r\n\r\n" + b"The water is high.\r\n" * 40
)


def measure(scale: float) -> Iterator[Result]:
    """Measure one worker and two, each draining as many mails."""
    town.make_areas()
    cell = snap(longitude=WEST[0], latitude=WEST[1]).cell8
    count = int(MAILS * scale)
    make_followers(count, cell)
    with sinks.running() as sink:
        floor = _pipelined(sink, _queue(cell, "floor"))
        one = _drained(sink, _queue(cell, "one"), workers=1)
        two = _drained(sink, _queue(cell, "two"), workers=2)
    yield at_least(
        f"{count:,} mails out of the outbox, one worker",
        ours=one,
        floor=floor,
        unit="mails/s",
        share=0.5,
    )
    yield at_least("two workers beside one", ours=two, floor=one, unit="mails/s", share=1.8)


def _queue(cell: int, name: str) -> int:
    """Fill the outbox with one mail for each follower; return how many."""
    OutboxMessage.objects.all().delete()
    now = clock.now()
    actions.broadcast(
        realm_id=LIVE_REALM_ID,
        subject=f"warning:bench-{name}",
        topic=Topic.SAFETY,
        cells=[cell],
        words={"en": Words("Stay away from the river path", "The water is high. " * 40)},
        link_path="/",
        urgent=True,
        now=now,
    )
    while match_broadcasts(now):
        pass
    return OutboxMessage.objects.count()


def _drained(sink: Sink, count: int, *, workers: int) -> float:
    sink.reset()
    environment = {**os.environ, "COMMONBEAT_SMTP_URL": f"smtp://127.0.0.1:{sink.port}"}
    command = [sys.executable, "-m", "commonbeat.config.cli", "worker"]
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        for _ in range(workers)
    ]
    try:
        return sink.wait_for(count, seconds=300)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def _pipelined(sink: Sink, count: int) -> float:
    """Return the rate of one connection that claims, sends and settles by the hundred."""
    sink.reset()
    envelope = b"MAIL FROM:<no-reply@example.com>\r\nRCPT TO:<f@example.com>\r\nDATA\r\n"
    mail = envelope + MAIL + b"\r\n.\r\n"
    with socket.create_connection(("127.0.0.1", sink.port)) as server:
        server.sendall(b"EHLO bench\r\n")
        server.recv(4096)
        while pks := _claim():
            server.sendall(mail * len(pks))
            answers = 0
            while answers < 4 * len(pks):
                answers += server.recv(65_536).count(b"\r\n")
            _mark(pks, "sent")
        return sink.wait_for(count, seconds=120)


def _claim() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM delivery_outboxmessage WHERE state = 'queued' LIMIT %s", [PIPELINE]
        )
        pks = [pk for (pk,) in cursor.fetchall()]
    if pks:
        _mark(pks, "sending")
    return pks


def _mark(pks: list[int], state: str) -> None:
    marks = ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE delivery_outboxmessage SET state = %s WHERE id IN ({marks})",
            [state, *pks],
        )
