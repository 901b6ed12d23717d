"""Nobody learns from this site who has an account: not by a word, a header, or a long pause.

Each way in is walked for an address that nobody has and for those of a resident, of somebody who
has not confirmed yet, of an officer and of somebody who was disabled. What comes back must be the
same, the number of password hashes too: one takes a tenth of a second, which can be measured.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from allauth.account import forms as allauth
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from commonbeat.accounts.forms import SignupForm
from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import PASSWORD, make_user
from commonbeat.delivery.models import Content

pytestmark = pytest.mark.django_db

UNKNOWN = "nobody@people.example"
KNOWN = {
    "a resident": "resident@people.example",
    "not confirmed": "new@people.example",
    "an officer": "officer@people.example",
    "disabled": "disabled@people.example",
}
# Tell when a page was made, and how long the typed address in it is.
_OF_THE_MOMENT = {"Content-Length", "Expires", "Last-Modified"}
WRONG = {"code": "AAAA-BBBB", "action": "verify"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody outside can tell of one request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[tuple[str, str, str], ...]
    body: str
    hashes: int


type Step = tuple[str, str, dict[str, str] | None]


def _steps(email: str) -> dict[str, list[Step]]:
    """Return each way in, as requests one after the other."""
    signup = {"display_name": "Kim", "email": email, "password1": PASSWORD}
    change = {"action": "change", "email": "elsewhere@people.example"}
    confirm = ("get", "/accounts/confirm-email/", None)
    reset = ("get", "/accounts/password/reset/confirm/", None)
    log_in = {"login": email, "password": "wrong-harbour-lantern"}
    return {
        "log in": [("post", "/accounts/login/", log_in)] * 7,
        "log in for work": [("post", "/accounts/login/?work=1", log_in)] * 2,
        "sign up": [
            ("post", "/accounts/signup/", signup),
            confirm,
            *[("post", "/accounts/confirm-email/", WRONG)] * 4,
            confirm,
        ],
        "sign up badly": [
            ("post", "/accounts/signup/", {**signup, "password1": "short"}),
            ("post", "/accounts/signup/", {**signup, "password1": email}),
            ("post", "/accounts/signup/", {**signup, "display_name": ""}),
        ],
        "sign up, then another code or address": [
            ("post", "/accounts/signup/", signup),
            ("post", "/accounts/confirm-email/", {"action": "resend"}),
            ("post", "/accounts/confirm-email/", change),
            ("get", "/accounts/login/", None),
            ("get", "/accounts/signup/", None),
            ("get", "/me/", None),
        ],
        "reset": [
            ("post", "/accounts/password/reset/", {"email": email}),
            reset,
            *[("post", "/accounts/password/reset/confirm/", WRONG)] * 4,
            ("get", "/accounts/password/reset/complete/", None),
            reset,
        ],
        "ask for a reset again and again": [("post", "/accounts/password/reset/", {"email": email})]
        * 5,
        "lost key": [("post", "/lost-key/", {"email": email, "code": "0" * 16})] * 7,
    }


WAYS = list(_steps(""))


@pytest.fixture(autouse=True)
def people() -> None:
    """Make one person of each kind."""
    make_user(email=KNOWN["a resident"])
    unconfirmed = make_user(email=KNOWN["not confirmed"])
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    make_user(Role.AUDITOR, email=KNOWN["an officer"])
    disabled = make_user(email=KNOWN["disabled"])
    disabled.is_active = False
    disabled.save(update_fields=["is_active"])


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a password is hashed."""
    done: list[str] = []
    whole = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done.append(password)
        return whole(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return done


def _same(text: str, email: str) -> str:
    """Take away what differs from one visit to the next, and the address that was typed."""
    text = text.replace(email, "ADDRESS").replace(email.replace("@", "%40"), "ADDRESS")
    return re.sub(r'value="\w{64}"', "TOKEN", text)


def _seen(answer: HttpResponse, email: str, hashes: int) -> Seen:
    return Seen(
        status=answer.status_code,
        headers=tuple(
            sorted(
                (name, _same(value, email))
                for name, value in answer.headers.items()
                if name not in _OF_THE_MOMENT
            )
        ),
        cookies=tuple(
            sorted((c.key, str(c["path"]), str(c["max-age"])) for c in answer.cookies.values())
        ),
        body=_same(answer.content.decode(), email),
        hashes=hashes,
    )


def walk(way: str, email: str, hashes: list[str]) -> list[Seen]:
    """Walk one way in, as a visitor who was never here."""
    cache.clear()
    client, seen = Client(), []
    for method, path, data in _steps(email)[way]:
        hashes.clear()
        answer = getattr(client, method)(path, data)
        seen.append(_seen(answer, email, len(hashes)))
    return seen


def differing(way: str, emails: Iterable[str], hashes: list[str]) -> list[str]:
    """Return the addresses of which something can be told, and at which step."""
    unknown = walk(way, UNKNOWN, hashes)
    found = []
    for email in emails:
        known = walk(way, email, hashes)
        found += [
            f"{email}, step {n}: {part}"
            for n, (one, other) in enumerate(zip(unknown, known, strict=True))
            for part in ("status", "headers", "cookies", "body", "hashes")
            if getattr(one, part) != getattr(other, part)
        ]
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", KNOWN)
def test_nothing_tells_whether_there_is_an_account(way: str, who: str, hashes: list[str]) -> None:
    assert differing(way, [KNOWN[who]], hashes) == []


@pytest.mark.parametrize("way", ["sign up", "reset"])
def test_each_address_gets_a_letter_so_that_none_answers_sooner(
    way: str, hashes: list[str]
) -> None:
    for email in (UNKNOWN, *KNOWN.values()):
        before = Content.objects.count()
        walk(way, email, hashes)
        assert Content.objects.count() == before + 1, email


def _no_hash(form: SignupForm, request: object) -> object:
    return allauth.SignupForm.try_save(form, request)


def _tells(form: SignupForm, request: object) -> object:
    answer = HttpResponse("There is an account with this address.")
    return (None, answer) if form.account_already_exists else _no_hash(form, request)


@pytest.mark.parametrize("careless", [_no_hash, _tells])
def test_sabotage_a_sign_up_that_gives_it_away_is_found(
    careless: Callable[..., object], hashes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignupForm, "try_save", careless)
    assert differing("sign up", [KNOWN["a resident"]], hashes) != []


def test_sabotage_a_log_in_that_is_quick_about_nobody_is_found(
    hashes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from allauth.account.auth_backends import AuthenticationBackend

    monkeypatch.setattr(AuthenticationBackend, "_mitigate_timing_attack", lambda *_args: None)
    assert differing("log in", [KNOWN["a resident"]], hashes) != []
