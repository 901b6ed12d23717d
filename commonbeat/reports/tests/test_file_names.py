"""What a file was called is nobody's business: nothing of it is kept or sent back."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.http.multipartparser import MultiPartParser
from django.test import Client
from PIL import Image
from pytest_django import Settings

from commonbeat.core import clock
from commonbeat.reports.actions import say_as_reporter
from commonbeat.reports.models import Exhibit
from commonbeat.reports.queries import exhibits
from commonbeat.reports.rules.evidence import CopyRole
from commonbeat.reports.tests.evidence import files
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import saved
from tests.visitor import multipart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# Stands in every hostile name, and may stand nowhere afterwards.
TOKEN = "zq7k4w"
NAMES = (
    f"../../etc/passwd-{TOKEN}",
    f"..\\..\\windows\\{TOKEN}.ini",
    f"CON.{TOKEN}",
    TOKEN + "a" * 300 + ".jpg",
    f"\u202egpj.{TOKEN}.exe",
    f"{TOKEN}.jpg\r\nSet-Cookie: a={TOKEN}",
    f"name\x00{TOKEN}.jpg",
    f"<script>alert('{TOKEN}')</script>.jpg",
    f'"; filename="{TOKEN}.html',
    f".htaccess-{TOKEN}",
)
SMALL = saved(Image.new("RGB", (8, 8), "teal"), "JPEG")


def sent_under(name: str, client: Client) -> Exhibit:
    """Send a file under a name as it stands, byte by byte: a test client would tidy it first."""
    receipt = make_receipt()
    fields = {"step": "evidence", "go": "evidence", "receipt": receipt}
    body, kind = multipart(fields, {"upload": (name, SMALL)})
    assert name.encode() in body
    answer = client.generic("POST", "/report/", body, content_type=kind)
    assert answer.status_code == 200 and TOKEN not in said_in(answer), name
    report = make_report(receipt=receipt, now=clock.now())
    client.post("/receipt/", {"receipt": receipt})
    return exhibits(report)[0]


def said_in(answer: Any) -> str:
    """Return the head and the body of an answer."""
    body = b"".join(answer) if answer.streaming else answer.content
    return f"{dict(answer.headers)} {body!r}"


def rows_with(token: str) -> list[str]:
    """Return the tables with a row that has this text, sealed values opened."""
    return [
        model._meta.label
        for model in apps.get_models()
        if token in repr(list(model._base_manager.values_list()))
    ]


def names_kept() -> list[str]:
    """Send a file under each hostile name; return every trace of one, in rows, disk and answers."""
    found = []
    for name in NAMES:
        client = Client()
        copy = sent_under(name, client).copies.get(role=CopyRole.CLEAN.value)
        shown = client.get(f"/receipt/files/{copy.key}/")
        stated = shown.headers["Content-Disposition"]
        if stated != f'inline; filename="evidence-{copy.key}.jpg"' or "Set-Cookie" in shown.headers:
            found.append(stated)
        pages = [shown, client.get("/receipt/thread/")]
        found += [f"shown: {name}" for page in pages if TOKEN in said_in(page)]
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789")
    found += [path.name for path in files() if set(path.name) - allowed or TOKEN in path.name]
    return found + rows_with(TOKEN)


def test_of_a_hostile_file_name_nothing_is_kept_or_sent_back() -> None:
    assert names_kept() == []
    assert Exhibit.objects.count() == len(NAMES)


def test_sabotage_a_row_that_keeps_the_name_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    tidy = MultiPartParser.sanitize_file_name

    def careless(parser: MultiPartParser, name: str) -> str | None:
        say_as_reporter(report=make_report(now=clock.now()), body=f"Sent {name}", now=clock.now())
        return tidy(parser, name)

    monkeypatch.setattr(MultiPartParser, "sanitize_file_name", careless)
    assert "reports.Message" in names_kept()


def test_sabotage_a_name_that_is_the_senders_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.reports.models.exhibit.our_name", lambda _key, _type: "CON.jpg")
    assert len(names_kept()) == len(NAMES)
