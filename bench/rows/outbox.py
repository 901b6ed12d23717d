"""The outbox drained to a counting mail server, beside mails made before and pipelined."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

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
        floor = _pipelined(sink, count)
        one = _drained(sink, count, cell, workers=1)
        two = _drained(sink, count, cell, workers=2)
    yield at_least(
        f"{count:,} mails out of the outbox, one worker",
        ours=one,
        floor=floor,
        unit="mails/s",
        share=0.5,
    )
    yield at_least("two workers beside one", ours=two, floor=one, unit="mails/s", share=1.8)


def _drained(sink: Sink, count: int, cell: int, *, workers: int) -> float:
    OutboxMessage.objects.all().delete()
    sink.reset()
    now = clock.now()
    actions.broadcast(
        realm_id=LIVE_REALM_ID,
        subject=f"warning:bench-{workers}",
        topic=Topic.SAFETY,
        cells=[cell],
        words={"en": Words("Stay away from the river path", "The water is high. " * 40)},
        link_path="/",
        urgent=True,
        now=now,
    )
    while match_broadcasts(now):
        pass
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
    """Return the rate of one connection that sends the same bytes again and again."""
    sink.reset()
    envelope = b"MAIL FROM:<no-reply@example.com>\r\nRCPT TO:<f@example.com>\r\nDATA\r\n"
    batch = (envelope + MAIL + b"\r\n.\r\n") * PIPELINE
    with socket.create_connection(("127.0.0.1", sink.port)) as connection:
        connection.sendall(b"EHLO bench\r\n")
        connection.recv(4096)
        for _ in range(count // PIPELINE):
            connection.sendall(batch)
            answers = 0
            while answers < 4 * PIPELINE:
                answers += connection.recv(65_536).count(b"\r\n")
        return sink.wait_for(count // PIPELINE * PIPELINE, seconds=120)
