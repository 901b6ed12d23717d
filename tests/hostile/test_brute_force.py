"""Guessing is slowed by the fifth wrong try and stopped by the tenth, and shuts nobody else out.

Passwords, receipts, recovery codes, codes by mail, one-time links: each is guessed through its own
page, and an account from many addresses at once. Then a stranger guesses at somebody else's
account, and the clock is moved by a quarter of an hour: the owner gets in.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.accounts.rules import LINK_TOKEN_CHARACTERS
from commonbeat.accounts.tests.factories import PASSWORD, make_user
from commonbeat.core import clock
from commonbeat.core.ids import ALPHABET
from commonbeat.reports.rules.limiter import LONGEST_WAIT, Limiter

pytestmark = pytest.mark.django_db

EMAIL = "victim@people.example"
LOCKED_AT_MOST = timedelta(minutes=15)
type Guess = Callable[[Client], Any]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Start with nothing counted, and leave nothing counted."""
    cache.clear()
    make_user(email=EMAIL)
    yield
    cache.clear()


def password(client: Client) -> Any:
    return client.post("/accounts/login/", {"login": EMAIL, "password": secrets.token_hex(8)})


def receipt(client: Client) -> Any:
    return client.post(
        "/receipt/", {"receipt": "".join(secrets.choice(ALPHABET) for _ in range(24))}
    )


def recovery(client: Client) -> Any:
    return client.post("/lost-key/", {"email": EMAIL, "code": f"{secrets.randbelow(10**16):016}"})


def mailed_code(client: Client) -> Any:
    if "_asked" not in client.__dict__:
        client.__dict__["_asked"] = client.post("/accounts/password/reset/", {"email": EMAIL})
    return client.post(
        "/accounts/password/reset/confirm/", {"code": "AAAA-BBBB", "action": "verify"}
    )


GUESSES: dict[str, Guess] = {
    "a password": password,
    "a receipt": receipt,
    "a recovery code": recovery,
    "a code by mail": mailed_code,
}


def judged(answer: Any) -> bool:
    """Say whether a guess was held against the secret at all."""
    words = answer.content.decode()
    ended = answer.status_code == 302 and "reset/confirm" not in answer.headers["Location"]
    return answer.status_code != 429 and "too many" not in words.lower() and not ended


def judged_of(guess: Guess, tries: int) -> list[bool]:
    client = Client()
    return [judged(guess(client)) for _ in range(tries)]


def check_stopped(guess: Guess) -> None:
    told = judged_of(guess, 12)
    assert told[0], "the first try of an honest person is judged"
    assert not all(told[:6]), "after five wrong tries the sixth has to wait"
    assert not any(told[10:]), "after ten nothing is judged"


@pytest.mark.parametrize("kind", GUESSES)
def test_guessing_is_slowed_and_stopped(kind: str) -> None:
    check_stopped(GUESSES[kind])


# What is counted by the account whoever asks; a receipt has no account, and its guesser no address.
OF_ACCOUNTS = ("a password", "a recovery code", "a code by mail")


def judged_from_everywhere(guess: Guess) -> list[bool]:
    """Guess at one account from twelve addresses of the door; say which guesses were judged."""
    return [judged(guess(Client(REMOTE_ADDR=f"fd00:0:0:{at}::1"))) for at in range(1, 13)]


@pytest.mark.parametrize("kind", OF_ACCOUNTS)
def test_one_account_guessed_at_from_everywhere_is_guarded(kind: str) -> None:
    told = judged_from_everywhere(GUESSES[kind])
    assert told[0] and sum(told) <= 10 and not any(told[10:])


@pytest.mark.parametrize("kind", ["a password", "a recovery code"])
def test_sabotage_limits_by_address_alone_are_noticed(kind: str, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "5/15m/ip")
    assert all(judged_from_everywhere(GUESSES[kind]))


@pytest.mark.parametrize("kind", ["a password", "a recovery code"])
def test_sabotage_limits_that_are_never_reached_are_noticed(kind: str, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "10000/m/ip")
    with pytest.raises(AssertionError):
        check_stopped(GUESSES[kind])


def test_sabotage_a_receipt_page_that_counts_nobody_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Limiter, "note_wrong", lambda *_a, **_k: None)
    with pytest.raises(AssertionError):
        check_stopped(receipt)


def gets_in_after_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let a stranger guess forty times; say whether the owner gets in when the time is over."""
    stranger, owner = Client(), Client()
    told = [judged(password(stranger)) for _ in range(40)]
    assert not told[-1], "the stranger is stopped"
    right = {"login": EMAIL, "password": PASSWORD}
    later = time.time() + LOCKED_AT_MOST.total_seconds() + 1
    monkeypatch.setattr(time, "time", lambda: later)
    answer = owner.post("/accounts/login/", right)
    return answer.status_code == 302 and answer.headers["Location"] == "/me/"


def test_a_stranger_locks_nobody_out_for_longer_than_a_quarter_of_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert gets_in_after_a_quarter_of_an_hour(monkeypatch)


def test_sabotage_a_lock_for_a_day_is_noticed(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    limits = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "5/d/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    assert not gets_in_after_a_quarter_of_an_hour(monkeypatch)


def test_the_holder_of_a_receipt_waits_a_minute_at_the_most() -> None:
    assert LONGEST_WAIT <= LOCKED_AT_MOST
    limiter, now = Limiter(), clock.now()
    for _ in range(1_000):
        limiter.note_wrong("somebody", now=now)
    assert limiter.wait("somebody", now=now) <= LONGEST_WAIT


def test_the_secrets_of_links_cannot_be_guessed_at_all() -> None:
    assert LINK_TOKEN_CHARACTERS * 5 >= 100, "bits: nobody needs to count tries"
    user = make_user(Role.AUDITOR)
    for _ in range(50):
        token = "".join(secrets.choice(ALPHABET) for _ in range(LINK_TOKEN_CHARACTERS))
        assert Client().get(f"/enrol/{token}/").status_code == 404
    assert not user.one_time_links.exists()
