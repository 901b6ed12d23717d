"""Two people at one report: the second hears what the first did and keeps their words."""

from datetime import timedelta

import pytest

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.models import Decision
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.tests.factories import (
    REASON,
    WORDS,
    address,
    at_desk,
    make_decision,
    send,
)
from commonbeat.core import clock
from commonbeat.reports.actions import say_as_reporter
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _it_is_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def report() -> Report:
    return make_report()


def test_the_second_person_sees_the_conflict_what_the_other_did_and_their_own_words(
    report: Report,
) -> None:
    client, _user = at_desk()
    client.get(address(report))
    report.refresh_from_db()
    stamp = str(stamp_of(report))
    lena = make_user(Role.SUPERVISOR, display_name="Lena Clegg")
    make_decision(report, user=lena, reason="The shop keeper telephoned", now=LATER)
    mine = "We are sending somebody to you now"
    page = send(client, report, do="talk", kind="answer", words=mine, stamp=stamp)
    assert page.status_code == 409
    text = page.content.decode()
    for shown in (
        "This report changed while you were writing",
        "Lena Clegg",
        "took the report on",
        "The shop keeper telephoned",
        mine,
        REASON,
    ):
        assert shown in text
    assert Decision.objects.count() == 1
    # What is on the page now is what the next try is based on.
    report.refresh_from_db()
    assert f'value="{stamp_of(report)}"' in text
    again = send(client, report, do="talk", kind="answer", words=mine)
    assert again.status_code == 302


def test_a_message_of_the_reporter_meanwhile_is_a_conflict_too(report: Report) -> None:
    client, _user = at_desk()
    client.get(address(report))
    report.refresh_from_db()
    stamp = str(stamp_of(report))
    say_as_reporter(report=report, body="He is outside my door.", now=LATER)
    fields = {"do": "end", "outcome": "too-little", "words": WORDS, "stamp": stamp}
    page = send(client, report, **fields)
    assert page.status_code == 409
    assert b"He is outside my door." in page.content
    assert WORDS.encode() in page.content
    assert b"wrote to us" in page.content


def test_the_informant_warning_is_shown_once_and_blocks_nothing(report: Report) -> None:
    client, _user = at_desk()
    words = "Can you find out where he lives?"
    page = send(client, report, do="talk", kind="ask", words=words)
    assert page.status_code == 200
    assert b"without a name to find things out" in page.content
    assert words.encode() in page.content
    assert not Decision.objects.exists()
    page = send(client, report, do="talk", kind="ask", words=words, drift_accepted="on")
    assert page.status_code == 302
