"""Another site cannot act for somebody who is signed in here, and looking changes nothing.

Every address of the site is asked with every unsafe method: without a token, with the token of
another visitor beside one's own cookie, and with a good token and cookie from another origin. Then
every page is only looked at, and the tables are compared.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.middleware import csrf
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from tests.architecture.access_table import EVERYONE, TABLE, Row
from tests.architecture.objects import MAKERS

pytestmark = pytest.mark.django_db

UNSAFE = ("post", "put", "patch", "delete")
CSRF = "django.middleware.csrf.CsrfViewMiddleware"
# Reads no account and changes nothing: each says so beside its view.
NEEDS_NO_TOKEN = {
    "reports:begin": "draws the first question with what was picked",
    "reports:share": "says what to do where the app is not there, and keeps nothing",
    "reports:begin_upload": "asks for the receipt in a header that no other site can send",
    "reports:upload": "asks for the receipt in a header that no other site can send",
    "casework:records_answer": "is signed with a secret of the records system, or not there",
    "reports:inbound_email": "is signed by the provider, or not there",
    "reports:inbound_text": "is signed by the provider, or not there",
    "reports:inbound_twilio": "is signed by the provider, or not there",
    "core:exit": "only ever removes, and does nothing for another site",
    "delivery:stop": "one-click unsubscribe of mail programs: the address is the secret",
}
FOREIGN = {"origin": "https://evil.example", "referer": "https://evil.example/"}
# Kept by a look on purpose: who looked, and the session that the look keeps awake.
WRITTEN_BY_LOOKING = {
    "audit.AuditEntry",
    "accounts.SignIn",
    "sessions.Session",
    # Opening a report is what keeps the first promise.
    "core.LiveEvent",
    "casework.Presence",
    # When something is looked at again is worked out the first time that somebody asks.
    "keeping.KeptRecord",
}

# Reading it for work marks it as seen: reading means that.
MARKED_AS_SEEN = {
    *("casework:report", "reports:received_one"),
    *("partners:share_report", "partners:share", "partners:shared"),
}
# Of the addresses some 80 take no GET, show what is not there, or lead elsewhere.
SHOWN_AT_LEAST = 60


def asked() -> Iterator[tuple[str, Row, User, str]]:
    """Yield each address with somebody who may open it."""
    people = {role.value: make_user(role) for role in Role}
    for name, row in TABLE.items():
        role = next(
            role
            for role in ("supervisor", "administrator", "resident", "auditor", *EVERYONE)
            if role in row.who and role in people
        )
        user = people[role]
        parts = MAKERS[row.make](user) if row.make else {}
        yield name, row, user, reverse(name, kwargs=parts)


def signed_in(user: User) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sign_in(client, user)
    return client


def token_of(client: Client) -> str:
    """Return the token of a form, whose cookie the client now has."""
    page = client.get("/report/").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)
    assert found, "the form carries a token"
    return found[1]


def refused_for_its_token(answer: Any) -> bool:
    """Say whether the guard against other sites refused, and not something behind it."""
    drawn = {template.name for template in getattr(answer, "templates", [])}
    return answer.status_code == 403 and "403_csrf.html" in drawn


def attempts(client: Client) -> Iterator[tuple[str, str, dict[str, str], dict[str, str]]]:
    """Yield each way to ask: only its own fault stands between the request and the view."""
    own, other = token_of(client), token_of(Client())
    assert token_of(client) != other
    for method in UNSAFE:
        yield method, "no token", {}, {}
        yield method, "another's token", {"x-csrftoken": other}, {}
        yield method, "another origin", {"x-csrftoken": own, **FOREIGN}, {}
    yield "post", "another's token in the form", {}, {"csrfmiddlewaretoken": other}
    yield "post", "a form of another origin", FOREIGN, {"csrfmiddlewaretoken": own}


def taken_from_elsewhere(most: int | None = None) -> list[str]:
    """Return every unsafe request that was not refused, of the first ``most`` addresses or all."""
    found = []
    for name, _row, user, path in islice(asked(), most):
        if name in NEEDS_NO_TOKEN:
            continue
        client = signed_in(user)
        for method, label, headers, data in attempts(client):
            body = data if method == "post" else ""
            answer = getattr(client, method)(path, body, headers=headers)
            if not refused_for_its_token(answer):
                found.append(f"{method} {name} with {label}: {answer.status_code}")
    return found


def test_no_request_of_another_site_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    token = token_of(client)
    assert settings.CSRF_COOKIE_NAME in client.cookies
    own = client.post("/report/", {"csrfmiddlewaretoken": token, "go": "words"})
    assert own.status_code == 200, "with its own token and cookie a form is taken"
    assert taken_from_elsewhere() == []


def test_sabotage_a_site_without_tokens_is_noticed(settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != CSRF]
    assert len(taken_from_elsewhere(20)) > 20


def test_sabotage_an_origin_that_nobody_looks_at_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CsrfViewMiddleware, "_origin_verified", lambda _guard, _request: True)
    found = taken_from_elsewhere(20)
    assert len(found) > 20 and all("origin" in line for line in found)


def test_sabotage_a_token_that_is_good_for_everybody_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(csrf, "_does_token_match", lambda _token, _secret: True)
    found = taken_from_elsewhere(20)
    assert len(found) > 20 and all("another's token" in line for line in found)


def test_every_view_without_a_token_is_named_with_its_reason() -> None:
    from tests.architecture.addresses import addresses

    exempt = {
        name
        for name, address in addresses().items()
        if getattr(address.pattern.callback, "csrf_exempt", False)
    }
    assert exempt == set(NEEDS_NO_TOKEN)


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table that a look may not change."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for model in apps.get_models()
        if model._meta.label not in WRITTEN_BY_LOOKING
    }


def changed_by_looking(most: int | None = None) -> tuple[int, list[str]]:
    """Return how many addresses a GET opened, and at which it changed a row."""
    visits = [
        (name, signed_in(user), path)
        for name, _row, user, path in islice(asked(), most)
        if name not in MARKED_AS_SEEN
    ]
    found, shown, before = [], 0, rows()
    for name, client, path in visits:
        shown += client.get(path).status_code == 200
        after = rows()
        found += [f"get {name}: {label}" for label in before if before[label] != after[label]]
        before = after
    return shown, found


def test_looking_changes_nothing() -> None:
    shown, changed = changed_by_looking()
    assert changed == []
    assert shown >= SHOWN_AT_LEAST, "a walk along refusals would prove nothing"


def test_sabotage_a_look_that_writes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()  # a page that is kept for a moment asks nobody
    from commonbeat.places.models import Area
    from commonbeat.publishing.views import public

    def careless(*_args: object, **_more: object) -> list[object]:
        Area.objects.create(code="x1", name="Written by a look", outline=[])
        return []

    monkeypatch.setattr(public, "_totals", careless)
    assert any("publishing:home" in line for line in changed_by_looking(15)[1])
