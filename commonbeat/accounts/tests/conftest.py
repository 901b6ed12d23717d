"""A clock that tests can move, and passkeys of people."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from commonbeat.accounts.actions import make_link
from commonbeat.accounts.models import User
from commonbeat.accounts.rules import LinkKind
from commonbeat.accounts.tests.passkeys import SoftPasskey
from commonbeat.core import clock

type Move = Callable[[timedelta], datetime]


@pytest.fixture(autouse=True)
def forget_tries() -> None:
    """Let no test run into the limits that another one used up."""
    cache.clear()


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Return what moves the clock of the site on by a while."""
    moved = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moved)

    def move(by: timedelta) -> datetime:
        nonlocal moved
        moved += by
        return moved

    return move


def enrolment_options(client: Client, path: str) -> dict[str, object]:
    """Return what the page of a one-time link asks the browser to make."""
    page = client.get(path)
    assert page.status_code == 200
    options: dict[str, object] = json.loads(page.context["options"])
    return options


def enrol(user: User, passkey: SoftPasskey | None = None) -> SoftPasskey:
    """Make a passkey for somebody through the page of their link."""
    key, client = passkey or SoftPasskey(), Client()
    path = make_link(user=user, kind=LinkKind.ENROL, now=clock.now())
    credential = key.create(enrolment_options(client, path))
    answer = client.post(path, {"name": "Work phone", "credential": credential})
    assert answer.status_code == 302, answer.content
    assert Authenticator.objects.filter(user=user, type="webauthn").exists()
    return key


def challenge(client: Client) -> dict[str, object]:
    """Return a challenge as the sign-in page fetches it."""
    options: dict[str, object] = client.get("/accounts/passkeys/login/").json()["request_options"]
    return options


def use(client: Client, passkey: SoftPasskey) -> int:
    """Sign in with a passkey; return the status of the page of one's own afterwards."""
    client.post("/accounts/passkeys/login/", {"credential": passkey.get(challenge(client))})
    return client.get("/me/").status_code
