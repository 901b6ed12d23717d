"""kill -9 of the page server at random points of reports coming in: what was said stays true.

The database, the server process and the files are real. COMMONBEAT_ASSURANCE=full kills a thousand
times.
"""

import http.client
import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.reports.actions import sweep_evidence
from commonbeat.reports.models import Report
from commonbeat.reports.queries import exhibits, report_by_receipt
from commonbeat.reports.tests.evidence import bytes_of, orphans
from commonbeat.reports.tests.factories import make_receipt
from commonbeat.reports.tests.pictures import HIDING
from tests.assurance.children import Nursery
from tests.visitor import Visitor

pytestmark = [pytest.mark.assurance, pytest.mark.django_db(transaction=True)]

KILLS = 1_000 if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else 50
SENDERS = 3
ANSWERS = {
    "step": "receipt",
    "go": "send",
    "danger": "no",
    "topic": "bike-taken",
    "when": "yesterday",
    "where_unknown": "1",
}


class WebNursery(Nursery):
    """The process that forks page servers, all on one listening socket."""

    def __init__(self, var: Path, sabotage: str) -> None:
        super().__init__("tests.assurance.web_nursery", var, sabotage)
        self.url = f"http://127.0.0.1:{self.answer()}"


@dataclass
class Sent:
    """What people were told: the receipts of reports that the page said it has."""

    acknowledged: dict[str, tuple[str, bool]] = field(default_factory=dict)
    answers: int = 0
    stop: bool = False


def _keep_sending(url: str, seed: int, sent: Sent) -> None:
    """Send report after report; one whose answer was lost is sent again, as a browser does."""
    chance = random.Random(seed)
    while not sent.stop:
        receipt, words = make_receipt(), f"Words {chance.random()}"
        with_photo = chance.random() < 0.25
        while not sent.stop:
            try:
                if _send(url, receipt, words, with_photo):
                    sent.acknowledged[receipt] = (words, with_photo)
                    break
            except (OSError, http.client.HTTPException):
                sleep(0.01)
            finally:
                sent.answers += 1


def _send(url: str, receipt: str, words: str, with_photo: bool) -> bool:
    visitor = Visitor(url)
    token = visitor.get("/report/").form("receipt").values["csrfmiddlewaretoken"]
    answers = {**ANSWERS, "csrfmiddlewaretoken": token, "receipt": receipt, "description": words}
    if with_photo:
        upload = {"upload": ("bike.jpg", HIDING["jpeg exif"]())}
        page = visitor.post("/report/", {**answers, "step": "evidence", "go": ""}, upload)
        if page.status != 200:
            return False
    page = visitor.post("/report/", answers)
    return page.status == 200 and "We have your report" in page.text


@dataclass(frozen=True, slots=True)
class Count:
    """What is there, against what people were told."""

    acknowledged: int
    photos: int
    missing: int
    doubled: int
    halves: int
    lost_photos: int
    orphans: int

    def check(self) -> None:
        """Nothing that was acknowledged may be missing, nothing may be half there."""
        assert self.acknowledged > 0, self
        assert (self.missing, self.doubled, self.halves) == (0, 0, 0), self
        assert (self.lost_photos, self.orphans) == (0, 0), self


@contextmanager
def _nursery(var: Path, sabotage: str) -> Iterator[WebNursery]:
    nursery = WebNursery(var, sabotage)
    try:
        yield nursery
    finally:
        nursery.close()


def _kill_and_count(kills: int, var: Path, *, sabotage: str = "", sweep: bool = True) -> Count:
    chance = random.Random(7)
    sent = Sent()
    with _nursery(var, sabotage) as nursery:
        senders = [
            threading.Thread(target=_keep_sending, args=(nursery.url, seed, sent), daemon=True)
            for seed in range(SENDERS)
        ]
        for sender in senders:
            sender.start()
        for _ in range(kills):
            server = nursery.start()
            _wait_for_a_point(chance, sent)
            assert nursery.end(server, signal.SIGKILL) == -signal.SIGKILL
        server = nursery.start()
        _wait_for_a_point(chance, sent)
        sent.stop = True
        for sender in senders:
            sender.join(30)
        assert nursery.end(server, signal.SIGTERM) in {0, -signal.SIGTERM}
    return _count(sent, sweep=sweep)


def _wait_for_a_point(chance: random.Random, sent: Sent) -> None:
    """Wait until the server answers, and then for a random moment among the next answers."""
    enough, until = sent.answers + chance.randint(1, 3), monotonic() + 20
    while sent.answers < enough and monotonic() < until:
        sleep(0.001)
    sleep(chance.uniform(0, 0.08))


def _count(sent: Sent, *, sweep: bool) -> Count:
    if sweep:
        sweep_evidence(now=clock.now() + timedelta(hours=27))
    told = {code: report_by_receipt(code) for code in sent.acknowledged}
    keys = set(Report.objects.values_list("key", flat=True))
    noted = list(
        AuditEntry.objects.filter(event="report.submitted").values_list("subject", flat=True)
    )
    return Count(
        acknowledged=len(told),
        photos=sum(with_photo for _words, with_photo in sent.acknowledged.values()),
        missing=sum(
            report is None or report.description != sent.acknowledged[code][0]
            for code, report in told.items()
        ),
        doubled=len(noted) - len(set(noted)),
        halves=len({f"report:{key}" for key in keys} ^ set(noted)),
        lost_photos=_lost_photos(sent, told),
        orphans=len(orphans()),
    )


def _lost_photos(sent: Sent, told: dict[str, Any]) -> int:
    lost = 0
    for code, report in told.items():
        if report is None or not sent.acknowledged[code][1]:
            continue
        found = exhibits(report)
        lost += len(found) == 0 or not bytes_of(found[0])
    return lost


@pytest.fixture(autouse=True)
def same_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_page_server_killed_anywhere_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    count = _kill_and_count(KILLS, tmp_path)
    count.check()
    assert count.photos > 0, "no photograph was acknowledged that could be lost"


@pytest.mark.parametrize(
    ("sabotage", "what"), [("acknowledge-early", "missing"), ("halves", "halves")]
)
def test_sabotage_a_careless_page_server_is_caught(
    tmp_path: Path, sabotage: str, what: str
) -> None:
    count = _kill_and_count(10, tmp_path, sabotage=sabotage)
    assert getattr(count, what) > 0, count
    with pytest.raises(AssertionError):
        count.check()


def test_sabotage_a_file_without_a_row_is_caught(tmp_path: Path) -> None:
    left = tmp_path / "media" / "evidence" / "copies" / "ab"
    left.mkdir(parents=True)
    (left / "abcdef").write_bytes(b"left behind")
    count = _kill_and_count(1, tmp_path, sweep=False)
    assert (count.missing, count.halves, count.orphans > 0) == (0, 0, True), count
    with pytest.raises(AssertionError):
        count.check()
