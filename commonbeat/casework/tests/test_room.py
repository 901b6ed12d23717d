"""Who is here: shown while they are, and forgotten when they are not."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.actions import end_sign_in
from commonbeat.accounts.models import Role, SignIn
from commonbeat.accounts.tests.factories import make_user
from commonbeat.accounts.tests.factories import sign_in as begin
from commonbeat.casework import tasks
from commonbeat.casework.models import Presence
from commonbeat.casework.queries import Person, who_is_here
from commonbeat.casework.queries.room import initials
from commonbeat.casework.rules import PRESENCE_LIFE
from commonbeat.casework.tests.factories import Clock, at_desk
from commonbeat.casework.views import room
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID, LiveEvent, Realm
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
HERE = "/staff/here/"


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock(NOON)
    monkeypatch.setattr(clock, "now", moved.now)
    return moved


def names(room_: dict[str, Any]) -> list[str]:
    return [person["name"] for person in room_["people"]]


def test_two_people_on_one_report_see_each_other() -> None:
    report = make_report()
    sara, _u = at_desk(display_name="Sara Malik")
    lena, _v = at_desk(display_name="Lena Clegg")
    sara.post(HERE, {"report": report.key})
    answer = lena.post(HERE, {"report": report.key}).json()
    assert names(answer) == ["Lena Clegg", "Sara Malik"]
    assert [p["initials"] for p in answer["reports"][report.key]] == ["LC", "SM"]


def test_silence_is_leaving_and_leaves_nothing(ticking: Clock) -> None:
    sara, _u = at_desk()
    sara.post(HERE, {"report": ""})
    ticking.moment += PRESENCE_LIFE + timedelta(seconds=1)
    assert who_is_here(realm_id=LIVE_REALM_ID, now=ticking.moment).people == []
    assert tasks.forget_presences(ticking.moment) == 1
    assert not Presence.objects.exists()


def test_a_page_that_closes_says_so() -> None:
    report = make_report()
    sara, _u = at_desk()
    sara.post(HERE, {"report": report.key})
    assert sara.post(HERE, {"report": report.key, "gone": "1"}).json()["people"] == []
    assert not Presence.objects.exists()


def test_a_heartbeat_is_one_row_and_only_the_first_is_news(ticking: Clock) -> None:
    sara, _u = at_desk()
    for _ in range(4):
        sara.post(HERE, {"report": ""})
        ticking.moment += timedelta(seconds=15)
    assert Presence.objects.count() == 1
    assert LiveEvent.objects.filter(kind="here").count() == 1


def test_a_heartbeat_keeps_no_session_awake(ticking: Clock) -> None:
    sara, user = at_desk()
    before = SignIn.objects.get(user=user).seen_at
    for _ in range(3):
        ticking.moment += timedelta(minutes=4)
        assert sara.post(HERE, {"report": ""}).status_code == 200
    assert SignIn.objects.get(user=user).seen_at == before
    ticking.moment += timedelta(minutes=4)
    assert sara.post(HERE, {"report": ""}).status_code == 302


def test_a_report_that_is_not_of_this_realm_is_not_found() -> None:
    realm = Realm.objects.create(kind="exercise", name="Lantern Night", opened_at=NOON)
    foreign = make_report(realm_id=realm.pk)
    sara, _u = at_desk()
    for key in (foreign.key, "nothing", "x" * 200):
        assert sara.post(HERE, {"report": key}).status_code == 404
    assert not Presence.objects.exists()


def test_reading_by_get_is_refused() -> None:
    sara, _u = at_desk()
    assert sara.get(HERE).status_code == 405


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.AUDITOR, Role.ENGAGEMENT_OFFICER])
def test_others_are_not_told_who_is_here(role: Role) -> None:
    client, _user = at_desk(role)
    assert client.post(HERE, {"report": ""}).status_code == 403


def test_a_stream_ends_when_the_role_or_the_session_does() -> None:
    user = make_user(Role.TRIAGE_OPERATOR)
    from django.test import Client

    stay = begin(Client(), user)
    assert room._may_still_listen(stay.pk)
    user.role = Role.TRAINER
    user.save(update_fields=["role"])
    assert not room._may_still_listen(stay.pk)
    user.role = Role.TRIAGE_OPERATOR
    user.save(update_fields=["role"])
    assert room._may_still_listen(stay.pk)
    end_sign_in(sign_in=stay, now=NOON)
    assert not room._may_still_listen(stay.pk)
    assert not room._may_still_listen(0)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sara Malik", "SM"),
        ("Mary Ann O’Neil", "MO"),
        ("Prince", "P"),
        ("王小明", "王"),
        ("", "?"),
        ("  ", "?"),
    ],
)
def test_initials_are_made_of_any_name(name: str, shown: str) -> None:
    assert initials(name) == shown


def test_a_person_keeps_one_tone() -> None:
    assert Person.named("abc", "A").tone == Person.named("abc", "B").tone
