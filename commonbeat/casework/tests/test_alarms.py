"""An emergency is handed over: everybody sees it, one takes it, and nothing is sent from here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import queries, rules
from commonbeat.casework.actions import (
    NotNow,
    ReasonMissing,
    SomebodyWasFirst,
    acknowledge_alarm,
    alarms,
    close_alarm,
    take_back_alarm,
    tell_of_late_alarms,
)
from commonbeat.casework.models import HandoverAlarm
from commonbeat.casework.rules import AlarmState, Grade
from commonbeat.casework.tests.factories import Clock, address, at_desk, make_alarm, make_graded
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LiveEvent
from commonbeat.reports.actions import keep_from
from commonbeat.reports.models import Report
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)
LATE = SOON + timedelta(minutes=6)
PLAIN = "Commonbeat sends nobody by itself. Call the control room."
STAFF_PAGES = {
    Role.TRIAGE_OPERATOR: "/staff/queue/",
    Role.NEIGHBOURHOOD_OFFICER: "/staff/warnings/",
    Role.INTELLIGENCE_OFFICER: "/staff/queue/",
    Role.SUPERVISOR: "/staff/lists/",
}


@pytest.fixture
def sara() -> User:
    return make_user(Role.TRIAGE_OPERATOR, display_name="Sara Malik")


@pytest.fixture
def lena() -> User:
    return make_user(Role.SUPERVISOR, display_name="Lena Clegg")


@pytest.fixture
def report() -> Report:
    return make_report()


def heard() -> list[dict[str, object]]:
    """Return what open pages heard of alarms, first to last."""
    events = LiveEvent.objects.filter(kind="alarm").order_by("pk")
    assert {event.topic for event in events} <= {"queue:1"}
    return [event.data for event in events]


def test_an_emergency_raises_an_alarm_that_open_pages_hear_of(sara: User, report: Report) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    assert (alarm.standing, alarm.raised_by) == (AlarmState.RAISED, sara)
    [event] = heard()
    assert event == {"alarm": alarm.key, "report": report.key, "state": "raised", "late": False}
    assert AuditEntry.objects.filter(event="alarm.raised").count() == 1


@pytest.mark.parametrize("grade", [Grade.PRIORITY, Grade.SCHEDULED, Grade.RESOLUTION])
def test_no_other_grade_does(grade: Grade, sara: User, report: Report) -> None:
    make_graded(report, grade, user=sara, now=SOON)
    assert not HandoverAlarm.objects.exists()


def test_grading_it_an_emergency_again_raises_no_second_alarm(sara: User, report: Report) -> None:
    make_alarm(report, user=sara, now=SOON)
    make_graded(report, Grade.EMERGENCY, user=sara, now=LATE)
    assert HandoverAlarm.objects.count() == 1


def pages_without_it() -> list[str]:
    """Return the pages on which somebody who reads the queue does not see the emergency."""
    missing = []
    for role, page in STAFF_PAGES.items():
        client, _user = at_desk(role)
        text = client.get(page).content.decode()
        if "EMERGENCY" not in text or PLAIN not in text:
            missing.append(f"{role.value} {page}")
    return missing


def test_every_page_of_staff_shows_it_without_a_script(sara: User, report: Report) -> None:
    assert len(pages_without_it()) == len(STAFF_PAGES)
    make_alarm(report, user=sara, now=SOON)
    assert pages_without_it() == []


def test_sabotage_a_banner_that_waits_for_a_script_is_noticed(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    from commonbeat.casework import queries

    make_alarm(report, user=sara, now=SOON)
    monkeypatch.setattr(queries, "open_alarms", lambda **_facts: [])
    assert len(pages_without_it()) == len(STAFF_PAGES)


def test_those_who_do_not_read_the_queue_see_nothing_of_it(sara: User, report: Report) -> None:
    make_alarm(report, user=sara, now=SOON)
    client, _user = at_desk(Role.AUDITOR)
    assert "EMERGENCY" not in client.get("/staff/audit/").content.decode()


def seen_by_the_one_it_names(report: Report, sara: User) -> list[str]:
    """Raise the alarm of a report that names an officer; return where they learn of it."""
    alarm = make_alarm(report, user=sara, now=SOON)
    client, officer = at_desk(Role.NEIGHBOURHOOD_OFFICER, display_name="Dan Okafor")
    keep_from(
        report=report,
        member=officer,
        ground=Ground.KNOWN,
        actor=sara.actor,
        reason="They are cousins",
        now=SOON,
    )
    where = f"/staff/alarms/{alarm.key}/"
    found = [
        page for page in ("/staff/queue/", "/staff/alarms/") if alarm.key in said(client, page)
    ]
    found += [page for page in [where] if client.get(page).status_code != 404]
    found += [page for page in [f"{where}acknowledge/"] if client.post(page).status_code != 404]
    return found


def said(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def test_nobody_learns_of_the_alarm_of_a_report_that_they_are_kept_from(
    sara: User, report: Report
) -> None:
    assert seen_by_the_one_it_names(report, sara) == []
    alarm = HandoverAlarm.objects.get()
    with pytest.raises(NotAllowed):
        acknowledge_alarm(alarm=alarm, user=User.objects.get(display_name="Dan Okafor"), now=SOON)


def test_sabotage_a_banner_that_forgets_who_is_kept_from_a_report_is_noticed(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    nobody = Q(pk__isnull=True)
    monkeypatch.setitem(queries.open_alarms.__globals__, "kept_from", lambda _user, report: nobody)
    assert len(seen_by_the_one_it_names(report, sara)) >= 3


def test_an_emergency_is_handed_over_step_by_step(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    monkeypatch.setattr(clock, "now", Clock(SOON + timedelta(minutes=2)).now)
    client, user = at_desk(display_name="Imran Shah")
    where = f"/staff/alarms/{alarm.key}/"
    taken = client.post(f"{where}acknowledge/", follow=True)
    assert "You have it. Call the control room now." in taken.content.decode()
    alarm.refresh_from_db()
    assert (alarm.acknowledged_by, alarm.standing) == (user, AlarmState.ACKNOWLEDGED)
    assert "Imran Shah acknowledged it at" in client.get("/staff/queue/").content.decode()
    empty = client.post(f"{where}close/", {"reference": ""})
    assert empty.status_code == 422
    assert "Write the reference that the control room gave you." in empty.content.decode()
    done = client.post(f"{where}close/", {"reference": "CAD 4711"}, follow=True).content.decode()
    assert "CAD 4711" in done
    assert "EMERGENCY" not in client.get("/staff/queue/").content.decode()
    events = AuditEntry.objects.filter(event__startswith="alarm.").order_by("pk")
    assert [entry.event for entry in events] == [
        "alarm.raised",
        "alarm.acknowledged",
        "alarm.handed-over",
    ]
    assert [event["state"] for event in heard()] == ["raised", "acknowledged", "closed"]


def test_what_the_control_room_calls_it_is_sealed(sara: User, report: Report) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    acknowledge_alarm(alarm=alarm, user=sara, now=SOON)
    close_alarm(alarm=alarm, reference="CAD 4711", user=sara, now=SOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM casework_handoveralarm")
        assert b"4711" not in bytes(cursor.fetchone()[0])


def test_it_is_closed_only_after_somebody_took_it(sara: User, report: Report) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    with pytest.raises(NotNow):
        close_alarm(alarm=alarm, reference="CAD 4711", user=sara, now=SOON)


def test_it_is_taken_back_with_a_reason_alone(sara: User, report: Report) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    with pytest.raises(ReasonMissing):
        take_back_alarm(alarm=alarm, reason="no", user=sara, now=SOON)
    take_back_alarm(alarm=alarm, reason="They called back and are safe", user=sara, now=SOON)
    alarm.refresh_from_db()
    assert alarm.standing is AlarmState.TAKEN_BACK
    with pytest.raises(SomebodyWasFirst, match="Sara Malik ended this alarm"):
        acknowledge_alarm(alarm=alarm, user=sara, now=LATE)


def test_who_only_reads_acknowledges_nothing(sara: User, report: Report) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    with pytest.raises(NotAllowed):
        acknowledge_alarm(alarm=alarm, user=make_user(Role.INTELLIGENCE_OFFICER), now=SOON)
    client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
    assert "Acknowledge<" not in client.get("/staff/queue/").content.decode()


def test_the_second_person_reads_who_was_first(sara: User, lena: User, report: Report) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    acknowledge_alarm(alarm=alarm, user=lena, now=SOON)
    client, _user = at_desk()
    page = client.post(f"/staff/alarms/{alarm.key}/acknowledge/", follow=True).content.decode()
    assert "Lena Clegg acknowledged it first" in page


def acknowledged_at_once(alarm: HandoverAlarm, people: list[User]) -> list[object]:
    """Let people acknowledge an alarm at the same moment; return what each got."""
    start = Barrier(len(people))

    def one(user: User) -> object:
        try:
            start.wait()
            return acknowledge_alarm(alarm=alarm, user=user, now=SOON)
        except SomebodyWasFirst as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return [future.result() for future in [pool.submit(one, user) for user in people]]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_has_it_and_the_other_hears_who(sara: User, lena: User) -> None:
    for _race in range(5):
        alarm = make_alarm(make_report(), user=sara, now=SOON)
        results = acknowledged_at_once(alarm, [sara, lena])
        [first] = [one for one in results if isinstance(one, HandoverAlarm)]
        [second] = [one for one in results if isinstance(one, SomebodyWasFirst)]
        assert first.acknowledged_by is not None
        assert first.acknowledged_by.display_name in str(second)
        HandoverAlarm.objects.all().delete()


def test_sabotage_an_alarm_that_anybody_takes_again_is_noticed(
    monkeypatch: pytest.MonkeyPatch, sara: User, lena: User, report: Report
) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    every = type("Every", (), {"may_become": lambda self, after: frozenset(AlarmState)})()
    monkeypatch.setattr(alarms, "ALARM_TABLE", every)
    acknowledge_alarm(alarm=alarm, user=lena, now=SOON)
    acknowledge_alarm(alarm=alarm, user=sara, now=SOON)
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == sara


def told_late(until: int) -> list[int]:
    """Sweep each minute; return after how many supervisors were told."""
    return [
        minute
        for minute in range(until)
        if tell_of_late_alarms(now=SOON + timedelta(minutes=minute))
    ]


def test_supervisors_are_told_again_until_somebody_has_it(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    assert told_late(12) == [5, 10]
    assert [event["late"] for event in heard()] == [False, True, True]
    monkeypatch.setattr(clock, "now", Clock(LATE).now)
    watch, _lena = at_desk(Role.SUPERVISOR)
    page = watch.get("/staff/queue/").content.decode()
    assert "Late: nobody has acknowledged it in 5 minutes." in page
    assert "You are told as a supervisor." in page
    acknowledge_alarm(alarm=alarm, user=sara, now=LATE)
    assert tell_of_late_alarms(now=SOON + timedelta(hours=1)) == 0


def test_sabotage_an_alarm_that_never_gets_late_is_noticed(
    monkeypatch: pytest.MonkeyPatch, sara: User, report: Report
) -> None:
    make_alarm(report, user=sara, now=SOON)
    monkeypatch.setattr(rules, "tells_again", lambda **_facts: False)
    assert told_late(12) == []


def test_the_banner_alone_is_a_background_request(sara: User, report: Report) -> None:
    make_alarm(report, user=sara, now=SOON)
    client, _user = at_desk()
    page = client.get("/staff/alarms/").content.decode()
    assert "<html" not in page
    assert 'data-state="raised"' in page


def test_the_case_leads_to_the_alarm(sara: User, report: Report) -> None:
    alarm = make_alarm(report, user=sara, now=SOON)
    client, _user = at_desk()
    assert f"/staff/alarms/{alarm.key}/" in client.get(address(report)).content.decode()


def test_the_banner_costs_one_query_however_many_alarms(sara: User) -> None:
    from django.test.utils import CaptureQueriesContext

    client, _user = at_desk()

    def cost() -> int:
        with CaptureQueriesContext(connection) as ran:
            client.get("/staff/alarms/")
        return len(ran)

    def after(number: int) -> Callable[[], int]:
        for _one in range(number):
            make_alarm(make_report(), user=sara, now=SOON)
        return cost

    client.get("/staff/alarms/")
    assert after(1)() == after(6)()
