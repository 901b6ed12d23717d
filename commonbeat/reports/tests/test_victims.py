"""What victims are promised: news within working days, whatever the calendar does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.audit.models import AuditEntry
from commonbeat.core.actors import Actor
from commonbeat.reports.actions import (
    NoReason,
    NoReview,
    ask_review,
    change_status,
    hold_news,
    import_bank_holidays,
    note_case_event,
    note_victim,
    say_as_police,
    set_bank_holiday,
    withdraw_report,
)
from commonbeat.reports.models import BankHoliday, Category, MessageKind, Report, Status, Topic
from commonbeat.reports.queries import question_set, thread
from commonbeat.reports.rules import working_days
from commonbeat.reports.rules.clocks import NOTHING_DUE
from commonbeat.reports.rules.victims import (
    CaseEvent,
    may_ask_review,
    review_until,
    says_victim,
    tell_by,
)
from commonbeat.reports.rules.working_days import add_working_days, end_of_day, is_working_day
from commonbeat.reports.tests.factories import NOON, make_report
from commonbeat.reports.tests.walking import opened

OFFICER = Actor(id="user:x", label="PC Amira Hussain")
LONDON = ZoneInfo("Europe/London")
CHRISTMAS_2026 = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
EASTER_2027 = frozenset({date(2027, 3, 26), date(2027, 3, 29)})
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=40)


@pytest.mark.parametrize(
    ("start", "n", "holidays", "end"),
    [
        (date(2026, 11, 26), 5, frozenset(), date(2026, 12, 3)),
        (date(2026, 11, 28), 1, frozenset(), date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 23), 5, CHRISTMAS_2026, date(2027, 1, 4)),
        (date(2026, 12, 24), 1, CHRISTMAS_2026, date(2026, 12, 29)),
        (date(2027, 3, 25), 1, EASTER_2027, date(2027, 3, 30)),
        (date(2027, 3, 25), 5, EASTER_2027, date(2027, 4, 5)),
    ],
)
def test_working_days_step_over_weekends_and_bank_holidays(
    start: date, n: int, holidays: frozenset[date], end: date
) -> None:
    assert add_working_days(start, n, holidays) == end


def wrong_counts(count: Callable[..., date]) -> list[date]:
    """Return the days of three years for which a way to count working days is wrong."""
    holidays = CHRISTMAS_2026 | EASTER_2027
    wrong = []
    for offset in range(3 * 365):
        start = date(2026, 1, 1) + timedelta(days=offset)
        end = count(start, 5, holidays)
        between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
        if sum(is_working_day(day, holidays) for day in between) != 5:
            wrong.append(start)
    return wrong


def test_every_day_of_three_years_is_counted_right() -> None:
    assert wrong_counts(add_working_days) == []


def test_sabotage_a_calendar_without_weekends_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def every_day(start: date, n: int, holidays: frozenset[date]) -> date:
        return start + timedelta(days=n)

    monkeypatch.setattr(working_days, "add_working_days", every_day)
    assert wrong_counts(working_days.add_working_days) != []


@given(start=DAYS, n=st.integers(1, 30), holidays=HOLIDAYS)
def test_the_last_day_is_a_working_day_and_exactly_n_lie_between(
    start: date, n: int, holidays: frozenset[date]
) -> None:
    end = add_working_days(start, n, holidays)
    assert is_working_day(end, holidays)
    passed = [start + timedelta(days=k) for k in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day, holidays) for day in passed) == n


@given(start=DAYS, n=st.integers(1, 20), more=HOLIDAYS)
def test_a_day_off_more_never_makes_a_promise_earlier(
    start: date, n: int, more: frozenset[date]
) -> None:
    assert add_working_days(start, n, more) >= add_working_days(start, n, frozenset())


@given(day=DAYS)
def test_a_day_ends_a_second_before_midnight_whatever_the_clocks_do(day: date) -> None:
    end = end_of_day(day, LONDON)
    assert (end.astimezone(UTC) + timedelta(seconds=1)).astimezone(LONDON).date() == day + (
        timedelta(days=1)
    )
    assert end.astimezone(LONDON).date() == day


@pytest.mark.parametrize("hour", [0, 1, 12, 23])
def test_the_change_of_the_clocks_moves_no_promise(hour: int) -> None:
    for changed in (date(2026, 3, 29), date(2026, 10, 25)):
        at = datetime(changed.year, changed.month, changed.day, hour, 30, tzinfo=LONDON)
        due = tell_by(at, is_enhanced=False, holidays=frozenset(), zone=LONDON)
        assert due.astimezone(LONDON).date() == changed + timedelta(days=5)


@pytest.mark.parametrize(
    ("filed", "until"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 1, 15), date(2026, 4, 15)),
    ],
)
def test_a_review_can_be_asked_for_three_months(filed: date, until: date) -> None:
    at = datetime(filed.year, filed.month, filed.day, 10, tzinfo=UTC)
    assert review_until(at, LONDON).date() == until

    def may(now: datetime, **facts: Any) -> bool:
        known: dict[str, Any] = {"is_victim": True, "was_asked": False, **facts}
        return may_ask_review(Status.FILED, filed_at=at, now=now, zone=LONDON, **known)

    assert may(end_of_day(until, LONDON))
    assert not may(end_of_day(until, LONDON) + timedelta(seconds=1))
    assert not may(at, is_victim=False)
    assert not may(at, was_asked=True)


def test_whose_report_it_is_comes_from_the_answers() -> None:
    crime, worry = Category.VIOLENT_CRIME, Category.WELFARE
    assert says_victim(crime, {"role": ("mine",)}) is True
    assert says_victim(crime, {"role": ("saw",)}) is False
    assert says_victim(crime, {"role": ("for",)}) is None
    assert says_victim(crime, {}) is None
    assert says_victim(worry, {"role": ("mine",)}) is None


def a_victim(**answers: Any) -> Report:
    asked = question_set(Topic.HURT)
    return make_report(
        topic=Topic.HURT, answers={"role": ("mine",)}, question_set=asked.id, **answers
    )


def move(report: Report, after: Status, now: datetime = NOON) -> None:
    change_status(
        report=report, after=after, actor=OFFICER, expected_version=report.version, now=now
    )


def said(report: Report, kind: MessageKind, now: datetime = NOON, **facts: Any) -> None:
    say_as_police(
        report=report, kind=kind, body="We spoke to a man.", actor=OFFICER, now=now, **facts
    )


FRIDAY = datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)  # five working days after NOON, a Saturday


@pytest.mark.django_db
def test_the_promise_to_a_victim_starts_with_the_work_and_stops_when_we_write() -> None:
    report = a_victim()
    assert report.is_victim is True
    assert report.tell_by is None
    move(report, Status.INVESTIGATING)
    assert report.tell_by == FRIDAY
    said(report, MessageKind.QUESTION)
    assert report.tell_by == FRIDAY
    said(report, MessageKind.UPDATE, is_news=False)
    assert report.tell_by == FRIDAY
    said(report, MessageKind.UPDATE)
    report.refresh_from_db()
    assert report.tell_by is None


@pytest.mark.django_db
def test_a_witness_is_promised_nothing_more() -> None:
    asked = question_set(Topic.HURT)
    report = make_report(topic=Topic.HURT, answers={"role": ("saw",)}, question_set=asked.id)
    move(report, Status.INVESTIGATING)
    note_case_event(
        report=report, event=CaseEvent.ARREST, reason="A man, 30", actor=OFFICER, now=NOON
    )
    assert report.tell_by is None


@pytest.mark.django_db
def test_news_that_is_owed_stands_in_the_queue_even_of_a_closed_report() -> None:
    report = a_victim()
    move(report, Status.RESOLVED)
    assert report.queue_at == FRIDAY
    said(report, MessageKind.OUTCOME)
    report.refresh_from_db()
    assert report.queue_at is None
    note_case_event(
        report=report, event=CaseEvent.BAIL, reason="Changed by the court", actor=OFFICER, now=NOON
    )
    assert report.queue_at == FRIDAY


@pytest.mark.django_db
def test_an_open_report_that_owes_nothing_else_waits_for_the_news() -> None:
    report = a_victim()
    move(report, Status.ASSIGNED)
    said(report, MessageKind.ANSWER)
    report.refresh_from_db()
    assert report.queue_at == NOTHING_DUE
    move(report, Status.INVESTIGATING)
    assert report.queue_at == FRIDAY


@pytest.mark.django_db
def test_enhanced_rights_make_it_one_working_day_and_need_a_reason() -> None:
    report = a_victim()
    move(report, Status.INVESTIGATING)
    facts: dict[str, Any] = {"report": report, "is_victim": True, "is_enhanced": True}
    with pytest.raises(NoReason):
        note_victim(**facts, reason=" ", actor=OFFICER, now=NOON)
    note_victim(**facts, reason="Persistently targeted", actor=OFFICER, now=NOON)
    report.refresh_from_db()
    assert report.is_enhanced
    assert report.tell_by == datetime(2026, 11, 16, 23, 59, 59, tzinfo=UTC)
    entry = AuditEntry.objects.filter(event="report.victim-noted").latest("pk")
    assert entry.actor_label == OFFICER.label


@pytest.mark.django_db
def test_what_cannot_be_told_needs_a_reason_and_the_promise_begins_anew() -> None:
    report = a_victim()
    facts: dict[str, Any] = {"report": report, "actor": OFFICER}
    with pytest.raises(NoReason):
        hold_news(**facts, reason="A search is planned", now=NOON)
    move(report, Status.INVESTIGATING)
    with pytest.raises(NoReason):
        hold_news(**facts, reason="", now=NOON)
    hold_news(**facts, reason="A search is planned", now=NOON + timedelta(days=6))
    report.refresh_from_db()
    assert report.tell_by == FRIDAY + timedelta(days=7)


@pytest.mark.django_db
def test_bank_holidays_come_with_the_database_and_are_the_force_s_to_change() -> None:
    assert BankHoliday.objects.filter(day__month=12, day__day=25, is_off=True).exists()
    report = a_victim()
    day = FRIDAY.date()
    facts: dict[str, Any] = {"actor": OFFICER, "realm_id": report.realm_id, "now": NOON}
    set_bank_holiday(day=day, name="A day of our own", is_off=True, **facts)
    move(report, Status.INVESTIGATING)
    assert report.tell_by == datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
    set_bank_holiday(day=day, name="", is_off=False, **facts)
    import_bank_holidays(now=NOON)
    kept = BankHoliday.objects.get(day=day)
    assert (kept.is_off, kept.name) == (False, "A day of our own")


@pytest.mark.django_db
def test_taking_a_report_back_ends_the_promise_and_the_thread_says_so(client: Client) -> None:
    report, _code = opened(client)
    withdraw_report(report=report, now=NOON)
    events = [message for message in thread(report) if message.is_event]
    assert [event.body for event in events] == ["You took your report back."]
    page = client.get("/receipt/thread/").content.decode()
    assert "cb-event--told" in page
    assert "You took your report back." in page


@pytest.mark.django_db
def test_the_thread_says_by_when_in_plain_words(client: Client) -> None:
    asked = question_set(Topic.HURT)
    report, _code = opened(
        client, topic=Topic.HURT, answers={"role": ("mine",)}, question_set=asked.id
    )
    Report.objects.filter(pk=report.pk).update(
        tell_by=datetime(2036, 12, 4, 23, 59, 59, tzinfo=UTC)
    )
    page = client.get("/receipt/thread/").content.decode()
    assert "We promised to tell you more by Thursday 4 December." in page
    Report.objects.filter(pk=report.pk).update(tell_by=FRIDAY - timedelta(days=365))
    assert "We are late. We are sorry." in client.get("/receipt/thread/").content.decode()


@pytest.mark.django_db
def test_a_victim_says_how_to_be_told_and_it_is_sealed(client: Client) -> None:
    asked = question_set(Topic.HURT)
    report, _code = opened(
        client, topic=Topic.HURT, answers={"role": ("mine",)}, question_set=asked.id
    )
    given_wish = {"often": "weekly", "safe_times": "Mornings, when he is at work"}
    assert client.post("/receipt/wish/", given_wish).status_code == 303
    report.refresh_from_db()
    assert report.wish == given_wish
    assert "Mornings, when he is at work" in client.get("/receipt/thread/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT wish FROM reports_report WHERE id = %s", [report.pk])
        raw = bytes(cursor.fetchone()[0])
    assert raw.startswith(b"gAAAA")


@pytest.mark.django_db
def test_a_review_is_asked_for_once_and_seen_as_one(client: Client) -> None:
    asked = question_set(Topic.HURT)
    report, _code = opened(
        client, topic=Topic.HURT, answers={"role": ("mine",)}, question_set=asked.id
    )
    with pytest.raises(NoReview):
        ask_review(report=report, body="Please look again", now=report.received_at)
    move(report, Status.FILED, now=report.received_at + timedelta(hours=1))
    said(report, MessageKind.OUTCOME, now=report.received_at + timedelta(hours=1))
    assert "Ask for a review" in client.get("/receipt/thread/").content.decode()
    assert client.get("/receipt/review/").status_code == 200
    empty = client.post("/receipt/review/", {"body": " "})
    assert empty.status_code == 422
    sent = {"body": "You did not ask the shop", "once": "o" * 20}
    for _again in range(2):
        assert client.post("/receipt/review/", sent).status_code == 303
    kinds = [message.kind for message in thread(report)]
    assert kinds.count(MessageKind.REVIEW.value) == 1
    report.refresh_from_db()
    assert report.queue_at is not None
    with pytest.raises(NoReview):
        ask_review(report=report, body="And again", now=report.received_at + timedelta(hours=2))
