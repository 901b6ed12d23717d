"""Every answer, refusals and faults included, carries what protects the person who reads it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonbeat.core import middleware
from tests.architecture.access_table import TABLE
from tests.architecture.objects import MAKERS

pytestmark = pytest.mark.django_db

REQUIRED: dict[str, Callable[[str], bool]] = {
    "Content-Security-Policy": lambda value: (
        "default-src 'none'" in value and "unsafe" not in value and "http" not in value
    ),
    "X-Content-Type-Options": lambda value: value == "nosniff",
    "X-Frame-Options": lambda value: value == "DENY",
    "Referrer-Policy": lambda value: value in {"no-referrer", "same-origin"},
    "Cross-Origin-Opener-Policy": lambda value: value == "same-origin",
    "Cross-Origin-Resource-Policy": lambda value: value == "same-origin",
    "Permissions-Policy": lambda value: "camera=()" in value and "microphone=()" in value,
    "Strict-Transport-Security": lambda value: "max-age=31536000" in value,
    "Cache-Control": bool,
}


def missing(client: Client, path: str, method: str = "get") -> list[str]:
    """Return what one answer lacks."""
    answer = getattr(client, method)(path, secure=True)
    answer.close()
    return [
        f"{method} {path} ({answer.status_code}): {name} = {answer.headers.get(name)!r}"
        for name, fits in REQUIRED.items()
        if not fits(answer.headers.get(name, ""))
    ]


def paths() -> list[str]:
    """Return an address for every row of the access table, made where it needs an object."""
    return [
        reverse(name, kwargs=MAKERS[row.make](None) if row.make else {})
        for name, row in TABLE.items()
        if not row.make or "own" not in row.make
    ]


def test_every_address_answers_with_every_header(client: Client) -> None:
    client.raise_request_exception = False
    found = [line for path in paths() for line in missing(client, path)]
    assert found == []


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_refusals_carry_them_too(method: str) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    found = [
        line
        for path in ("/report/", "/nowhere/", "/staff/queue/", "/receipt/thread/")
        for line in missing(strict, path, method)
    ]
    assert found == []


def test_a_fault_of_ours_carries_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("commonbeat.reports.views.flow.Draft.new", breaks)
    client = Client(raise_request_exception=False)
    assert client.get("/report/", secure=True).status_code == 500
    assert missing(client, "/report/") == []


def test_a_host_that_is_not_ours_is_refused(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["town.example"]
    answer = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_no_page_redirects_to_another_site(client: Client) -> None:
    for path in ("/language/", "/accounts/login/"):
        for hostile in ("https://evil.example/", "//evil.example", "/\\evil.example"):
            answer = client.post(path, {"next": hostile, "language": "en"}, query_params={})
            assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("name", ["Permissions-Policy", "Cross-Origin-Resource-Policy"])
def test_sabotage_a_header_that_is_left_out_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def without(self: object, request: HttpRequest) -> HttpResponse:
        response = original(self, request)
        del response.headers[name]
        return response

    original = middleware.SafeResponseMiddleware.__call__
    monkeypatch.setattr(middleware.SafeResponseMiddleware, "__call__", without)
    assert any(name in line for line in missing(client, "/report/"))


def test_sabotage_a_third_party_in_the_policy_is_noticed(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_CSP = {**settings.SECURE_CSP, "font-src": ["https://fonts.example"]}
    assert any("Content-Security-Policy" in line for line in missing(client, "/report/"))


def test_cookies_are_kept_from_scripts_and_other_sites() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_AGE is None, "the cookie ends with the browser"
