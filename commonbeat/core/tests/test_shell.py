"""The shell around every page: language, leaving at once, the app on a phone, faults."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from commonbeat.core import shell, views
from commonbeat.core.exits import AWAY
from commonbeat.core.middleware import UnavailableMiddleware

PAGES = (
    "language",
    "offline",
    "emergency",
    "information",
    "who_sees_what",
    "accessibility",
    "help",
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_shell_asks_nothing_of_the_database(client: Client, name: str) -> None:
    # Without the `db` mark any query fails the test.
    response = client.get(reverse(f"core:{name}"))
    assert response.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_shell_is_no_place_to_write_to(client: Client, name: str) -> None:
    if name != "language":
        assert b"<form" not in client.get(reverse(f"core:{name}")).content


def test_a_language_is_named_in_itself(client: Client) -> None:
    page = client.get(reverse("core:language")).content.decode()
    assert 'lang="zh-hans">简体中文' in page
    assert 'value="en" lang="en" aria-current="true"' in page


def test_a_choice_of_language_is_kept_without_a_session(client: Client) -> None:
    response = client.post(
        reverse("core:language"), {"language": "zh-hans", "next": "/emergency/?a=1"}
    )
    assert response.headers["Location"] == "/emergency/?a=1"
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie.value == "zh-hans"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert '<html lang="zh-hans"' in client.get(reverse("core:emergency")).content.decode()


@pytest.mark.parametrize("chosen", ["", "xx", "en; Path=/evil", "../en"])
def test_an_unknown_language_is_not_kept(client: Client, chosen: str) -> None:
    response = client.post(reverse("core:language"), {"language": chosen})
    assert response.status_code == 200
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "evil",
    "",
]


@pytest.mark.parametrize("address", EVIL)
def test_a_choice_of_language_never_leads_off_the_site(client: Client, address: str) -> None:
    data = {"language": "en", "next": address}
    assert client.post(reverse("core:language"), data).headers["Location"] == "/"
    page = client.get(reverse("core:language"), {"next": address}).content.decode()
    assert '<input type="hidden" name="next" value="/">' in page


def test_the_check_of_addresses_can_fail(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage twin: a shell that trusts every address is caught."""
    monkeypatch.setattr(shell, "_local", lambda address: address)
    data = {"language": "en", "next": EVIL[0]}
    assert client.post(reverse("core:language"), data).headers["Location"] == EVIL[0]


def test_leaving_forgets_this_browser_and_goes_somewhere_neutral(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    response = client.get(reverse("core:exit"))
    assert response.headers["Location"] == AWAY
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Referrer-Policy"] == "same-origin"
    for name in (settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        assert response.cookies[name].value == ""
        assert response.cookies[name]["max-age"] == 0


def test_the_script_that_leaves_needs_no_token_and_no_answer() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("core:exit"))
    assert response.status_code == 204
    assert "Clear-Site-Data" in response.headers


def test_a_report_that_waits_on_the_phone_is_not_cleared_away(client: Client) -> None:
    response = client.post(reverse("core:exit"), {"waits": "1"})
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies"'


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_make_a_browser_forget(client: Client, site: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    response = client.get(reverse("core:exit"), headers={"Sec-Fetch-Site": site})
    assert "Clear-Site-Data" not in response.headers
    assert not response.cookies


def test_a_prefetch_forgets_nothing_and_goes_nowhere(client: Client) -> None:
    response = client.get(reverse("core:exit"), headers={"Sec-Purpose": "prefetch;prerender"})
    assert response.status_code == 204
    assert "Location" not in response.headers
    assert "Clear-Site-Data" not in response.headers


def test_exit_is_a_plain_link_that_nothing_fetches_before_it_is_used(client: Client) -> None:
    page = client.get(reverse("core:help")).content.decode()
    assert f'href="{reverse("core:exit")}" rel="noreferrer"' in page
    assert f'data-away="{AWAY}"' in page
    assert f'href="{AWAY}"' not in page
    assert not any(word in page for word in ("prefetch", "preconnect", "prerender"))


@pytest.mark.django_db
def test_the_worker_rules_the_whole_site_and_is_asked_for_anew(client: Client) -> None:
    response = client.get(reverse("core:service_worker"))
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_the_worker_keeps_nothing_but_files_of_the_shell_and_three_pages(client: Client) -> None:
    code = client.get(reverse("core:service_worker")).content.decode()
    first = code.splitlines()[0].removeprefix("self.SHELL = ").removesuffix(";")
    kept: dict[str, Any] = json.loads(first)
    pages = {"offline": "core:offline", "phone": "reports:phone", "unsent": "reports:unsent"}
    assert {name: kept[name] for name in pages} == {n: reverse(view) for n, view in pages.items()}
    assert all(name.startswith("/static/build/") for name in kept["files"])


def test_a_browser_that_looks_for_an_icon_finds_ours(client: Client) -> None:
    found = client.get("/favicon.ico").headers["Location"]
    assert found.startswith("/static/build/icon-192.") and found.endswith(".png")


def test_the_app_can_be_kept_on_a_phone(client: Client) -> None:
    response = client.get(reverse("core:manifest"))
    manifest = response.json()
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def _looked(*args: object) -> Any:
    raise AssertionError("a page for a fault looked at the account or the session")


class Untouchable:
    """Stands where the account, the session and the messages do; may be carried, never read."""

    __getattr__ = __getitem__ = __iter__ = __len__ = __bool__ = __str__ = _looked


class BareRequest(HttpRequest):
    user = SimpleLazyObject(_looked)  # type: ignore[assignment]
    session = Untouchable()  # type: ignore[assignment]
    _messages = Untouchable()


FAULTS: list[tuple[Callable[[HttpRequest], HttpResponse], int]] = [
    (lambda request: views.bad_request(request, ValueError()), 400),
    (lambda request: views.forbidden(request, PermissionError()), 403),
    (views.csrf_failure, 403),
    (lambda request: views.not_found(request, ValueError()), 404),
    (views.server_error, 500),
]


@pytest.mark.parametrize(("fault", "status"), FAULTS)
def test_a_page_for_a_fault_needs_no_database_session_or_account(
    fault: Callable[[HttpRequest], HttpResponse], status: int
) -> None:
    response = fault(BareRequest())
    assert response.status_code == status
    assert b'href="tel:999"' in response.content


def test_a_database_that_is_gone_is_a_503_that_says_when_to_try_again() -> None:
    middleware = UnavailableMiddleware(lambda request: HttpResponse())
    response = middleware.process_exception(BareRequest(), OperationalError("gone"))
    assert response is not None
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert b"Nothing of yours is lost" in response.content


@pytest.mark.parametrize("peek", ["{{ user.email }}", "{% for m in messages %}{% endfor %}"])
def test_the_check_of_faults_can_fail(peek: str) -> None:
    """Sabotage twin: a page that names the person, or says what happened before, is caught."""
    with pytest.raises(AssertionError, match="looked at the account"):
        Template(peek).render(RequestContext(BareRequest()))


def test_the_public_shell_looks_nobody_up_even_with_a_session(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "0" * 32
    page = client.get(reverse("core:help")).content.decode()  # any query would fail the test
    assert reverse("accounts:me") in page


def test_the_shell_never_names_a_third_party_to_fetch_from(client: Client) -> None:
    page = client.get(reverse("core:help")).content.decode()
    for attribute in ("src=", "action=", "poster="):
        assert f'{attribute}"http' not in page
    assert 'rel="stylesheet" href="/static/' in page


def test_no_page_of_the_shell_carries_inline_script_or_style(client: Client) -> None:
    for name in PAGES:
        page = client.get(reverse(f"core:{name}")).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


@pytest.mark.parametrize(
    ("path", "place"),
    [("/", "Home"), ("/report/", "Report"), ("/receipt/thread/", "My reports"), ("/help/", None)],
)
def test_the_five_places_are_on_every_page_and_one_is_here(path: str, place: str | None) -> None:
    context = RequestContext(RequestFactory().get(path))
    bar = Template('{% site_nav "bar" %}').render(context)
    assert bar.count('class="cb-bar__link') == 5
    here = re.findall(r'aria-current="page">.*?<span>([^<]+)</span></a>', bar)
    assert here == ([place] if place else [])
