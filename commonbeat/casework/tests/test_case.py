"""The page of one report: who opens it, why, what it shows, and decisions made on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import actions
from commonbeat.casework.actions import opening
from commonbeat.casework.models import Decision
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import REASON_LIFE, DecisionKind
from commonbeat.casework.tests.factories import (
    REASON,
    WORDS,
    Clock,
    address,
    at_desk,
    make_decision,
    send,
)
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.reports.actions import open_matter, say_as_reporter
from commonbeat.reports.models import Report, Status
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock(LATER)
    monkeypatch.setattr(clock, "now", moved.now)
    return moved


@pytest.fixture
def report() -> Report:
    return make_report(description="A man in a <b>grey</b> jacket")


def opened() -> list[tuple[str, str]]:
    return [
        (entry.actor_label, entry.reason)
        for entry in AuditEntry.objects.filter(event="report.opened").order_by("pk")
    ]


def test_opening_in_triage_is_logged_with_its_reason_and_keeps_the_first_promise(
    report: Report,
) -> None:
    client, user = at_desk()
    page = client.get(address(report))
    assert page.status_code == 200
    assert opened() == [(user.display_name, "triage")]
    report.refresh_from_db()
    assert report.state is Status.SEEN
    assert report.seen_at == LATER


def test_what_somebody_wrote_is_shown_as_it_was_written(report: Report) -> None:
    client, _user = at_desk()
    page = client.get(address(report)).content
    assert b"A man in a &lt;b&gt;grey&lt;/b&gt; jacket" in page


def test_every_reading_is_one_entry(report: Report) -> None:
    client, _user = at_desk()
    for _ in range(3):
        client.get(address(report))
    assert len(opened()) == 3


def test_outside_triage_nothing_is_shown_before_a_reason_is_given(report: Report) -> None:
    client, user = at_desk(Role.INTELLIGENCE_OFFICER)
    page = client.get(address(report))
    assert b"Why do you need to read this report?" in page.content
    assert b"jacket" not in page.content
    for empty in ("", "work", "triage"):
        page = client.post(address(report), {"reason": empty})
        assert b"jacket" not in page.content
    assert opened() == []
    page = client.post(address(report), {"reason": "Linked to a burglary series"}, follow=True)
    assert b"jacket" in page.content
    assert opened() == [(user.display_name, "Linked to a burglary series")]
    report.refresh_from_db()
    assert report.state is Status.SUBMITTED


def test_the_reason_holds_for_half_an_hour_and_is_sealed(report: Report, ticking: Clock) -> None:
    client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
    client.post(address(report), {"reason": "Linked to a burglary series"})
    assert "burglary" not in str(dict(client.session))
    assert b"jacket" in client.get(address(report)).content
    ticking.moment += REASON_LIFE + timedelta(seconds=1)
    session = client.session
    assert session
    page = client.get(address(report))
    assert b"jacket" not in page.content


def test_a_reason_opens_the_report_that_it_was_given_for_and_no_other(report: Report) -> None:
    client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
    other = make_report(description="Something else entirely")
    client.post(address(report), {"reason": "Linked to a burglary series"})
    assert b"entirely" not in client.get(address(other)).content


def test_a_finished_report_asks_everybody_for_a_reason(report: Report) -> None:
    client, user = at_desk()
    make_decision(report, DecisionKind.CLOSE, user=user)
    assert b"jacket" not in client.get(address(report)).content
    page = client.post(address(report), {"reason": "The reporter telephoned us"}, follow=True)
    assert b"jacket" in page.content


def test_without_the_check_somebody_outside_triage_reads_unasked(
    monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """Sabotage: the page shows the words as soon as opening stops asking for a reason."""
    monkeypatch.setattr(opening, "can_open_without_asking", lambda user: True)
    client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
    assert b"jacket" in client.get(address(report)).content


READERS = {
    Role.TRIAGE_OPERATOR,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.INTELLIGENCE_OFFICER,
}


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_read_reports_open_one(role: Role, report: Report) -> None:
    client, _user = at_desk(role)
    assert client.get(address(report)).status_code == (200 if role in READERS else 403)
    workers = READERS - {Role.INTELLIGENCE_OFFICER}
    assert send(client, report).status_code == (302 if role in workers else 403)


def test_a_report_of_another_realm_looks_like_one_that_is_not_there(report: Report) -> None:
    realm = Realm.objects.create(kind="exercise", name="Lantern Night", opened_at=NOON)
    foreign = make_report(realm_id=realm.pk)
    client, _user = at_desk()
    missing = client.get("/staff/reports/PR-26-999999/")
    other = client.get(address(foreign))
    assert (other.status_code, len(other.content)) == (404, len(missing.content))
    assert send(client, foreign).status_code == 404


@pytest.mark.parametrize("reference", ["nonsense", "PR-25-1", "PR-26-", "PR-26-" + "9" * 60])
def test_a_broken_reference_is_not_found(reference: str, report: Report) -> None:
    client, _user = at_desk()
    assert client.get(f"/staff/reports/{reference}/").status_code == 404


def test_an_erased_report_is_not_there(report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(status="erased", queue_at=None)
    client, _user = at_desk()
    assert client.get(address(report)).status_code == 404


def test_taking_it_comes_back_to_the_report(report: Report) -> None:
    client, user = at_desk()
    page = send(client, report)
    assert page["Location"] == address(report)
    assert Decision.objects.get().actor_id == user.actor.id
    assert b"You have it in hand" in client.get(address(report)).content


def test_closing_it_leads_to_the_queue_that_it_came_from(report: Report) -> None:
    client, _user = at_desk()
    fields = {"do": "end", "outcome": "dealt-with", "words": WORDS, "reason": REASON}
    page = client.post(
        f"{address(report)}decide/?tab=late", {**fields, "stamp": str(stamp_of(report))}
    )
    assert page["Location"] == "/staff/queue/?tab=late"
    report.refresh_from_db()
    assert report.state is Status.RESOLVED


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"do": "talk", "kind": "answer", "words": WORDS}, Status.SUBMITTED),
        ({"do": "talk", "kind": "ask", "words": "What colour was it?"}, Status.ASKED),
        ({"do": "end", "outcome": "too-little", "words": WORDS}, Status.FILED),
        ({"do": "hand-on", "outcome": "council", "words": WORDS}, Status.PASSED),
    ],
)
def test_every_form_decides_what_it_says(
    fields: dict[str, str], status: Status, report: Report
) -> None:
    client, _user = at_desk()
    assert send(client, report, **fields).status_code == 302
    report.refresh_from_db()
    assert report.state is status


def test_a_decision_without_a_reason_keeps_what_was_typed(report: Report) -> None:
    client, _user = at_desk()
    page = send(client, report, do="talk", kind="ask", words="What colour was it?", reason="")
    assert page.status_code == 200
    assert b"What colour was it?" in page.content
    assert b"Say in a few words why." in page.content
    assert not Decision.objects.exists()


def test_a_form_that_does_not_exist_is_not_found(report: Report) -> None:
    client, _user = at_desk()
    assert send(client, report, do="promote").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "council", "do": "end"},
        {"outcome": "dealt-with", "do": "hand-on"},
        {"kind": "close", "do": "talk"},
        {"stamp": "1.2"},
        {"stamp": "9.9.9.9"},
        {"stamp": ""},
        {"reason": "x" * 501},
        {"do": "talk", "kind": "answer", "words": "word " * 2_000},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    fields: dict[str, str], report: Report
) -> None:
    client, _user = at_desk()
    assert send(client, report, **{"words": WORDS, **fields}).status_code == 200
    assert not Decision.objects.exists()


def test_what_is_not_offered_is_refused_with_a_reason(report: Report) -> None:
    client, user = at_desk()
    make_decision(report, DecisionKind.CLOSE, user=user)
    page = send(client, report, do="end", outcome="dealt-with", words=WORDS)
    assert b"This cannot be done" in page.content
    assert Decision.objects.count() == 1


def test_the_page_costs_the_same_queries_however_long_the_story(report: Report) -> None:
    client, user = at_desk()

    def cost() -> int:
        with CaptureQueriesContext(connection) as ran:
            assert client.get(address(report)).status_code == 200
        return len(ran)

    make_decision(report, user=user)
    client.get(address(report))
    few = cost()
    for number in range(6):
        make_decision(report, DecisionKind.ANSWER, user=user)
        say_as_reporter(report=report, body=f"More {number}", now=LATER)
        make_report()
    client.get(address(report))
    assert cost() == few


def test_a_reader_who_does_not_decide_sees_no_form(report: Report) -> None:
    client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
    page = client.post(address(report), {"reason": "Linked to a burglary series"}, follow=True)
    assert b"data-decision" not in page.content
    assert b"Triage decides about it" in page.content


@pytest.mark.parametrize(
    "nasty", ["\x00", "\u202e", "💥" * 50, "<script>alert(1)</script>", "{{7*7}}", "'; --"]
)
def test_whatever_is_typed_never_breaks_the_page(nasty: str, report: Report) -> None:
    client, _user = at_desk()
    page: HttpResponse = send(
        client, report, do="talk", kind="answer", words=f"{nasty} is what they said", reason=""
    )
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_the_clocks_are_in_the_order_of_their_promises(report: Report) -> None:
    from commonbeat.casework.presenters.clocks import clock_views

    due = [view.due_at for view in clock_views(report, now=LATER)]
    assert due == sorted(due, key=lambda moment: moment or NOON)


def test_a_user_is_never_named_to_the_reporter_in_full(report: Report) -> None:
    user = make_user(Role.TRIAGE_OPERATOR, display_name="Sara Malik")
    assert actions.signature(user, language="en") == "Sara, operations room"
    assert isinstance(user, User)


def test_the_case_says_what_a_report_adds_to_and_how_many_saw_it() -> None:
    open_matter(key="m1", realm_id=LIVE_REALM_ID, titles={"en": "Drinks on Friargate"}, now=NOON)
    report = make_report(about="m1")
    client, _user = at_desk()
    page = client.get(address(report)).content.decode()
    assert "Drinks on Friargate. 1 person says that they saw it." in page
