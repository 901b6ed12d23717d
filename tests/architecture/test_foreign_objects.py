"""The object of another person is answered exactly as one that does not exist."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.core import clock
from commonbeat.core.ids import new_key
from commonbeat.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
MISSING_NUMBER = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Owned:
    """An address below which each person has objects of their own."""

    name: str
    part: str
    make: Callable[[User], Model]
    method: str = "get"

    def ask(self, client: Client, value: object) -> HttpResponse:
        """Ask for one object."""
        answer: HttpResponse = getattr(client, self.method)(
            reverse(self.name, kwargs={self.part: value})
        )
        return answer


def _passkey(user: User) -> Authenticator:
    credential = {"name": "Work phone", "credential": {}}
    row: Authenticator = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data=credential
    )
    return row


OWNED = (
    Owned("reports:open_mine", "key", lambda user: make_report(reporter=user, now=clock.now())),
    Owned("accounts:end_sign_in", "key", lambda user: sign_in(Client(), user), method="post"),
    Owned("mfa_edit_webauthn", "pk", _passkey),
    Owned("mfa_remove_webauthn", "pk", _passkey),
    Owned("mfa_remove_webauthn", "pk", _passkey, method="post"),
)


def _body(answer: HttpResponse) -> str:
    text = answer.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def difference(owned: Owned) -> list[str]:
    """Say how the answers about a foreign and about a missing object differ."""
    client = Client()
    sign_in(client, make_user(Role.RESIDENT))
    theirs = getattr(owned.make(make_user()), owned.part)
    foreign = owned.ask(client, theirs)
    missing = owned.ask(client, MISSING_NUMBER if owned.part == "pk" else new_key())
    found = []
    if foreign.status_code != 404:
        found.append(f"status {foreign.status_code}")
    if foreign.status_code != missing.status_code:
        found.append(f"statuses {foreign.status_code} and {missing.status_code}")
    if _body(foreign) != _body(missing):
        found.append("bodies differ")
    if dict(foreign.headers) != dict(missing.headers):
        found.append("headers differ")
    return found


@pytest.mark.parametrize("owned", OWNED, ids=lambda owned: f"{owned.method} {owned.name}")
def test_a_foreign_object_is_answered_as_a_missing_one(owned: Owned) -> None:
    assert difference(owned) == []


@pytest.mark.parametrize("owned", OWNED, ids=lambda owned: f"{owned.method} {owned.name}")
def test_ones_own_object_is_there(owned: Owned) -> None:
    user, client = make_user(), Client()
    sign_in(client, user)
    mine = getattr(owned.make(user), owned.part)
    assert owned.ask(client, mine).status_code in {200, 302}


def test_sabotage_a_view_that_forgets_whose_it_is_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from allauth.mfa.webauthn import views

    monkeypatch.setattr(
        views.EditWebAuthnView, "get_queryset", lambda _self: Authenticator.objects.all()
    )
    assert difference(OWNED[2]) != []
