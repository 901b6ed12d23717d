"""A NUL in an address or a form is refused everywhere: PostgreSQL would fall over it."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from tests.architecture.access_table import TABLE
from tests.architecture.objects import MAKERS

pytestmark = pytest.mark.django_db

# What pages read from a form by its bare name, beside the fields that a form judges.
BARE = ("do", "go", "report", "revision", "step", "map", "returning", "offered", "next", "note")
REFUSES = "commonbeat.core.middleware.AddressMiddleware"


def _paths() -> list[tuple[str, bool]]:
    """Return each address and whether its own part of it is a NUL."""
    found = []
    for name, row in TABLE.items():
        parts = MAKERS[row.make](make_user()) if row.make else {}
        path = reverse(name, kwargs=parts)
        found.append((path, False))
        for value in parts.values():
            if str(value) in path:
                found.append((path.replace(str(value), "%00"), True))
    return found


def _client(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        sign_in(client, user)
    return client


def test_no_address_falls_over_a_nul() -> None:
    found = []
    for user in (None, make_user(Role.SUPERVISOR), make_user(Role.ADMINISTRATOR)):
        for path, has_nul in _paths():
            # A client of its own: one of the addresses signs out.
            client = _client(user)
            asked = client.get(f"{path}?find=%00&q=%00&tab=%00&after=%00&before=%00&next=%00")
            sent = client.post(path, dict.fromkeys(BARE, "\0a"))
            if asked.status_code != 400:
                found.append(f"get {path}: {asked.status_code}")
            if sent.status_code >= 500 or (has_nul and sent.status_code != 400):
                found.append(f"post {path}: {sent.status_code}")
    assert found == []


def test_the_refusal_is_a_page(client: Client) -> None:
    answer = client.get("/near/?map=%00")
    assert answer.status_code == 400
    assert b"<h1" in answer.content


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite stores a NUL")
def test_sabotage_without_the_refusal_an_address_falls_over(settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != REFUSES]
    client = Client(raise_request_exception=False)
    sign_in(client, make_user(Role.SUPERVISOR))
    assert client.get("/staff/queue/?find=%00").status_code == 500


def test_the_refusal_stands_before_anything_reads_the_address() -> None:
    assert settings.MIDDLEWARE.index(REFUSES) < settings.MIDDLEWARE.index(
        "django.contrib.sessions.middleware.SessionMiddleware"
    )
