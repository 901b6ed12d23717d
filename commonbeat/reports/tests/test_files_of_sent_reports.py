"""Files that come once the report was sent: they are with it at once, or they are refused."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from commonbeat.core import clock
from commonbeat.reports.actions import (
    Owner,
    TakesNoFiles,
    evidence_owner,
    owner_by_receipt,
    withdraw_report,
)
from commonbeat.reports.models import Exhibit, Identity, Report
from commonbeat.reports.queries import exhibits
from commonbeat.reports.rules import MessageKind
from commonbeat.reports.tests.evidence import files
from commonbeat.reports.tests.factories import (
    make_receipt,
    make_receiver,
    make_report,
    make_sent,
)
from commonbeat.reports.tests.pictures import HIDING
from commonbeat.reports.tests.walking import opened

pytestmark = pytest.mark.django_db
KINDS = ("withdrawn", "counted", "partner")
REFUSED = "We cannot add files to this report."


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.webp", HIDING["webp"]())


def by_page(receipt: str) -> Any:
    fields = {"step": "evidence", "go": "evidence", "receipt": receipt}
    return Client().post("/report/", {**fields, "upload": photo()})


def by_phone(receipt: str) -> Any:
    return Client().post("/report/from-phone/", {"receipt": receipt, "upload": photo()})


def by_pieces(receipt: str) -> Any:
    headers = {"Commonbeat-Receipt": receipt, "Upload-Length": "1000", "Tus-Resumable": "1.0.0"}
    return Client().generic("POST", "/evidence/", headers=headers)


DOORS = {"page": by_page, "phone": by_phone, "pieces": by_pieces}


def told(report: Report) -> list[str]:
    events = report.messages.filter(kind=MessageKind.EVENT.value)
    return [message.body for message in events.order_by("id")]


def check_is_with_the_report(door: str) -> None:
    receipt = make_receipt()
    report = make_report(receipt=receipt, now=clock.now())
    assert DOORS[door](receipt).status_code == 200
    assert len(exhibits(report)) == 1
    assert told(report) == ["A photo was added."]


@pytest.mark.parametrize("door", ["page", "phone"])
def test_a_photo_added_after_sending_is_with_the_report_at_once(door: str) -> None:
    check_is_with_the_report(door)


@pytest.mark.parametrize("door", ["page", "phone"])
def test_sabotage_a_photo_that_waits_for_the_sweep_is_noticed(
    door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_owner, "report_by_receipt", lambda _receipt: None)
    with pytest.raises(AssertionError):
        check_is_with_the_report(door)
    assert Exhibit.objects.get().report is None


def test_whoever_goes_back_sees_what_they_added_and_cannot_change_it() -> None:
    receipt = make_receipt()
    make_report(receipt=receipt, now=clock.now())
    page = by_page(receipt).content.decode()
    key = Exhibit.objects.get().key
    assert page.count("data:image/webp") + page.count("data:image/jpeg") == 1
    assert f"remove-{key}" not in page and f"about-{key}" not in page


def test_a_page_without_a_file_asks_for_no_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_receipt: str) -> None:
        raise AssertionError("looked up without a file")

    monkeypatch.setattr(evidence_owner, "report_by_receipt", never)
    fields = {"step": "emergency", "danger": "no", "receipt": make_receipt()}
    assert Client().post("/report/", fields).status_code == 200


def refusing(kind: str) -> str:
    """Return the receipt of a report that takes no files."""
    receipt = make_receipt()
    if kind == "partner":
        make_sent(make_receiver(), receipt=receipt, now=clock.now())
    elif kind == "counted":
        make_report(receipt=receipt, identity=Identity.COUNTED, now=clock.now())
    else:
        withdraw_report(report=make_report(receipt=receipt, now=clock.now()), now=clock.now())
    return receipt


def check_is_refused(kind: str, door: str) -> None:
    answer = DOORS[door](refusing(kind))
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    assert not Exhibit.objects.exists() and not files()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("door", list(DOORS))
def test_a_report_that_takes_no_files_refuses_them_at_every_door(kind: str, door: str) -> None:
    check_is_refused(kind, door)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("door", list(DOORS))
def test_sabotage_a_door_that_does_not_ask_the_report_is_noticed(
    kind: str, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_owner, "owner_of_more", Owner.of_report)
    with pytest.raises(AssertionError):
        check_is_refused(kind, door)


@pytest.mark.parametrize("kind", KINDS)
def test_the_holder_of_a_receipt_adds_nothing_to_it_either(client: Client, kind: str) -> None:
    receipt = refusing(kind)
    client.post("/receipt/", {"receipt": receipt})
    assert client.post("/receipt/files/", {"upload": photo()}).status_code == 302
    assert not Exhibit.objects.exists() and not files()
    page = client.get("/receipt/thread/").content.decode()
    assert 'id="files"' not in page


def test_the_holder_of_a_receipt_still_adds_files(client: Client) -> None:
    report, _code = opened(client)
    assert client.post("/receipt/files/", {"upload": photo()}).status_code == 302
    assert told(report) == ["A photo was added."]


def test_who_owns_a_file_is_said_by_its_report() -> None:
    receipt = make_receipt()
    before = owner_by_receipt(receipt, rung=Identity.NAMED, realm_id=1)
    assert (before.rung, before.report) == (Identity.NAMED, None)
    report = make_report(receipt=receipt, now=clock.now())
    after = owner_by_receipt(receipt, rung=Identity.NAMED, realm_id=1)
    assert (after.rung, after.report) == (Identity.ANONYMOUS, report)
    withdraw_report(report=report, now=clock.now())
    with pytest.raises(TakesNoFiles):
        owner_by_receipt(receipt, rung=Identity.NAMED, realm_id=1)


def test_a_file_under_another_name_is_refused_with_a_sentence() -> None:
    other = io.BytesIO(HIDING["webp"]())
    other.name = "a.webp"
    answer = Client().post("/report/from-phone/", {"receipt": make_receipt(), "file": other})
    assert answer.status_code == 422
    assert answer.json()["sentence"] == "The file is empty. Choose it again."
    assert not Exhibit.objects.exists()
