"""The queue: which rows, in which order, at what cost, and what it never shows."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import queries
from commonbeat.casework.queries import Place, Tab
from commonbeat.casework.rules import DecisionKind, Grade
from commonbeat.casework.tests.factories import at_desk, make_decision, make_graded
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.places.models import Area
from commonbeat.reports.actions import say_as_reporter
from commonbeat.reports.models import Report, Topic
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
QUEUE = "/staff/queue/"


@pytest.fixture(autouse=True)
def _it_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def rows_of(
    tab: Tab = Tab.ALL, *, now: datetime = NOON, find: str = "", user: Any = None
) -> list[Report]:
    user = user or make_user(Role.TRIAGE_OPERATOR)
    return list(queries.queue(realm_id=LIVE_REALM_ID, tab=tab, user=user, now=now, find=find))


def test_late_reports_come_first_then_the_promise_that_runs_out_next() -> None:
    fresh = make_report(now=NOON - timedelta(minutes=5))
    late = make_report(now=NOON - timedelta(hours=2))
    middle = make_report(now=NOON - timedelta(minutes=30))
    assert rows_of() == [late, middle, fresh]


def test_a_report_that_owes_nothing_comes_last() -> None:
    sara = make_user(Role.TRIAGE_OPERATOR)
    answered = make_report(now=NOON - timedelta(hours=40))
    make_decision(answered, user=sara)
    make_decision(answered, DecisionKind.ANSWER, user=sara)
    fresh = make_report()
    assert rows_of() == [fresh, answered]


def test_a_new_message_brings_a_report_forward() -> None:
    sara = make_user(Role.TRIAGE_OPERATOR)
    quiet, loud = make_report(), make_report()
    for report in (quiet, loud):
        make_decision(report, user=sara)
        make_decision(report, DecisionKind.ANSWER, user=sara)
    say_as_reporter(report=loud, body="He is back.", now=NOON + timedelta(hours=1))
    assert rows_of() == [loud, quiet]


def test_each_tab_holds_what_its_name_says() -> None:
    sara = make_user(Role.TRIAGE_OPERATOR)
    new = make_report()
    late = make_report(now=NOON - timedelta(hours=1))
    mine, asked, closed = make_report(), make_report(), make_report()
    make_decision(mine, user=sara)
    make_decision(asked, DecisionKind.ASK, user=sara)
    make_decision(closed, DecisionKind.CLOSE, user=sara)
    assert set(rows_of(Tab.ALL)) == {new, late, mine, asked}
    assert set(rows_of(Tab.NEW)) == {new, late}
    assert rows_of(Tab.LATE) == [late]
    assert rows_of(Tab.MINE, user=sara) == [mine]
    assert rows_of(Tab.MINE) == []
    assert rows_of(Tab.WAITING) == [asked]


def test_another_realm_is_another_queue() -> None:
    realm = Realm.objects.create(kind="exercise", name="Lantern Night", opened_at=NOON)
    make_report(realm_id=realm.pk)
    assert rows_of() == []


def test_it_shows_what_and_where_and_never_what_somebody_wrote() -> None:
    area = Area.objects.create(code="X1", name="Avenham", outline=[])
    report = make_report(description="A man with a grey jacket", place="Behind number 7")
    Report.objects.filter(pk=report.pk).update(area=area)
    client, _user = at_desk()
    page = client.get(QUEUE)
    assert b"A bike was taken" in page.content
    assert b"Avenham" in page.content
    assert b"grey jacket" not in page.content
    assert b"number 7" not in page.content


def test_no_sealed_column_is_even_read(django_assert_num_queries: Any) -> None:
    make_report()
    client, _user = at_desk()
    with CaptureQueriesContext(
        connection,
    ) as ran:
        client.get(QUEUE)
    assert not any("description" in query["sql"] for query in ran)


@pytest.mark.parametrize("tab", list(Tab))
def test_the_page_costs_the_same_queries_however_many_rows(tab: Tab) -> None:
    client, user = at_desk()
    address = f"{QUEUE}?tab={tab.value}"

    def cost() -> int:
        with CaptureQueriesContext(connection) as ran:
            assert client.get(address).status_code == 200
        return len(ran)

    reports = [make_report(now=NOON - timedelta(days=3 * n)) for n in range(3)]
    make_decision(reports[0], user=user)
    make_decision(reports[1], DecisionKind.ASK, user=user)
    client.get(address)
    few = cost()
    for number in range(12):
        report = make_report(now=NOON - timedelta(minutes=10 * number))
        make_graded(report, Grade.EMERGENCY, user=user, now=NOON)
        if number % 3 == 0:
            make_decision(report, user=user)
        if number % 3 == 1:
            make_decision(report, DecisionKind.ASK, user=user)
    assert cost() == few
    assert few <= 20


def test_a_page_ends_and_the_next_begins_where_it_ended() -> None:
    moments = [NOON - timedelta(minutes=number % 7) for number in range(120)]
    for moment in moments:
        make_report(now=moment)
    reports = queries.queue(realm_id=LIVE_REALM_ID, tab=Tab.ALL, user=make_user(), now=NOON)
    seen: list[Report] = []
    after: Place | None = None
    for _ in range(3):
        page = queries.queue_page(reports, after=after)
        seen += page.reports
        after = page.after
    assert after is None
    assert seen == list(reports)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(9000, 1, 1)),  # noqa: DTZ001
    st.integers(min_value=0, max_value=10**17),
)
def test_a_place_in_the_queue_survives_its_address(moment: datetime, number: int) -> None:
    from datetime import UTC

    place = Place(moment.replace(tzinfo=UTC), number)
    assert Place.read(str(place)) == place


@given(st.text(max_size=40))
def test_a_broken_place_is_no_place(text: str) -> None:
    assert Place.read(text) is None or str(Place.read(text))


def test_the_count_stops_at_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(queries.Count(999)) == "999"
    assert str(queries.Count(1_000)) == "999+"
    monkeypatch.setattr("commonbeat.casework.queries.open_reports.COUNT_CAP", 3)
    for _ in range(5):
        make_report()
    assert queries.count(Report.objects.in_realm(LIVE_REALM_ID)).number == 3


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {0} ", "#{1}", "pr-26-{1}"])
def test_a_reference_opens_its_report(typed: str) -> None:
    report = make_report()
    client, _user = at_desk()
    find = typed.format(report.reference.lower(), report.pk)
    page = client.get(QUEUE, {"find": find})
    assert page.status_code == 302
    assert page["Location"] == reverse("casework:report", args=[report.reference])


def test_a_reference_of_another_year_opens_nothing() -> None:
    report = make_report()
    _client, user = at_desk()
    typed = f"PR-25-{report.pk}"
    assert queries.report_by_number(realm_id=LIVE_REALM_ID, text=typed, reader=user) is None


def test_words_find_what_it_is_about_and_where() -> None:
    bike = make_report()
    drugs = make_report(topic=Topic.DRUGS)
    area = Area.objects.create(code="X1", name="Avenham Park", outline=[])
    Report.objects.filter(pk=drugs.pk).update(area=area)
    assert rows_of(find="bike") == [bike]
    assert rows_of(find="AVENHAM drugs") == [drugs]
    assert rows_of(find="avenham bike") == []
    assert rows_of(find="library") == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_whatever_is_typed_is_answered(text: str) -> None:
    client, _user = at_desk()
    assert client.get(QUEUE, {"find": text, "after": text, "tab": text}).status_code in {200, 302}


def test_an_empty_queue_says_so() -> None:
    client, _user = at_desk()
    assert b"No open reports" in client.get(QUEUE).content
    assert b"Nothing is late" in client.get(f"{QUEUE}?tab=late").content


def test_the_rows_alone_are_a_background_request(django_assert_num_queries: Any) -> None:
    make_report()
    client, _user = at_desk()
    page = client.get("/staff/queue/rows/")
    assert b"<html" not in page.content
    assert b"data-queue" in page.content


def test_looking_at_the_queue_opens_no_report() -> None:
    make_report()
    client, _user = at_desk()
    client.get(QUEUE)
    assert not AuditEntry.objects.filter(event="report.opened").exists()


ALLOWED = {
    Role.TRIAGE_OPERATOR,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.INTELLIGENCE_OFFICER,
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("address", [QUEUE, "/staff/queue/rows/", "/live/queue/"])
def test_only_those_who_read_reports_see_the_queue(role: Role, address: str) -> None:
    client, _user = at_desk(role)
    expected = 200 if role in ALLOWED else 403
    response = client.get(address)
    assert response.status_code == expected
    response.close()


def test_somebody_who_is_not_signed_in_is_asked_to() -> None:
    assert Client().get(QUEUE).status_code == 302
