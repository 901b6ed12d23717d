"""Noting what a victim is owed, and sharing what they told, from the operations room."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import Note, note
from commonbeat.casework.presenters.clocks import clock_views, next_clock
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind, Noted, Outcome
from commonbeat.casework.tests.factories import address, at_desk, make_decision, send
from commonbeat.core.errors import NotAllowed
from commonbeat.reports.actions import say_as_police
from commonbeat.reports.models import MessageKind, Report, Topic
from commonbeat.reports.queries import question_set, thread
from commonbeat.reports.rules.victims import CaseEvent
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db


def a_victim() -> Report:
    asked = question_set(Topic.HURT)
    return make_report(topic=Topic.HURT, answers={"role": ("mine",)}, question_set=asked.id)


def jot(report: Report, what: Noted, role: Role = Role.TRIAGE_OPERATOR, words: str = "") -> None:
    noted = Note(what, "The custody log says so", words)
    user, expected = make_user(role), stamp_of(report)
    note(report=report, note=noted, user=user, expected=expected, now=NOON)
    report.refresh_from_db()


def test_every_event_that_can_be_noted_is_one_that_reports_know() -> None:
    assert {event.value for event in CaseEvent} <= {noted.value for noted in Noted}


@pytest.mark.parametrize("event", list(CaseEvent))
def test_each_event_starts_the_clock_of_a_victim(event: CaseEvent) -> None:
    report = a_victim()
    jot(report, Noted(event.value))
    assert report.tell_by is not None


def test_words_that_come_with_the_note_keep_the_promise_at_once() -> None:
    report = a_victim()
    jot(report, Noted.ARREST, words="We arrested a man this morning.")
    assert report.tell_by is None
    assert [m.kind for m in thread(report)] == [MessageKind.UPDATE.value]


def check_holding_news_keeps_the_promise() -> None:
    report = a_victim()
    jot(report, Noted.ARREST)
    jot(report, Noted.HOLD, words="We are still working on this and will write again.")
    assert report.tell_by is not None, "the promise of news is gone"
    assert len(thread(report)) == 1


def test_a_kind_word_while_news_is_held_back_keeps_the_promise_of_news() -> None:
    check_holding_news_keeps_the_promise()


def test_sabotage_words_that_always_count_as_news_are_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "commonbeat.casework.actions.noting.say_as_police",
        lambda **facts: say_as_police(**{**facts, "is_news": True}),
    )
    with pytest.raises(AssertionError, match="the promise of news is gone"):
        check_holding_news_keeps_the_promise()


def test_taking_a_report_is_no_news_for_its_victim() -> None:
    report = a_victim()
    jot(report, Noted.ARREST)
    owed = report.tell_by
    make_decision(report, DecisionKind.TAKE, user=make_user(Role.TRIAGE_OPERATOR))
    assert report.tell_by == owed
    make_decision(report, DecisionKind.ANSWER, user=make_user(Role.TRIAGE_OPERATOR))
    assert report.tell_by is None


def test_the_room_sees_the_promise_among_the_clocks_and_next_when_nothing_else_is_owed() -> None:
    report = a_victim()
    make_decision(report, DecisionKind.ANSWER, user=make_user(Role.TRIAGE_OPERATOR))
    make_decision(report, DecisionKind.TAKE, user=make_user(Role.TRIAGE_OPERATOR))
    jot(report, Noted.BAIL)
    now = NOON + timedelta(hours=1)
    assert [view.label for view in clock_views(report, now=now)][-1] == "Tell the victim"
    assert next_clock(report, now=now).label == "Tell the victim"
    assert next_clock(report, now=now + timedelta(days=30)).state == "late"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.INTELLIGENCE_OFFICER, Role.AUDITOR])
def test_nobody_else_notes(role: Role) -> None:
    with pytest.raises(NotAllowed):
        jot(a_victim(), Noted.ENHANCED, role)


def test_a_note_is_made_from_the_page_and_what_is_wrong_keeps_what_was_typed() -> None:
    client, _user = at_desk()
    report = a_victim()
    path = f"{address(report)}note/"
    client.get(address(report))
    given: dict[str, Any] = {"what": "hold", "reason": "A search is planned", "stamp": "0.0.0"}
    page = client.get(address(report))
    given["stamp"] = str(page.context["stamp"])
    refused = client.post(path, given)
    assert "No news is owed" in refused.content.decode()
    assert "A search is planned" in refused.content.decode()
    assert client.post(path, {**given, "what": "enhanced"}).status_code == 302
    report.refresh_from_db()
    assert report.is_enhanced
    assert "Yes, with Enhanced Rights" in client.get(address(report)).content.decode()


@pytest.mark.parametrize(
    ("kind", "outcome", "told"),
    [
        (DecisionKind.SHARE, Outcome.UNIVERSITY, "We shared what you told us with: The university"),
        (DecisionKind.HAND_ON, Outcome.FIRE, "We passed your report on to: The fire service"),
    ],
)
def test_the_thread_says_with_whom_it_was_shared_before_the_words_of_the_officer(
    kind: DecisionKind, outcome: Outcome, told: str
) -> None:
    report = make_report()
    make_decision(report, kind, user=make_user(Role.TRIAGE_OPERATOR), outcome=outcome)
    messages = thread(report)
    assert [message.is_event for message in messages] == [True, False]
    assert messages[0].body == told


def test_a_shared_report_stays_open_and_in_hand() -> None:
    client, user = at_desk()
    report = make_report()
    make_decision(report, DecisionKind.TAKE, user=user)
    words = "The university checks its cameras for you."
    sent = send(
        client, report, do="share", outcome="university", words=words, reason="It is their site"
    )
    assert sent.status_code == 302
    report.refresh_from_db()
    assert report.status == "shared"
    assert not report.is_closed
