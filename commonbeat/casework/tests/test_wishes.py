"""Whoever may answer a wish to see a sealed name learns of it, and nobody reads why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework import permissions, queries
from commonbeat.casework.actions import answer_unlock, end_unlock
from commonbeat.casework.models import IdentityUnlock
from commonbeat.casework.tests.factories import address, at_desk
from commonbeat.casework.tests.unlocks import NAME, PHONE, WHY, make_asked
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID, LiveEvent, Realm
from commonbeat.reports.models import Identity, Report

pytestmark = pytest.mark.django_db
QUEUE = "/staff/queue/"
ROWS = "/staff/queue/rows/"
LINE = "locked name: somebody asks to see it"
YES = "There is a child in that home tonight"
READERS = [Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER, Role.INTELLIGENCE_OFFICER]


def link(report: Report) -> str:
    return f'href="/staff/reports/{report.reference}/identity/"'


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def check_a_supervisor_sees_it() -> None:
    wish = make_asked()
    boss, _person = at_desk(Role.SUPERVISOR)
    for path in (QUEUE, ROWS):
        page = read(boss, path)
        assert f"1 {LINE}" in page, "nobody who may answer learns of it"
        assert link(wish.report) in page


def test_a_supervisor_sees_in_the_queue_who_waits_for_an_answer() -> None:
    check_a_supervisor_sees_it()


def test_sabotage_a_queue_that_says_nothing_of_wishes_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "wishes_to_answer", lambda **_facts: [])
    with pytest.raises(AssertionError, match="nobody who may answer learns of it"):
        check_a_supervisor_sees_it()


def test_an_open_queue_hears_of_it_at_once() -> None:
    wish = make_asked()
    heard = LiveEvent.objects.filter(topic=f"queue:{LIVE_REALM_ID}", kind="identity")
    assert [event.data["report"] for event in heard] == [wish.report.key]


def test_it_counts_them_all_and_leads_to_those_who_waited_longest() -> None:
    now = clock.now()
    wishes = [make_asked(now=now - timedelta(hours=number)) for number in range(7)]
    boss, _person = at_desk(Role.SUPERVISOR)
    page = read(boss, ROWS)
    assert "7 locked names: somebody asks to see them" in page
    shown = [number for number, wish in enumerate(wishes) if link(wish.report) in page]
    assert shown == [2, 3, 4, 5, 6]


def check_those_who_cannot_answer_are_told_nothing() -> None:
    wish = make_asked()
    for role in READERS:
        client, _person = at_desk(role)
        page = read(client, QUEUE)
        assert LINE not in page and link(wish.report) not in page, role


def test_those_who_cannot_answer_are_told_nothing() -> None:
    check_those_who_cannot_answer_are_told_nothing()


def test_sabotage_a_line_for_everybody_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "UNLOCK_ANSWERERS", permissions.QUEUE_READERS)
    with pytest.raises(AssertionError, match="triage-operator"):
        check_those_who_cannot_answer_are_told_nothing()


def test_nobody_is_asked_to_answer_their_own_wish() -> None:
    boss, person = at_desk(Role.SUPERVISOR)
    make_asked(asker=person)
    assert LINE not in read(boss, QUEUE)


@pytest.mark.parametrize("end", ["answered", "taken back", "lapsed", "named", "other realm"])
def test_the_line_goes_once_nobody_needs_an_answer(end: str) -> None:
    wish, now = make_asked(), clock.now()
    boss, person = at_desk(Role.SUPERVISOR)
    if end == "answered":
        answer_unlock(unlock=wish, user=person, agrees=False, reason=YES, now=now)
    elif end == "taken back":
        end_unlock(unlock=wish, user=wish.asker, now=now)
    elif end == "lapsed":
        IdentityUnlock.objects.filter(pk=wish.pk).update(asked_at=now - timedelta(hours=25))
    elif end == "named":
        Report.objects.filter(pk=wish.report_id).update(identity=Identity.NAMED.value)
    else:
        elsewhere = Realm.objects.create(kind="exercise", name="Lantern Night", opened_at=now)
        Report.objects.filter(pk=wish.report_id).update(realm=elsewhere)
        IdentityUnlock.objects.filter(pk=wish.pk).update(realm=elsewhere)
    assert LINE not in read(boss, QUEUE)


def check_the_queue_reads_no_reason() -> None:
    make_asked()
    boss, _person = at_desk(Role.SUPERVISOR)
    with CaptureQueriesContext(connection) as ran:
        page = read(boss, QUEUE)
    asked = [query["sql"] for query in ran if "identityunlock" in query["sql"]]
    assert asked
    assert not any('"reason"' in sql for sql in asked), "the sealed reason is read"
    assert not any(words in page for words in (WHY, NAME, PHONE))


def test_the_queue_does_not_even_read_why_somebody_asks() -> None:
    check_the_queue_reads_no_reason()


def test_sabotage_a_queue_that_reads_whole_wishes_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = queries.wishes_to_answer

    def nosy(**facts: Any) -> list[str]:
        list(IdentityUnlock.objects.all())
        return honest(**facts)

    monkeypatch.setattr(queries, "wishes_to_answer", nosy)
    with pytest.raises(AssertionError, match="the sealed reason is read"):
        check_the_queue_reads_no_reason()


# The page of the report


@pytest.mark.parametrize("role", [Role.TRIAGE_OPERATOR, Role.SUPERVISOR])
def test_the_report_says_how_the_wish_stands_and_not_why(role: Role) -> None:
    wish = make_asked()
    client, _person = at_desk(role)
    page = read(client, address(wish.report))
    assert link(wish.report) in page and "Waits for an answer" in page
    assert WHY not in page
    answer_unlock(
        unlock=wish, user=make_user(Role.SUPERVISOR), agrees=True, reason=YES, now=clock.now()
    )
    page = read(client, address(wish.report))
    assert "Agreed" in page and WHY not in page and YES not in page


def check_no_link_leads_to_a_closed_door() -> None:
    wish = make_asked()
    officer, _person = at_desk(Role.NEIGHBOURHOOD_OFFICER)
    page = read(officer, address(wish.report))
    assert "Two people must agree" in page and 'id="act-note"' in page
    assert officer.get(f"{address(wish.report)}identity/").status_code == 403
    assert link(wish.report) not in page, "a link to what this role may not see"
    assert "Waits for an answer" not in page


def test_a_neighbourhood_officer_is_led_to_no_page_that_is_closed_to_them() -> None:
    check_no_link_leads_to_a_closed_door()


def test_sabotage_a_link_for_whoever_decides_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.casework.views.case.can_ask_to_unlock", lambda _user: True)
    with pytest.raises(AssertionError, match="a link to what this role may not see"):
        check_no_link_leads_to_a_closed_door()
