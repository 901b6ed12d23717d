"""Two reports of one person under two made-up names share nothing that joins them.

Both come from one browser; a third comes from a stranger in between. What the first two share in
any row, page, file or stream, and the third does not, would tell that one person sent both.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy
import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from PIL import Image

from commonbeat.accounts.models import Role
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import Clock, address, at_desk, make_decision
from commonbeat.core import clock
from commonbeat.core.live import publish
from commonbeat.reports.actions import prepare_exhibits, say_as_reporter
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_receipt
from commonbeat.reports.tests.pictures import saved
from commonbeat.reports.tests.test_flow import all_at_once
from commonbeat.reports.tests.test_uploads import Phone
from tests.hostile.test_small_numbers import public_pages

pytestmark = pytest.mark.django_db

REASON = "It is next in the queue"
THREAD_PAGES = ("/receipt/thread/", "/receipt/proof/", "/receipt/proof/file/", "/receipt/known/")
# What identifies is long: short words and numbers are shared by everybody.
_MARK = re.compile(r"[\w-]{6,}")

type Rows = dict[tuple[str, object], tuple[object, ...]]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the site, at five past an hour."""
    hands = Clock(NOON.replace(minute=5, second=0))
    monkeypatch.setattr(clock, "now", hands.now)
    return hands


def browser_of(number: int) -> Client:
    """Return a browser with an address and a name of its own."""
    return Client(
        REMOTE_ADDR=f"203.0.113.{number}", headers={"user-agent": f"Visitor/{number * 1111111}"}
    )


def rows() -> Rows:
    """Return every row, as it lies on the disk and as the site reads it."""
    found: Rows = {}
    for model in apps.get_models(include_auto_created=True):
        for values in model._default_manager.values():
            key = (model._meta.db_table, values[model._meta.pk.attname])
            found[key] = tuple(values.values())
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            # By their keys: PostgreSQL moves a row on the disk when it changes another.
            columns = [column[0] for column in cursor.description]
            place = columns.index(model._meta.pk.column)
            for row in cursor.fetchall():
                found[(f"raw {model._meta.db_table}", row[place])] = row
    return found


def marks(value: object) -> Iterator[str]:
    """Yield what a value holds that could identify."""
    if isinstance(value, bytes | memoryview):
        if len(bytes(value)) >= 6:
            yield bytes(value).hex()
        return
    text = str(value)
    yield from _MARK.findall(text)
    if len(text) >= 6:
        yield text


class Told:
    """One report from its sending to its end, and every mark that it left."""

    def __init__(self, browser: Client, name: str, words: str, shade: int) -> None:
        before, self.receipt = rows(), make_receipt()
        self._send(browser, name, words, shade)
        self.report = Report.objects.latest("pk")
        assert self.report.pseudonym == name
        found = dict(self._pages(browser))
        found |= self._deal_with()
        found |= {f"{path} afterwards": page for path, page in self._pages(browser)}
        self.marks = {mark for page in found.values() for mark in marks(page)}
        after = rows()
        left = [values for key, values in after.items() if before.get(key) != values]
        self.marks |= {mark for values in left for value in values for mark in marks(value)}

    def _send(self, browser: Client, name: str, words: str, shade: int) -> None:
        noise = numpy.random.default_rng(shade).integers(0, 256, (90, 120, 3), numpy.uint8)
        phone = Phone(self.receipt, saved(Image.fromarray(noise), "JPEG"))
        phone.client = browser
        assert phone.begin().status_code == 201
        assert phone.send(0, len(phone.data)).status_code == 204
        answers = {"identity": "pseudonym", "pseudonym": name, "description": words}
        sent = browser.post("/report/", all_at_once(receipt=self.receipt, **answers))
        assert sent.status_code == 200

    def _deal_with(self) -> dict[str, str]:
        report, pages = self.report, {}
        prepare_exhibits(now=clock.now())
        client, user = at_desk(Role.SUPERVISOR)
        client.post(address(report), {"reason": REASON})
        make_decision(
            report,
            DecisionKind.ASK,
            user=user,
            words="Which of the two was it?",
            now=clock.now(),
        )
        say_as_reporter(report=report, body="The one by the bridge.", now=clock.now())
        for path in ("/staff/queue/", address(report)):
            answer = client.get(path)
            assert answer.status_code == 200, path
            pages[path] = answer.content.decode()
        auditor, _user = at_desk(Role.AUDITOR)
        pages["log"] = auditor.get("/staff/audit/").content.decode()
        make_decision(report, DecisionKind.CLOSE, user=user, now=clock.now())
        return pages | public_pages()

    def _pages(self, browser: Client) -> Iterator[tuple[str, str]]:
        browser.post("/receipt/", {"receipt": self.receipt})
        for path in THREAD_PAGES:
            answer: Any = browser.get(path)
            assert answer.status_code == 200, path
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield path, body.decode()


def joining(hands: Clock) -> set[str]:
    """Return what two reports of one browser share that a stranger's does not."""
    one = browser_of(1)
    first = Told(one, "Night Owl", "Somebody shouts below the windows.", 1)
    hands.moment += timedelta(minutes=7)
    stranger = Told(browser_of(2), "Red Kite", "A dog barks behind the fence.", 2)
    hands.moment += timedelta(minutes=9)
    second = Told(one, "Grey Heron", "Cars race along the canal.", 3)
    assert len(first.marks & stranger.marks) > 100
    return (first.marks & second.marks) - stranger.marks


def test_nothing_joins_two_reports_of_one_person(hands: Clock) -> None:
    assert joining(hands) == set()


class KnowsBrowsers:
    """The fault: a keyed mark of the browser stands beside what it sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path == "/report/":
            visitor = f"{request.META['REMOTE_ADDR']}{request.headers['User-Agent']}"
            mark = blake2b(visitor.encode(), key=b"ours", digest_size=16).hexdigest()
            publish(topic="leak", kind="leak", data={"visitor": mark}, now=clock.now())
        return self.get_response(request)


def test_sabotage_a_keyed_mark_of_the_browser_is_noticed(hands: Clock, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.KnowsBrowsers"]
    assert [mark for mark in joining(hands) if re.fullmatch("[0-9a-f]{32}", mark)]
