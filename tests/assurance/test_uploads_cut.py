"""A line that breaks in the middle of a file, at a real server, over and over.

The whole rest is announced, a part of it is sent, and the socket is closed. Then the sender asks
how much is there and goes on, as a telephone does that has a line again.
"""

import hashlib
import http.client
import random
import signal
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from commonbeat.core import clock
from commonbeat.reports.models import ArrivingPiece, Exhibit, Identity
from commonbeat.reports.rules import Contact
from commonbeat.reports.rules.evidence import CopyRole
from commonbeat.reports.rules.tus import PIECE_TYPE
from commonbeat.reports.tests.evidence import bytes_of, files, orphans
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import exif, picture, saved
from tests.assurance.figures import figure
from tests.assurance.test_killed_web import WebNursery, _nursery

pytestmark = [pytest.mark.assurance, pytest.mark.django_db(transaction=True)]

CUTS = 20
FILES = figure(1, 50)


class Phone:
    """Sends one file of a report, over a line that breaks."""

    def __init__(self, url: str, receipt: str, data: bytes) -> None:
        self.url, self.receipt, self.data = url, receipt, data
        begun = self._ask("POST", "/evidence/", {"Upload-Length": str(len(data))})
        assert begun.status == 201
        self.address = begun.headers["Location"]

    def _line(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        said = {"Commonbeat-Receipt": self.receipt, "Tus-Resumable": "1.0.0"}
        return {**said, "Content-Type": PIECE_TYPE, **more}

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> http.client.HTTPResponse:
        with closing(self._line()) as line:
            line.request(method, path, body, self._headers(headers))
            answer = line.getresponse()
            answer.read()
        return answer

    def here(self) -> int:
        """Ask how much has arrived."""
        return int(self._ask("HEAD", self.address, {}).headers["Upload-Offset"])

    def send(self, start: int, end: int) -> int:
        """Send a piece; return the status of the answer."""
        said = {"Upload-Offset": str(start)}
        return self._ask("PATCH", self.address, said, self.data[start:end]).status

    def break_off(self, start: int, end: int) -> None:
        """Announce all that is left and close the socket after a part of it."""
        with closing(self._line()) as line:
            line.putrequest("PATCH", self.address)
            length = str(len(self.data) - start)
            said = {"Upload-Offset": str(start), "Content-Length": length}
            for name, value in self._headers(said).items():
                line.putheader(name, value)
            line.endheaders()
            line.send(self.data[start:end])


def send_over_a_bad_line(phone: Phone, chance: random.Random) -> None:
    """Send a file whose line breaks at twenty places, and goes on from what is there."""
    whole = len(phone.data)
    start = 0
    for cut in [*sorted(chance.sample(range(2, whole), CUTS)), whole]:
        if cut < whole:
            phone.break_off(start, cut)
        here = phone.here()
        assert start <= here <= cut, f"what was not sent is here: {here} of {cut}"
        assert phone.send(here, cut) == 204, "what was not sent is here"
        start = cut


def photograph(seed: int) -> bytes:
    """Return a photograph of some 100 kB that is like no other."""
    noise = random.Random(seed).randbytes(200_000)
    return saved(picture(), "JPEG", exif=exif(), comment=noise[:60_000]) + noise[60_000:100_000]


def send_files(nursery: WebNursery, number: int) -> None:
    """Send files of somebody named, of whom what was sent is kept; compare each with what is."""
    for seed in range(number):
        data, receipt = photograph(seed), make_receipt()
        report = make_report(
            receipt=receipt,
            identity=Identity.NAMED,
            contact=Contact(name="Ruth Invented"),
            now=clock.now(),
        )
        send_over_a_bad_line(Phone(nursery.url, receipt, data), random.Random(seed))
        exhibit = Exhibit.objects.get(report=report)
        kept = hashlib.sha256(bytes_of(exhibit, CopyRole.ORIGINAL)).hexdigest()
        assert kept == exhibit.sha256 == hashlib.sha256(data).hexdigest()
    assert Exhibit.objects.count() == number
    assert not ArrivingPiece.objects.exists() and not orphans() and files()


def cut_and_count(var: Path, sabotage: str = "", number: int = FILES) -> None:
    with _nursery(var, sabotage) as nursery:
        server = nursery.start()
        try:
            send_files(nursery, number)
        finally:
            nursery.end(server, signal.SIGTERM)


@pytest.fixture(autouse=True)
def same_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_file_cut_at_twenty_places_of_a_real_line_arrives_whole(tmp_path: Path) -> None:
    cut_and_count(tmp_path)


def test_sabotage_a_server_that_makes_up_what_was_cut_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="what was not sent is here"):
        cut_and_count(tmp_path, "make-up", number=1)
