"""How long a session lives, what ends it, and what it costs people without one."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from commonbeat.accounts import actions, queries
from commonbeat.accounts.models import Role, SignIn
from commonbeat.accounts.rules import Proof, Standing, is_over
from commonbeat.accounts.tests.conftest import Move, enrol, use
from commonbeat.accounts.tests.factories import PASSWORD, make_user, sign_in
from commonbeat.core import clock

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def opens(client: Client) -> bool:
    """Say whether a page for people who are signed in opens."""
    return client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("role", "idle"), [(role, 30 if role is Role.RESIDENT else 15) for role in Role]
)
def test_a_session_left_alone_ends(client: Client, move_clock: Move, role: Role, idle: int) -> None:
    sign_in(client, make_user(role))
    move_clock(timedelta(minutes=idle) - MINUTE)
    assert opens(client)
    move_clock(timedelta(minutes=idle))
    assert not opens(client)
    move_clock(-2 * timedelta(minutes=idle))
    assert not opens(client), "an ended session never comes back to life"


@pytest.mark.parametrize(
    ("role", "life"),
    [(role, timedelta(days=14) if role is Role.RESIDENT else timedelta(hours=10)) for role in Role],
)
def test_a_session_in_use_ends_too(
    client: Client, move_clock: Move, role: Role, life: timedelta
) -> None:
    stay = sign_in(client, make_user(role))
    move_clock(life - MINUTE)
    SignIn.objects.filter(pk=stay.pk).update(seen_at=clock.now())
    assert opens(client)
    move_clock(MINUTE)
    assert not opens(client)


def test_a_long_day_at_one_desk_ends_after_ten_hours(client: Client, move_clock: Move) -> None:
    sign_in(client, make_user(Role.TRIAGE_OPERATOR))
    pages = 0
    while opens(client):
        pages += 1
        move_clock(timedelta(minutes=14))
    assert pages == 600 // 14 + 1


def test_sabotage_a_site_that_forgets_the_clock_is_found_out(
    client: Client, move_clock: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "is_over", lambda **_times: False)
    with pytest.raises(AssertionError):
        test_a_session_left_alone_ends(client, move_clock, Role.AUDITOR, 15)


def test_sabotage_a_session_that_lives_for_ever_in_use_is_found_out(
    client: Client, move_clock: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        queries, "is_over", lambda **times: is_over(**times | {"absolute": timedelta.max})
    )
    with pytest.raises(AssertionError):
        test_a_session_in_use_ends_too(client, move_clock, Role.AUDITOR, timedelta(hours=10))


def test_who_was_signed_out_by_time_is_told_and_comes_back(
    client: Client, move_clock: Move
) -> None:
    sign_in(client, make_user(Role.AUDITOR))
    move_clock(timedelta(hours=1))
    answer = client.get("/me/?a=b")
    assert answer["Location"] == "/accounts/login/?next=%2Fme%2F%3Fa%3Db&ended=1"


def test_a_page_that_calls_by_itself_keeps_no_session_awake(
    client: Client, move_clock: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.accounts.views import me

    stay = sign_in(client, make_user(Role.AUDITOR))
    before = stay.seen_at
    move_clock(5 * MINUTE)
    monkeypatch.setattr(me.me, "is_background", True, raising=False)
    assert opens(client)
    stay.refresh_from_db()
    assert stay.seen_at == before
    monkeypatch.setattr(me.me, "is_background", False)
    assert opens(client)
    stay.refresh_from_db()
    assert stay.seen_at > before


def test_the_session_gets_a_new_name_at_sign_in_and_at_each_proof(client: Client) -> None:
    user = make_user()
    client.get("/accounts/passkeys/login/")
    names = [client.session.session_key]
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    names.append(client.session.session_key)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    names.append(client.session.session_key)
    assert len(set(names)) == 3
    for dead in names[:2]:
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = dead or ""
        assert not opens(thief)
    assert opens(client)


@pytest.mark.parametrize("change", ["role", "disabled", "everywhere", "password"])
def test_a_change_acts_on_the_next_request(client: Client, change: str) -> None:
    admin, user = make_user(Role.ADMINISTRATOR), make_user()
    sign_in(client, user)
    assert opens(client)
    now = clock.now()
    if change == "role":
        actions.change_role(
            user=user,
            role=Role.AUDITOR,
            organisation=None,
            by=admin,
            reason="New post",
            now=now,
        )
    elif change == "disabled":
        actions.disable(user=user, by=admin, reason="Left the force", now=now)
    elif change == "everywhere":
        actions.end_every_sign_in(user=user, now=now)
    else:
        user.set_password("another-harbour-lantern")
        user.save()
    assert not opens(client)


def test_signing_out_ends_the_stay_and_not_only_the_cookie(client: Client) -> None:
    sign_in(client, make_user())
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert not opens(thief)
    assert SignIn.objects.get().ended_at is not None


def test_a_session_without_a_stay_counts_for_nothing(client: Client) -> None:
    client.force_login(make_user())
    assert not opens(client)


def test_a_session_cannot_name_the_stay_of_another_person(client: Client) -> None:
    other = sign_in(Client(), make_user(Role.AUDITOR))
    client.force_login(make_user())
    session = client.session
    session["sign_in"] = other.pk
    session.save()
    assert not opens(client)
    other.refresh_from_db()
    user = other.user
    assert queries.standing(other, user=user, now=clock.now()) is Standing.GOOD


@pytest.mark.parametrize(
    "address", ["/accessibility/", "/help/", "/emergency/", "/accounts/login/", "/lost-key/"]
)
def test_a_public_page_reads_no_session_and_leaves_no_cookie(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert answer.status_code == 200
    assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_a_public_page_does_not_ask_who_carries_a_session(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, make_user())
    with django_assert_num_queries(0):
        client.get("/accessibility/")


class TestFresh:
    def test_a_demonstration_link_is_fresh_in_a_demonstration_only(
        self, client: Client, settings: Settings, move_clock: Move
    ) -> None:
        settings.DEMO = True
        sign_in(client, make_user(Role.ADMINISTRATOR), proof=Proof.DEMO)
        move_clock(10 * MINUTE)
        assert client.get("/staff/members/invite/").status_code == 200
        settings.DEMO = False
        assert client.get("/staff/members/invite/").status_code == 403

    def test_an_old_proof_is_asked_for_again_and_leads_back(
        self, client: Client, move_clock: Move
    ) -> None:
        user = make_user(Role.ADMINISTRATOR)
        key = enrol(user)
        assert use(client, key) == 200
        assert client.get("/staff/members/invite/").status_code == 200
        move_clock(5 * MINUTE)
        answer = client.get("/staff/members/invite/")
        assert answer["Location"] == "/accounts/passkeys/again/?next=%2Fstaff%2Fmembers%2Finvite%2F"
        options = json.loads(client.get(answer["Location"]).context["options"])
        answer = client.post(answer["Location"], {"credential": key.get(options)})
        assert answer["Location"] == "/staff/members/invite/"
        assert client.get(answer["Location"]).status_code == 200

    def test_a_button_is_never_pressed_for_somebody(self, client: Client, move_clock: Move) -> None:
        user = make_user(Role.ADMINISTRATOR)
        person = make_user(Role.AUDITOR)
        sign_in(client, user)
        move_clock(5 * MINUTE)
        path = f"/staff/members/{person.key}/"
        answer = client.post(path, {"do": "disable", "reason": "Left the force", "back": path})
        assert answer["Location"].startswith("/accounts/passkeys/again/?next=%2Fstaff%2Fmembers%2F")
        person.refresh_from_db()
        assert person.is_active
