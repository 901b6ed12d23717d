"""F1: each time somebody shows who they are their session gets a new name, and the old one dies."""

import json
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts import actions
from commonbeat.accounts.actions import make_link
from commonbeat.accounts.models import Role, User
from commonbeat.accounts.rules import LinkKind
from commonbeat.accounts.tests.conftest import enrol, use
from commonbeat.accounts.tests.factories import PASSWORD, make_user, sign_in
from commonbeat.core import clock

pytestmark = pytest.mark.django_db
AGAIN = "/accounts/passkeys/again/"


def _plant(client: Client) -> None:
    """Give a browser a session before anybody signed in, as a thief would."""
    client.get("/accounts/passkeys/login/")
    assert client.session.session_key


def _with_a_password(client: Client) -> Callable[[], object]:
    user = make_user()
    _plant(client)
    words = {"login": user.email, "password": PASSWORD}
    return lambda: client.post("/accounts/login/", words)


def _with_a_passkey(client: Client) -> Callable[[], object]:
    key = enrol(make_user(Role.SUPERVISOR))
    _plant(client)
    return lambda: use(client, key)


def _with_the_password_again(client: Client) -> Callable[[], object]:
    sign_in(client, make_user())
    return lambda: client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def _with_the_passkey_again(client: Client) -> Callable[[], object]:
    user = make_user(Role.SUPERVISOR)
    key = enrol(user)
    sign_in(client, user)

    def prove() -> object:
        options = json.loads(client.get(AGAIN).context["options"])
        return client.post(AGAIN, {"credential": key.get(options)})

    return prove


def _with_a_demonstration_link(client: Client) -> Callable[[], object]:
    path = make_link(user=make_user(Role.SUPERVISOR), kind=LinkKind.DEMO, now=clock.now())
    _plant(client)
    return lambda: client.post(path)


def _as_somebody_else(client: Client) -> Callable[[], object]:
    sign_in(client, make_user())
    other = make_user()
    return lambda: _signed_in_as(client, other.email)


def _signed_in_as(client: Client, email: str) -> None:
    client.post("/accounts/logout/")
    _plant(client)
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})


PROOFS: dict[str, Callable[[Client], Callable[[], object]]] = {
    "a password": _with_a_password,
    "a passkey": _with_a_passkey,
    "the password again": _with_the_password_again,
    "the passkey again": _with_the_passkey_again,
    "a demonstration link": _with_a_demonstration_link,
    "as somebody else": _as_somebody_else,
}


def problems(proof: str) -> list[str]:
    """Show who one is in a session that a thief knows; return what the thief still has of it."""
    client, thief = Client(), Client()
    prove = PROOFS[proof](client)
    before = client.session.session_key
    thief.cookies[settings.SESSION_COOKIE_NAME] = before or ""
    prove()
    found = []
    if client.get("/me/").status_code != 200:
        found.append("nobody is signed in")
    if client.session.session_key == before:
        found.append("the session kept its name")
    if thief.get("/me/").status_code == 200:
        found.append("the old name still opens pages")
    return found


@pytest.fixture(autouse=True)
def demonstration(settings: Settings, request: pytest.FixtureRequest) -> None:
    """A demonstration link works in a demonstration alone."""
    settings.DEMO = "demonstration" in request.node.name


@pytest.mark.parametrize("proof", PROOFS)
def test_each_proof_renames_the_session_and_the_old_name_is_dead(proof: str) -> None:
    assert problems(proof) == []


@pytest.mark.parametrize("proof", PROOFS)
def test_sabotage_a_session_that_keeps_its_name_is_noticed(
    proof: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionBase, "cycle_key", lambda _session: None)
    monkeypatch.setattr(SessionBase, "flush", lambda session: session.clear())
    assert {"the session kept its name", "the old name still opens pages"} & set(problems(proof))


def left_after_another_role() -> list[str]:
    """Give somebody who is signed in another role; return what their old session still does."""
    admin, user = make_user(Role.ADMINISTRATOR), make_user(Role.TRIAGE_OPERATOR)
    key, client, thief = enrol(user), Client(), Client()
    assert use(client, key) == 200
    before = client.session.session_key
    thief.cookies[settings.SESSION_COOKIE_NAME] = before or ""
    now = clock.now()
    actions.change_role(
        user=user, role=Role.AUDITOR, organisation=None, by=admin, reason="New post", now=now
    )
    if thief.get("/me/").status_code == 200:
        return ["the old name still opens pages"]
    if use(client, key) != 200 or client.session.session_key == before:
        return ["the session kept its name"]
    return []


def test_another_role_kills_the_session_and_the_next_has_a_new_name() -> None:
    assert left_after_another_role() == []


def test_sabotage_a_role_that_leaves_its_session_alive_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("commonbeat.accounts.actions.people.end_every_sign_in", lambda **_who: None)
    # A password that is taken away would end it as well.
    monkeypatch.setattr(User, "set_unusable_password", lambda _user: None)
    assert left_after_another_role() != []
