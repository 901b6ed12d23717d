"""An organisation's members read and answer what was sent to it, and nobody else's."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.actions import disable, take_reports
from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core.errors import NotAllowed
from commonbeat.core.moments import clock_text
from commonbeat.reports.actions import (
    FaultyMessage,
    answer_received,
    open_received,
    say_as_police,
    say_as_reporter,
    withdraw_report,
)
from commonbeat.reports.models import Identity, Message, MessageKind, Received, When
from commonbeat.reports.queries import partner_clocks, partner_thread, police_thread
from commonbeat.reports.rules import ClockKind, Contact, Progress
from commonbeat.reports.tests.factories import (
    NOON,
    make_member,
    make_receiver,
    make_report,
    make_sent,
)
from commonbeat.reports.tests.walking import opened

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(minutes=20)


@pytest.fixture
def university() -> Organisation:
    return make_receiver("Ribbleside University")


@pytest.fixture
def member(university: Organisation) -> User:
    return make_member(university, display_name="Jo Whittle")


@pytest.fixture
def desk(client: Client, member: User) -> Client:
    sign_in(client, member)
    return client


def page_of(received: Received) -> str:
    return reverse("reports:received_one", kwargs={"key": received.report.key})


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


# The list


def test_the_list_says_when_there_is_nothing(desk: Client) -> None:
    assert "Nobody has sent you a report yet" in text(desk, "/partner/received/")
    assert "/partner/received/" in text(desk, "/partner/sent/")


def check_list_is_ones_own(desk: Client, university: Organisation) -> None:
    mine = make_sent(university).report
    others = [
        make_sent(make_receiver()).report,
        make_sent(make_receiver(), to_police=True).report,
        make_report(),
    ]
    page = text(desk, "/partner/received/")
    assert mine.key in page and not any(report.key in page for report in others)
    for report in others:
        path = reverse("reports:received_one", kwargs={"key": report.key})
        assert desk.get(path).status_code == 404
        assert desk.post(path, {"body": "Hello"}).status_code == 404
    assert not Message.objects.exists()


def test_members_read_what_was_sent_to_their_own_organisation_alone(
    desk: Client, university: Organisation
) -> None:
    check_list_is_ones_own(desk, university)


def test_sabotage_a_list_that_forgets_the_organisation_is_noticed(
    desk: Client, university: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.reports.views import received

    def careless(_body: Organisation, *, realm_id: int) -> object:
        return Received.objects.filter(report__realm_id=realm_id).select_related("report__sent_to")

    monkeypatch.setattr(received, "received_by", careless)
    with pytest.raises((AssertionError, NotAllowed)):
        check_list_is_ones_own(desk, university)


def test_nobody_else_opens_or_answers_it_whatever_page_they_found(
    university: Organisation,
) -> None:
    received = make_sent(university)
    strangers = (
        make_member(make_receiver()),
        make_user(Role.PARTNER_MEMBER),
        make_user(Role.SUPERVISOR),
        make_member(university, is_active=False),
    )
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            open_received(received=received, member=stranger, now=NOON)
        with pytest.raises(NotAllowed):
            answer_received(received=received, body="Hello", member=stranger, now=NOON)
    assert not Message.objects.exists()


def test_sabotage_a_page_that_asks_nobody_who_they_are_is_noticed(
    university: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.reports.actions import received as actions

    monkeypatch.setattr(actions, "check_reads_received", lambda _member, _report: None)
    with pytest.raises(pytest.fail.Exception):
        test_nobody_else_opens_or_answers_it_whatever_page_they_found(university)


def test_a_member_who_is_shut_out_reads_nothing_from_the_next_request_on(
    desk: Client, university: Organisation, member: User
) -> None:
    received = make_sent(university)
    assert desk.get(page_of(received)).status_code == 200
    disable(user=member, by=make_user(Role.ADMINISTRATOR), reason="Left the university.", now=NOON)
    for path in (page_of(received), "/partner/received/"):
        assert desk.get(path).status_code == 302
    assert AuditEntry.objects.filter(event="report.partner-opened").count() == 1


def test_what_came_before_is_still_answered_when_no_more_is_taken(
    desk: Client, university: Organisation
) -> None:
    received = make_sent(university)
    take_reports(organisation=university, takes=False, called={}, now=NOON)
    assert desk.get(page_of(received)).status_code == 200
    assert "/partner/received/" in text(desk, "/partner/sent/")


# One report


def check_no_name_and_no_minute(desk: Client, university: Organisation) -> None:
    received = make_sent(
        university,
        to_police=True,
        identity=Identity.NAMED,
        contact=Contact(name="Ruth Invented", address="07700 900123"),
        description="He waits for me by the library.",
        place="The steps of the library",
        when=When.EXACT,
        happened_from=NOON - timedelta(hours=3, minutes=7),
    )
    say_as_reporter(report=received.report, body="He came again.", now=SOON)
    page = text(desk, page_of(received))
    for told in ("He waits for me", "The steps of the library", "He came again.", "The reporter"):
        assert told in page
    for hidden in ("Ruth", "07700", "12:20", "12:40", "9:13"):
        assert hidden not in page
    assert "The police have this report too." in page


def test_it_shows_what_was_told_and_no_finer_time_than_the_hour(
    desk: Client, university: Organisation
) -> None:
    check_no_name_and_no_minute(desk, university)


def test_sabotage_a_page_that_shows_the_minute_is_noticed(
    desk: Client, university: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.reports.presenters import received

    def careless(moment: datetime, *, now: datetime) -> str:
        return f"{now:%A}, {clock_text(moment)}"

    monkeypatch.setattr(received, "_by_the_hour", careless)
    with pytest.raises(AssertionError):
        check_no_name_and_no_minute(desk, university)


def test_a_made_up_name_is_what_they_call_somebody_by(
    desk: Client, university: Organisation
) -> None:
    received = make_sent(university, identity=Identity.PSEUDONYM, pseudonym="Night Owl")
    assert "Night Owl" in text(desk, page_of(received))


def test_each_opening_is_written_down_with_the_member_and_the_first_keeps_a_promise(
    desk: Client, university: Organisation, member: User
) -> None:
    received = make_sent(university)
    for _ in range(2):
        assert desk.get(page_of(received)).status_code == 200
    entries = AuditEntry.objects.filter(event="report.partner-opened")
    assert [entry.actor_id for entry in entries] == [member.actor.id] * 2
    before, after = received.progress, Received.objects.get().progress
    assert (before, after) == (Progress.NEW, Progress.READ)
    received.refresh_from_db()
    stopped = {clock.kind: clock.stopped_at for clock in partner_clocks(received, NOON)}
    assert stopped == {
        ClockKind.PARTNER_SEEN: received.seen_at,
        ClockKind.PARTNER_ANSWERED: None,
    }


def test_the_reporter_reads_an_answer_as_of_the_university(
    desk: Client, university: Organisation
) -> None:
    phone = Client()
    opened(phone, sent_to=university.pk, to_police=False)
    received = Received.objects.select_related("report").get()
    assert desk.post(page_of(received), {"body": "We change your room today."}).status_code == 302
    page = text(phone, "/receipt/thread/")
    assert "We change your room today." in page and "Ribbleside University" in page
    assert "They read it</li>" in page and "They answered you</li>" in page
    assert "Jo Whittle" not in page
    wrote = AuditEntry.objects.get(event="report.partner-wrote")
    assert wrote.actor_label == "Jo Whittle"
    assert phone.post("/receipt/thread/", {"body": "Thank you."}).status_code == 303
    assert "They wrote again" in text(desk, "/partner/received/")
    assert "Thank you." in text(desk, page_of(received))
    assert "They wrote again" not in text(desk, "/partner/received/")


def test_closing_says_how_it_ended(desk: Client, university: Organisation) -> None:
    received = make_sent(university)
    said = {"body": "He may not come on the campus any more.", "close": "1", "once": "one"}
    for _ in range(2):
        assert desk.post(page_of(received), said).status_code == 302
    received.refresh_from_db()
    assert received.progress is Progress.CLOSED
    message = Message.objects.get()
    assert (message.kind, message.author_label) == ("outcome", "Ribbleside University")
    page = text(desk, page_of(received))
    assert "Closed" in page and 'name="close"' not in page
    assert desk.post(page_of(received), {**said, "once": "two"}).status_code == 422


def test_nothing_is_written_to_somebody_who_took_it_back(
    desk: Client, university: Organisation, member: User
) -> None:
    received = make_sent(university)
    withdraw_report(report=received.report, now=NOON)
    received.report.refresh_from_db()
    page = text(desk, page_of(received))
    assert "Taken back" in page and "<textarea" not in page
    with pytest.raises(FaultyMessage):
        answer_received(received=received, body="Hello", member=member, now=NOON)


def test_an_empty_answer_is_not_sent(desk: Client, university: Organisation) -> None:
    received = make_sent(university)
    answer = desk.post(page_of(received), {"body": "  "})
    assert answer.status_code == 422 and "Write your message" in answer.content.decode()


# Both


def both_talk(university: Organisation, member: User) -> Received:
    received = make_sent(university, to_police=True)
    report = received.report
    officer = make_user(Role.TRIAGE_OPERATOR)
    say_as_reporter(report=report, body="To both of you.", now=NOON)
    say_as_police(
        report=report,
        kind=MessageKind.ANSWER,
        body="From the police.",
        actor=officer.actor,
        now=NOON,
    )
    answer_received(received=received, body="From the university.", member=member, now=NOON)
    return received


def check_neither_reads_the_other(received: Received) -> None:
    police = [message.body for message in police_thread(received.report)]
    partner = [message.body for message in partner_thread(received.report)]
    assert police == ["To both of you.", "From the police."]
    assert partner == ["To both of you.", "From the university."]


def test_neither_reads_what_the_other_says_to_the_reporter(
    university: Organisation, member: User, desk: Client
) -> None:
    received = both_talk(university, member)
    check_neither_reads_the_other(received)
    assert "From the police." not in text(desk, page_of(received))
    staff = Client()
    sign_in(staff, make_user(Role.SUPERVISOR))
    path = f"/staff/reports/{received.report.reference}/"
    staff.post(path, {"reason": "To read it"})
    page = text(staff, path)
    assert "From the police." in page and "From the university." not in page
    assert "Also sent to" in page and "Ribbleside University" in page


def test_sabotage_a_thread_that_shows_all_to_everybody_is_noticed(
    university: Organisation, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.reports.queries import received as queries

    monkeypatch.setattr(queries, "partner_reads", lambda _author, _kind: True)
    received = both_talk(university, member)
    with pytest.raises(AssertionError):
        check_neither_reads_the_other(received)


def test_an_answer_of_the_university_keeps_no_promise_of_the_police(
    university: Organisation, member: User
) -> None:
    received = make_sent(university, to_police=True)
    answer_received(received=received, body="We help.", member=member, closes=True, now=SOON)
    report = received.report
    report.refresh_from_db()
    assert (report.answered_at, report.seen_at, report.status) == (None, None, "submitted")
    assert report.queue_at is not None
