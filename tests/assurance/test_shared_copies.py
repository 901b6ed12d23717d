"""What an organisation reads of what was sent to it tells no name, no file and no exact time.

Each report carries marks of its own: in the name and the contact of whoever sent it, in a name
made up for it, in the name and the hidden data of a photograph, and its minute. Every page of the
organisation and every letter to it is searched for all of them. COMMONBEAT_ASSURANCE=full sends a
thousand reports.
"""

import io
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Organisation
from commonbeat.accounts.tests.factories import sign_in
from commonbeat.casework.tests.factories import Clock
from commonbeat.core import clock
from commonbeat.core.moments import clock_text
from commonbeat.delivery.models import Content
from commonbeat.reports.actions import answer_received, say_as_reporter
from commonbeat.reports.models import Exhibit, Identity, Received, Report, ReporterContact, When
from commonbeat.reports.presenters import received as presenter
from commonbeat.reports.rules import Contact
from commonbeat.reports.rules.identity import Reach
from commonbeat.reports.tests.factories import (
    NOON,
    make_member,
    make_receipt,
    make_receiver,
    make_sent,
)
from tests.assurance.figures import figure
from tests.hostile.test_canary import photograph

pytestmark = [pytest.mark.assurance, pytest.mark.django_db]

REPORTS = figure(20, 1_000)
# Each way to send to an organisation: how well the police know the sender, and whether they do.
WAYS = (
    (Identity.NAMED, True),
    (Identity.CONFIDENTIAL, True),
    (Identity.PSEUDONYM, True),
    (Identity.PSEUDONYM, False),
    (Identity.ANONYMOUS, True),
    (Identity.ANONYMOUS, False),
)
NOW = NOON.replace(minute=0, second=0)  # what a page says of its own moment is a whole hour
_CLOCK = re.compile(r"\b\d{1,2}[:.]([0-5]\d)\b")


@dataclass
class Marks:
    """What only this report carries; ``shown`` is what its reader calls its sender by."""

    rung: Identity
    at: datetime
    one: str = field(default_factory=lambda: secrets.token_hex(6))

    @property
    def shown(self) -> str:
        return f"Madeup{self.one}" if self.rung is Identity.PSEUDONYM else ""

    @property
    def contact(self) -> Contact | None:
        if self.rung not in {Identity.NAMED, Identity.CONFIDENTIAL}:
            return None
        return Contact(f"Name{self.one}", how=Reach.EMAIL, address=f"mail{self.one}@home.example")

    def hidden(self) -> list[str]:
        """Return what may stand nowhere: all of these hold the same chance."""
        moments = [self.at, self.at - timedelta(hours=3), self.at + timedelta(minutes=1)]
        stamps = [str(int(moment.timestamp())) for moment in moments]
        return [f"Name{self.one}", f"mail{self.one}", f"file{self.one}", f"exif{self.one}", *stamps]


def send_all(university: Organisation) -> dict[str, Marks]:
    """Send the reports, each with a photograph and a message; return the marks of each by key."""
    sent = {}
    for number in range(REPORTS):
        rung, to_police = WAYS[number % len(WAYS)]
        hours, minute = divmod(number, 58)
        at = NOW - timedelta(hours=2 + hours) + timedelta(minutes=1 + minute, seconds=17)
        marks, receipt = Marks(rung, at), make_receipt()
        add_photograph(receipt, marks)
        received = make_sent(
            university,
            to_police=to_police,
            receipt=receipt,
            identity=rung,
            contact=marks.contact,
            pseudonym=marks.shown,
            when=When.EXACT,
            happened_from=at - timedelta(hours=3),
            now=at,
        )
        later = at + timedelta(minutes=1)
        say_as_reporter(report=received.report, body="He came again.", now=later)
        sent[received.report.key] = marks
    return sent


def add_photograph(receipt: str, marks: Marks) -> None:
    upload = io.BytesIO(photograph(f"exif{marks.one}"))
    upload.name = f"file{marks.one}.jpg"
    fields = {"step": "evidence", "go": "evidence", "receipt": receipt, "upload": upload}
    assert Client().post("/report/", fields).status_code == 200
    assert Exhibit.objects.count() > 0


def read_all(university: Organisation, sent: dict[str, Marks]) -> Iterator[tuple[str, str]]:
    """Yield every page and letter of the organisation, by the key of the report that it shows."""
    client, member = Client(), make_member(university)
    sign_in(client, member)
    answered = Received.objects.get(report__key=next(iter(sent)))
    answer_received(received=answered, body="We help.", member=member, now=NOW)
    paths = {
        "home": "/partner/",
        "list": "/partner/received/",
        "form": "/partner/report/",
        **{key: reverse("reports:received_one", kwargs={"key": key}) for key in sent},
    }
    for key, path in [*paths.items(), ("list", paths["list"])]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield key, answer.content.decode()
    for content in Content.objects.all():
        yield "letter", f"{content.subject}\n{content.body}"


def leaks(university: Organisation) -> set[str]:
    """Return which marks were found, by what they are: ``Name``, ``file``, ``minute`` …"""
    sent = send_all(university)
    owner = {mark: key for key, marks in sent.items() for mark in marks.hidden()}
    names = {marks.shown: key for key, marks in sent.items() if marks.shown}
    told, found = re.compile("|".join([*owner, *names])), set()
    read = 0
    for key, page in read_all(university, sent):
        for mark in told.findall(page):
            # The name that somebody made up is for whoever opens that report, and for no list.
            if names.get(mark) != key:
                found.add("stamp" if mark.isdigit() else re.sub(r"[0-9a-f]{12}$", "", mark))
        found |= {"minute" for minute in _CLOCK.findall(page) if minute != "00"}
        if key in sent:
            read += 1
            assert "He came again." in page and sent[key].shown in page
    assert read == REPORTS == Report.objects.filter(sent_to=university).count()
    return found


@pytest.fixture
def university(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Organisation:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(clock, "now", Clock(NOW).now)
    return make_receiver("Ribbleside University")


def test_nothing_that_tells_a_sender_is_in_what_is_shared(university: Organisation) -> None:
    assert leaks(university) == set()


def _name_of(report: Report) -> str:
    known = ReporterContact.objects.filter(report=report).first()
    return known.contact.name if known else report.pseudonym or "The reporter"


def _by_the_minute(moment: datetime, *, now: datetime) -> str:
    return f"{now:%A}, {clock_text(moment)}"


@pytest.mark.parametrize(
    ("part", "careless", "what"),
    [("_reporter", _name_of, "Name"), ("_by_the_hour", _by_the_minute, "minute")],
)
def test_sabotage_a_page_that_tells_one_of_them_is_noticed(
    university: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    careless: Callable[..., str],
    what: str,
) -> None:
    monkeypatch.setattr(presenter, part, careless)
    # Three of the ways are enough: a name is known of the first.
    monkeypatch.setattr(f"{__name__}.REPORTS", 3)
    with pytest.raises(AssertionError, match=f"'{what}'"):
        test_nothing_that_tells_a_sender_is_in_what_is_shared(university)
