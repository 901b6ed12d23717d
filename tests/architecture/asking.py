"""Asks one address as one person, and says what is wrong with the answer."""

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from tests.architecture.access_table import ANONYMOUS, EVERYONE, Row
from tests.architecture.objects import MAKERS

UNSAFE = "post"


def _person(role: str) -> tuple[Client, User | None]:
    client = Client(raise_request_exception=False)
    if role == ANONYMOUS:
        return client, None
    user = make_user(Role(role))
    sign_in(client, user)
    return client, user


def path_of(name: str, row: Row, user: User | None) -> str:
    """Return the path of an address, with something to show made for whoever asks."""
    parts = MAKERS[row.make](user or make_user()) if row.make else {}
    return reverse(name, kwargs=parts)


def is_turned_away(answer: HttpResponseBase, *, is_signed_in: bool) -> bool:
    """Say whether somebody was refused in the one right way for them."""
    if is_signed_in:
        return answer.status_code == 403
    login = reverse(settings.LOGIN_URL)
    return answer.status_code == 302 and answer.headers["Location"].startswith(f"{login}?next=")


def problems(name: str, row: Row, roles: frozenset[str] = EVERYONE) -> list[str]:
    """Ask as everybody in ``roles``; return one line for each answer that the row forbids."""
    found = []
    for role in sorted(roles):
        client, user = _person(role)
        path = path_of(name, row, user)
        if role in row.who:
            answer = getattr(client, row.method)(path)
            if answer.status_code not in row.opens:
                found.append(f"{role} should open {name}, got {answer.status_code}")
            continue
        for method in ("get", UNSAFE):
            answer = getattr(client, method)(path)
            if not is_turned_away(answer, is_signed_in=user is not None):
                found.append(f"{role} should not {method} {name}, got {answer.status_code}")
    return found
