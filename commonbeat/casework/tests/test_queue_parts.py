"""Tabs of the queue that people name: what they hold, whose they are, and what never changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import queries, rules
from commonbeat.casework.models import QueuePart
from commonbeat.casework.queries import queue
from commonbeat.casework.rules import DecisionKind, Grade, Holding
from commonbeat.casework.tests.factories import at_desk, make_decision, make_graded
from commonbeat.casework.tests.queue_parts import make_part
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.places.models import Area
from commonbeat.reports.actions import keep_from, say_as_reporter
from commonbeat.reports.models import Report, Topic
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
TABS = "/staff/queue/tabs/"
TYPED = {"name": "Bikes at night", "kinds": ["bicycle-theft"]}


@pytest.fixture(autouse=True)
def _it_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def held_by(user: User | None = None, **wanted: Any) -> list[Report]:
    reader = user or make_user(Role.TRIAGE_OPERATOR)
    part = make_part(reader, **wanted)
    return list(queue(realm_id=LIVE_REALM_ID, tab=part, user=reader, now=NOON))


@given(
    st.builds(
        Holding,
        kinds=st.lists(st.text(), max_size=3).map(tuple),
        areas=st.lists(st.text(), max_size=3).map(tuple),
        is_untaken=st.booleans(),
        wrote_again=st.booleans(),
    )
)
def test_what_was_wanted_is_kept_as_it_was(wanted: Holding) -> None:
    assert Holding.from_row(wanted.to_row()) == wanted


class TestWhatATabHolds:
    def test_kinds(self) -> None:
        bike, _other = make_report(topic=Topic.BIKE_TAKEN), make_report(topic=Topic.DRUGS)
        assert held_by(kinds=(bike.category,)) == [bike]

    def test_neighbourhoods(self) -> None:
        area = Area.objects.create(code="here", name="Here", outline=[])
        here, _elsewhere = make_report(), make_report()
        Report.objects.filter(pk=here.pk).update(area=area)
        assert held_by(areas=("here",)) == [here]

    def test_the_newest_grade_and_no_older_one(self) -> None:
        raised, plain, ungraded = make_report(), make_report(), make_report()
        sara = make_user(Role.TRIAGE_OPERATOR)
        make_graded(raised, Grade.SCHEDULED, user=sara, now=NOON)
        make_graded(raised, Grade.PRIORITY, user=sara, now=NOON)
        make_graded(plain, Grade.SCHEDULED, user=sara, now=NOON)
        assert held_by(grades=("scheduled",)) == [plain]
        assert held_by(grades=("priority",)) == [raised]
        assert held_by(grades=(rules.UNGRADED,)) == [ungraded]

    def test_what_nobody_has_in_hand(self) -> None:
        taken, free = make_report(), make_report()
        make_decision(taken, DecisionKind.TAKE, user=make_user(Role.TRIAGE_OPERATOR))
        assert held_by(is_untaken=True) == [free]

    def test_where_the_reporter_wrote_again(self) -> None:
        wrote, _quiet = make_report(), make_report()
        make_decision(wrote, DecisionKind.ANSWER, user=make_user(Role.TRIAGE_OPERATOR))
        say_as_reporter(report=wrote, body="He is back.", now=NOON + timedelta(minutes=1))
        assert held_by(wrote_again=True) == [wrote]

    def test_never_a_report_that_its_reader_is_kept_from(self) -> None:
        reader = make_user(Role.TRIAGE_OPERATOR)
        report = make_report()
        keep_from(report=report, member=reader, ground=Ground.SAID_SO, actor=SYSTEM, now=NOON)
        assert held_by(reader, kinds=(report.category,)) == []

    def test_nothing_of_another_realm(self) -> None:
        realm = Realm.objects.create(kind="exercise", name="Night out", opened_at=NOON)
        report = make_report(realm_id=realm.pk)
        assert held_by(kinds=(report.category,)) == []


class TestMakingOne:
    def test_it_stands_over_the_queue_and_is_open_at_once(self) -> None:
        client, _user = at_desk()
        bike, other = make_report(topic=Topic.BIKE_TAKEN), make_report(topic=Topic.DRUGS)
        page = client.post(TABS, TYPED, follow=True)
        said = page.content.decode()
        assert "Bikes at night" in said
        assert bike.key in said
        assert other.key not in said

    @pytest.mark.parametrize(
        ("changes", "sentence", "kept"),
        [
            ({"name": ""}, "Give the tab a name.", 'id="id_kinds_1" checked'),
            ({"kinds": []}, "Choose at least one thing.", "Bikes at night"),
            ({"kinds": ["unheard-of"]}, "Choose from the list.", "Bikes at night"),
        ],
    )
    def test_what_is_missing_is_said_and_the_rest_is_kept(
        self, changes: dict[str, Any], sentence: str, kept: str
    ) -> None:
        client, _user = at_desk()
        page = client.post(TABS, {**TYPED, **changes})
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert kept in page.content.decode()
        assert not QueuePart.objects.exists()

    def test_nobody_has_more_than_eight(self) -> None:
        client, user = at_desk()
        for _ in range(rules.MOST_PARTS):
            make_part(user)
        page = client.post(TABS, TYPED)
        assert page.status_code == 422
        assert "Remove one first." in page.content.decode()

    def test_only_a_supervisor_makes_one_for_everybody(self) -> None:
        client, _user = at_desk()
        client.post(TABS, {**TYPED, "is_shared": "on"})
        assert not QueuePart.objects.get().is_shared
        chief, _boss = at_desk(Role.SUPERVISOR)
        chief.post(TABS, {**TYPED, "is_shared": "on"})
        assert QueuePart.objects.filter(is_shared=True).count() == 1
        assert AuditEntry.objects.filter(event="queue-part.shared").count() == 1


class TestWhoseItIs:
    def test_what_is_everybodys_is_over_each_queue(self) -> None:
        part = make_part(is_shared=True)
        client, _user = at_desk()
        assert part.value in client.get("/staff/queue/").content.decode()

    def test_what_is_somebodys_own_is_nobody_elses(self) -> None:
        part = make_part()
        client, _user = at_desk()
        assert part.value not in client.get("/staff/queue/").content.decode()
        assert client.get(f"{TABS}{part.key}/").status_code == 404
        assert client.post(f"{TABS}{part.key}/remove/").status_code == 404

    def test_an_address_of_a_tab_that_is_gone_shows_everything(self) -> None:
        client, user = at_desk()
        part = make_part(user)
        report = make_report(topic=Topic.DRUGS)
        client.post(f"{TABS}{part.key}/remove/")
        assert report.key in client.get(f"/staff/queue/?tab={part.value}").content.decode()

    def test_a_change_is_seen_by_everybody_who_has_it(self) -> None:
        chief, boss = at_desk(Role.SUPERVISOR)
        part = make_part(boss, is_shared=True)
        chief.post(f"{TABS}{part.key}/", {**TYPED, "name": "Two wheels", "is_shared": "on"})
        client, _user = at_desk()
        assert "Two wheels" in client.get("/staff/queue/").content.decode()

    def test_another_supervisor_keeps_what_is_everybodys_and_not_what_is_anothers(self) -> None:
        shared, own = make_part(is_shared=True), make_part()
        chief, _boss = at_desk(Role.SUPERVISOR)
        assert chief.post(f"{TABS}{shared.key}/remove/").status_code == 302
        assert chief.post(f"{TABS}{own.key}/remove/").status_code == 404


def test_the_tab_is_kept_on_the_way_through_a_report() -> None:
    client, user = at_desk()
    part, report = make_part(user), make_report(topic=Topic.BIKE_TAKEN)
    page = client.get(f"/staff/reports/{report.reference}/?tab={part.value}").content.decode()
    assert f"/staff/queue/?tab={part.value}" in page


def test_eight_tabs_cost_no_query_more_than_one() -> None:
    client, user = at_desk()
    make_report()
    make_part(user)
    client.get("/staff/queue/")
    with CaptureQueriesContext(connection) as one:
        client.get("/staff/queue/")
    for _ in range(rules.MOST_PARTS - 1):
        make_part(user)
    with CaptureQueriesContext(connection) as eight:
        client.get("/staff/queue/")
    assert len(eight) == len(one)


def test_sabotage_a_tab_that_forgets_who_is_kept_from_what_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "commonbeat.casework.queries.open_reports.narrowed_to",
        lambda _reports, _wanted: Report.objects.in_realm(LIVE_REALM_ID),
    )
    with pytest.raises(AssertionError):
        TestWhatATabHolds().test_never_a_report_that_its_reader_is_kept_from()


def test_names_are_sealed() -> None:
    make_part()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM casework_queuepart")
        (kept,) = cursor.fetchone()
    assert b"Bikes" not in bytes(kept)
    assert queries.parts_for(realm_id=LIVE_REALM_ID, user=QueuePart.objects.get().owner)
