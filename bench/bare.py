"""The floor of every page: a bare Django site behind our bridge, on the same database settings."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

FLOOR_TABLES = ("floor_report", "floor_entry", "floor_message")

if os.environ.get("DJANGO_SETTINGS_MODULE") and not settings.configured:
    from commonbeat.config.databases import database_settings

    settings.configure(
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="bench.bare",
        DATABASES={
            "default": database_settings(
                os.environ["COMMONBEAT_DATABASE_URL"],
                default_folder=Path(os.environ["COMMONBEAT_VAR"]),
            )
        },
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    import django

    django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from commonbeat.config.pages import Pages  # noqa: E402

_ROWS = "<ul>{% for id, words in rows %}<li>{{ id }}: {{ words }}</li>{% endfor %}</ul>"


def make_tables() -> None:
    """Make the three tables that a bare report is written into, with rows to read."""
    number = "integer" if connection.vendor == "sqlite" else "bigserial"
    with connection.cursor() as cursor:
        for table in FLOOR_TABLES:
            cursor.execute(f"CREATE TABLE {table} (id {number} PRIMARY KEY, words text, at text)")
        cursor.executemany(
            "INSERT INTO floor_report (words, at) VALUES (%s, %s)", [("some words", "now")] * 100
        )


def plain(request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse("ok")


def page(request: HttpRequest) -> HttpResponse:
    """Read twenty rows and show them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, words FROM floor_report ORDER BY id DESC LIMIT 20")
        rows = cursor.fetchall()
    return HttpResponse(engines["django"].from_string(_ROWS).render({"rows": rows}))


def report(request: HttpRequest) -> HttpResponse:
    """Show a form with a token; take it in as three rows in one transaction."""
    if request.method != "POST":
        token = get_token(request)
        return HttpResponse(f'<form><input name="csrfmiddlewaretoken" value="{token}"></form>')
    with transaction.atomic(), connection.cursor() as cursor:
        for table in FLOOR_TABLES:
            cursor.execute(
                f"INSERT INTO {table} (words, at) VALUES (%s, %s)",
                [request.POST["description"], "now"],
            )
    return HttpResponse("thank you")


urlpatterns = [path("plain", plain), path("page", page), path("report/", report)]


def _handler() -> Pages:
    handler: Any = WSGIHandler()

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer: Iterable[bytes] = handler(environ, start_response)
        return answer

    return Pages(wsgi, threads=4)


_pages: Pages | None = None


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Serve the bare site."""
    global _pages  # noqa: PLW0603  made inside the running loop
    if scope["type"] != "http":
        return
    _pages = _pages or _handler()
    await _pages(scope, receive, send)
