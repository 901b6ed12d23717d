"""A visitor's address stops at the door, whoever says it; visitors are told apart all the same."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts.adapters import AccountAdapter
from commonbeat.config import asgi, veil
from commonbeat.config.veil import Proxies, Veil

ADDRESS = "198.51.100.7"
OTHER = "203.0.113.9"
PROXY = "192.0.2.1"
NGINX = Path(__file__).parents[2] / "ops" / "nginx" / "commonbeat.conf"


def scope(*forwarded: str, peer: str = ADDRESS) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "client": (peer, 4242),
        "headers": [
            (b"accept", b"text/html"),
            *((b"x-forwarded-for", line.encode()) for line in forwarded),
        ],
    }


def made_up(seen: Veil, *forwarded: str, peer: str = PROXY) -> str:
    """Return the address that Django would see."""
    veiled = seen.veiled(scope(*forwarded, peer=peer))
    assert ADDRESS not in repr(veiled) and PROXY not in repr(veiled)
    assert veiled["headers"] == [(b"accept", b"text/html")]
    address: str = veiled["client"][0]
    assert address.startswith("fd")
    return address


@pytest.mark.parametrize("named", [[], [PROXY], ["192.0.2.0/24"], [ADDRESS]])
def test_an_address_stops_at_the_door(named: list[str]) -> None:
    seen = Veil(Proxies(named))
    for forwarded in ([], [ADDRESS], [f"{ADDRESS}, {PROXY}"], [ADDRESS, PROXY], ["nonsense"]):
        made_up(seen, *forwarded)
        made_up(seen, *forwarded, peer=ADDRESS)


def test_a_veil_that_lets_the_address_through_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Veil, "over", lambda self, address: address)
    with pytest.raises(AssertionError):
        test_an_address_stops_at_the_door([])


def test_a_visitor_keeps_a_made_up_address_for_ten_minutes_and_no_longer() -> None:
    moment = 0.0
    seen = Veil(clock=lambda: moment)
    first = seen.over(ADDRESS)
    moment = veil.VEIL_SECONDS - 1
    assert seen.over(ADDRESS) == first
    assert seen.over("198.51.100.8") != first
    moment = veil.VEIL_SECONDS
    assert seen.over(ADDRESS) != first


def test_a_household_that_changes_its_address_stays_one_visitor() -> None:
    seen = Veil()
    assert seen.over("2001:db8:1:2::1") == seen.over("2001:db8:1:2:ffff::9")
    assert seen.over("2001:db8:1:2::1") != seen.over("2001:db8:1:3::1")


def test_visitors_behind_a_named_proxy_are_told_apart() -> None:
    seen = Veil(Proxies([PROXY]))
    assert made_up(seen, ADDRESS) == made_up(seen, ADDRESS)
    assert made_up(seen, ADDRESS) != made_up(seen, OTHER)
    assert made_up(seen, ADDRESS) == made_up(seen, peer=ADDRESS)


def test_by_default_no_proxy_is_believed() -> None:
    assert settings.TRUSTED_PROXIES == []
    seen = Veil()
    assert made_up(seen, ADDRESS) == made_up(seen, OTHER) == made_up(seen)


def test_what_a_stranger_says_of_itself_changes_nothing() -> None:
    seen = Veil(Proxies([PROXY]))
    honest = made_up(seen, peer=ADDRESS)
    for spoofed in (OTHER, f"{OTHER}, {PROXY}", PROXY, "", "nonsense"):
        assert made_up(seen, spoofed, peer=ADDRESS) == honest


def test_what_a_visitor_wrote_before_the_proxy_did_is_not_believed() -> None:
    seen = Veil(Proxies([PROXY]))
    honest = made_up(seen, ADDRESS)
    assert made_up(seen, f"{OTHER}, {ADDRESS}") == honest
    assert made_up(seen, OTHER, ADDRESS) == honest
    assert made_up(seen, f"{OTHER}, {ADDRESS}, {PROXY}") == honest
    assert made_up(seen, "nonsense, " + ADDRESS) == honest


def test_sabotage_a_door_that_believes_everybody_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Proxies, "visitor", lambda self, peer, forwarded: (*forwarded, peer.encode())[0].decode()
    )
    with pytest.raises(AssertionError):
        test_what_a_stranger_says_of_itself_changes_nothing()
    with pytest.raises(AssertionError):
        test_what_a_visitor_wrote_before_the_proxy_did_is_not_believed()


def test_what_cannot_be_read_counts_as_the_proxy_itself() -> None:
    seen = Veil(Proxies([PROXY]))
    assert made_up(seen, "unknown") == made_up(seen)
    assert made_up(seen, f"{ADDRESS}, unknown") == made_up(seen)


def test_an_address_of_either_version_names_a_proxy() -> None:
    seen = Veil(Proxies(["10.0.0.0/8", "2001:db8::1"]))
    assert made_up(seen, ADDRESS, peer="::ffff:10.2.3.4") == made_up(seen, peer=ADDRESS)
    assert made_up(seen, ADDRESS, peer="2001:db8::1") == made_up(seen, peer=ADDRESS)


@pytest.mark.parametrize("name", ["nginx", "10.0.0.1/8", "*"])
def test_a_proxy_that_cannot_be_read_stops_the_site(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="COMMONBEAT_TRUSTED_PROXIES"):
        Proxies([name])


def test_the_scheme_is_that_of_the_public_address() -> None:
    said = scope()
    said["headers"].append((b"x-forwarded-proto", b"http"))
    assert Veil(scheme="https").veiled(said)["scheme"] == "https"
    assert Veil().veiled(scope())["scheme"] == "http"


def _ask(path: str, *, peer: str, forwarded: str) -> tuple[int, dict[str, Any]]:
    """Ask the whole site; return the status, and what Django saw of the request."""
    seen: dict[str, Any] = {}
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    whole = asgi._pages

    async def note(said: Any, *rest: Any) -> None:
        seen.update(said)
        await whole(said, *rest)

    asked = {**scope(forwarded, peer=peer), "path": path}
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as thread:
        patch.setattr(asgi, "_pages", note)
        thread.submit(asyncio.run, asgi.application(asked, receive, send)).result()
    return sent[0]["status"], seen


def test_the_whole_site_stands_behind_the_veil() -> None:
    _status, seen = _ask("/nowhere/", peer=PROXY, forwarded=ADDRESS)
    assert seen["client"][0].startswith("fd")
    assert ADDRESS not in repr(seen) and PROXY not in repr(seen)


def test_the_server_below_the_door_believes_no_header(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from commonbeat.config import server

    made: list[uvicorn.Config] = []
    monkeypatch.setattr(uvicorn.Server, "__init__", lambda self, config: made.append(config))
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    server.run("application", None)  # type: ignore[arg-type]
    assert made[0].proxy_headers is False
    assert made[0].access_log is False


@pytest.mark.django_db
def test_one_visitor_who_guesses_receipts_stops_nobody_else(client: Client) -> None:
    seen = Veil(Proxies([PROXY]))

    def guess(visitor: str) -> int:
        receipt = {"receipt": "0000-0000-0000-0000-0000-0000"}
        address = made_up(seen, visitor)
        return client.post("/receipt/", receipt, REMOTE_ADDR=address).status_code

    assert 429 in [guess(ADDRESS) for _ in range(12)]
    assert guess(OTHER) == 422


@pytest.mark.django_db
def test_one_visitor_who_guesses_passwords_stops_nobody_else(
    settings: Settings, client: Client
) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    seen = Veil(Proxies([PROXY]))

    def guess(visitor: str) -> int:
        words = {"login": "nobody@example.com", "password": "wrong"}
        address = made_up(seen, visitor)
        return client.post("/accounts/login/", words, REMOTE_ADDR=address).status_code

    answers = [guess(ADDRESS) for _ in range(5)]
    assert answers[-1] == 429
    assert guess(OTHER) != 429
    cache.clear()


@pytest.mark.django_db
def test_an_address_that_no_door_made_up_is_not_counted_by(client: Client) -> None:
    cache.clear()
    words = {"login": "nobody@example.com", "password": "wrong"}
    client.post("/accounts/login/", words, REMOTE_ADDR=ADDRESS)
    assert ADDRESS not in repr(vars(cache)) + repr(getattr(cache, "_cache", ""))
    assert getattr(cache, "_cache", None), "the tries are counted somewhere"
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("careless", "test"),
    [
        (
            lambda self, request: "everybody",
            test_one_visitor_who_guesses_passwords_stops_nobody_else,
        ),
        (
            lambda self, request: request.META["REMOTE_ADDR"],
            lambda settings, client: test_an_address_that_no_door_made_up_is_not_counted_by(client),
        ),
    ],
    ids=["one limit for all", "a real address"],
)
def test_sabotage_a_careless_limit_is_caught(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, client: Client, careless: Any, test: Any
) -> None:
    monkeypatch.setattr(AccountAdapter, "get_client_ip", careless)
    with pytest.raises(AssertionError):
        test(settings, client)
    cache.clear()


def test_the_shipped_proxy_writes_no_address_anywhere() -> None:
    words = re.sub(r"#.*", "", NGINX.read_text())
    servers = words.split("server {")[1:]
    assert servers and all(
        "access_log off;" in server and "error_log /dev/null;" in server for server in servers
    )
    assert len(re.findall(r"\b(access_log|error_log)\b", words)) == 2 * len(servers)
    assert "log_format" not in words


def test_the_shipped_proxy_says_who_asks_in_one_header_which_it_writes_itself() -> None:
    words = re.sub(r"#.*", "", NGINX.read_text())
    assert re.findall(r"proxy_set_header (\S+) +\S*\$\w*(?:addr|forwarded|realip)\w*;", words) == [
        "X-Forwarded-For"
    ]
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in words
