"""Words that come with a note meet the same guards as the words of a decision."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import rules
from commonbeat.casework.actions import MayDrift, Note, StaleDecision, note
from commonbeat.casework.queries import Stamp, stamp_of
from commonbeat.casework.rules import Noted
from commonbeat.casework.tests.factories import address, at_desk, make_decision
from commonbeat.core import clock
from commonbeat.reports.actions import say_as_reporter
from commonbeat.reports.models import Report
from commonbeat.reports.queries import thread
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)
TASK = "Please find out where he sleeps and tell us."
KIND = "We arrested a man this morning."
WHY = "The custody log says so"


@pytest.fixture(autouse=True)
def _it_is_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


def jot(report: Report, words: str, **fields: Any) -> None:
    """Note that somebody is a victim, with words for them, as the page stands unless said."""
    expected: Stamp = fields.pop("expected", None) or stamp_of(report)
    user = make_user(Role.TRIAGE_OPERATOR)
    noted = Note(Noted.VICTIM, WHY, words, **fields)
    note(report=report, note=noted, user=user, expected=expected, now=LATER)


def nothing_was_done(report: Report) -> bool:
    report.refresh_from_db()
    said = [message for message in thread(report) if message.is_from_police]
    return not said and report.is_victim is None


def check_a_note_gives_no_task() -> None:
    report = make_report()
    with pytest.raises(MayDrift):
        jot(report, TASK)
    assert nothing_was_done(report)


def test_a_note_gives_no_task_to_somebody_without_a_name_unless_it_is_accepted() -> None:
    check_a_note_gives_no_task()
    report = make_report()
    jot(report, TASK, drift_accepted=True)
    assert [message.body for message in thread(report)] == [TASK]
    warned = AuditEntry.objects.get(event="report.informant-warning")
    assert warned.subject == f"report:{report.key}" and TASK not in str(warned.payload)


def check_a_note_hears_of_what_came_in_meanwhile() -> None:
    report = make_report()
    before = stamp_of(report)
    say_as_reporter(report=report, body="He is outside my door.", now=LATER)
    with pytest.raises(StaleDecision):
        jot(report, KIND, expected=before)
    assert nothing_was_done(report)


def test_words_that_come_with_a_note_are_not_sent_past_a_new_message_of_the_reporter() -> None:
    check_a_note_hears_of_what_came_in_meanwhile()


def test_a_note_without_words_stays_with_the_police_and_need_not_be_fresh() -> None:
    report = make_report()
    before = stamp_of(report)
    say_as_reporter(report=report, body="He is outside my door.", now=LATER)
    jot(report, "", expected=before)
    report.refresh_from_db()
    assert report.is_victim


def _sending(answer: Any) -> Callable[..., Any]:
    return lambda *_report, **_facts: answer


@pytest.mark.parametrize(
    "check", [check_a_note_gives_no_task, check_a_note_hears_of_what_came_in_meanwhile]
)
def test_sabotage_a_note_whose_words_nobody_checks_is_noticed(
    monkeypatch: pytest.MonkeyPatch, check: Callable[[], None]
) -> None:
    monkeypatch.setattr("commonbeat.casework.actions.noting.check_telling", _sending(False))
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        check()


def test_sabotage_a_check_that_is_blind_to_tasks_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "drifts", _sending(False))
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        check_a_note_gives_no_task()


# The page


def test_the_page_of_a_note_shows_the_warning_once_and_keeps_what_was_typed() -> None:
    client, _user = at_desk()
    report = make_report()
    shown = client.get(address(report))
    assert b'id="note-drift_accepted"' not in shown.content
    given = {"what": "victim", "words": TASK, "reason": WHY, "stamp": str(shown.context["stamp"])}
    page = client.post(f"{address(report)}note/", given)
    text = page.content.decode()
    assert page.status_code == 200
    assert 'id="note-drift_accepted"' in text and 'id="talk-drift_accepted"' not in text
    assert "without a name to find things out" in text and TASK in text and WHY in text
    assert nothing_was_done(report)
    accepted = {**given, "drift_accepted": "on", "stamp": str(page.context["stamp"])}
    assert client.post(f"{address(report)}note/", accepted).status_code == 302
    assert TASK in [message.body for message in thread(report)]


def test_the_page_of_a_note_shows_what_changed_meanwhile_and_keeps_what_was_typed() -> None:
    client, _user = at_desk()
    report = make_report()
    stamp = str(client.get(address(report)).context["stamp"])
    lena = make_user(Role.SUPERVISOR, display_name="Lena Clegg")
    make_decision(report, user=lena, reason="The shop keeper telephoned", now=LATER)
    given = {"what": "victim", "words": KIND, "reason": WHY, "stamp": stamp}
    page = client.post(f"{address(report)}note/", given)
    text = page.content.decode()
    assert page.status_code == 409
    for words in ("This report changed while you were writing", "Lena Clegg", KIND, WHY):
        assert words in text
    report.refresh_from_db()
    assert report.is_victim is None
    again = {**given, "stamp": str(page.context["stamp"])}
    assert client.post(f"{address(report)}note/", again).status_code == 302
