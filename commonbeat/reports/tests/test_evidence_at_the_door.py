"""Files at the door: with too little room, too many, too large, and the pages that say so."""

import errno
import io
import os
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from commonbeat.core import durable_storage
from commonbeat.reports.actions import (
    EvidenceRefused,
    evidence_owner,
)
from commonbeat.reports.models import Exhibit
from commonbeat.reports.rules.evidence import (
    MOST_FILES,
    EvidenceFault,
)
from commonbeat.reports.tests.evidence import bytes_of, files, keep
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import HIDING, SVG

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sentence_when_full(client: Client) -> str:
    """Try to add a photo; return what the page says, in which everything typed still stands."""
    upload = io.BytesIO(HIDING["webp"]())
    upload.name = "x.jpg"
    page = client.post(
        "/report/",
        {
            "step": "evidence",
            "receipt": make_receipt(),
            "description": "Kept words",
            "upload": upload,
        },
    )
    text = page.content.decode()
    assert "Kept words" in text
    return "We have no room for files right now" if "We have no room" in text else ""


def check_full(client: Client) -> None:
    """Files are refused in words, nothing is left of them, and reports still come in."""
    assert sentence_when_full(client)
    assert not files() and not Exhibit.objects.exists()
    assert make_report().pk


def test_when_the_disk_is_nearly_full_files_are_refused_and_words_are_not(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(evidence_owner, "free_bytes", lambda: settings.EVIDENCE_RESERVE + 100)
    check_full(client)
    monkeypatch.undo()
    # Room came back: nothing has to be started again.
    assert not sentence_when_full(client)
    assert Exhibit.objects.count() == 1


def test_a_disk_that_fills_up_while_writing_is_refused_in_the_same_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        (Path(durable_storage._spool_folder())).mkdir(parents=True)
        check_full(client)
    # Room came back: files are accepted again, and what they hold is there.
    assert not sentence_when_full(client)
    assert bytes_of(Exhibit.objects.get())


def test_sabotage_a_reserve_that_nobody_keeps_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(evidence_owner, "free_bytes", lambda: settings.EVIDENCE_RESERVE + 100)
    monkeypatch.setattr(evidence_owner, "check_room", lambda **_room: None)
    with pytest.raises(AssertionError):
        check_full(client)


def test_a_report_has_so_many_files_and_so_many_bytes(settings: Settings) -> None:
    receipt = make_receipt()
    upload = HIDING["webp"]()
    for _ in range(MOST_FILES):
        keep(receipt, data=upload)
    with pytest.raises(EvidenceRefused) as refusal:
        keep(receipt, data=upload)
    assert refusal.value.fault is EvidenceFault.TOO_MANY
    settings.EVIDENCE_QUOTA = 100
    with pytest.raises(EvidenceRefused):
        keep(make_receipt(), data=upload)


# Pages


def test_the_reason_stands_beside_the_field_and_nothing_typed_is_lost(client: Client) -> None:
    upload = io.BytesIO(SVG)
    upload.name = '../../CON\r\nX: 1 "🙂.jpg'
    page = client.post(
        "/report/",
        {
            "step": "evidence",
            "receipt": make_receipt(),
            "description": "Kept words",
            "upload": upload,
        },
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("cannot take this kind of file") == 2
    assert "Kept words" in text
    assert "CON" not in text


def test_a_file_too_large_to_hold_is_refused_with_its_reason(client: Client) -> None:
    upload = io.BytesIO(b"\xff\xd8" + bytes(26_000_000))
    upload.name = "x.jpg"
    page = client.post(
        "/report/", {"step": "evidence", "receipt": make_receipt(), "upload": upload}
    )
    assert page.status_code == 422
    assert "larger than 20 MB" in page.content.decode()


def test_several_files_are_added_described_and_taken_out_without_a_script(client: Client) -> None:
    receipt = make_receipt()
    uploads = [io.BytesIO(HIDING["webp"]()) for _ in range(2)]
    fields = {"step": "evidence", "receipt": receipt, "go": "evidence"}
    page = client.post("/report/", {**fields, "upload": uploads}).content.decode()
    assert page.count("data:image/jpeg") == 2
    first, second = Exhibit.objects.order_by("id")
    client.post("/report/", {**fields, f"about-{second.key}": "The broken lock"})
    client.post("/report/", {**fields, "go": f"remove-{first.key}"})
    assert Exhibit.objects.get().description == "The broken lock"


def test_nobody_takes_out_a_file_of_another_receipt(client: Client) -> None:
    exhibit = keep(make_receipt())
    client.post("/report/", {"receipt": make_receipt(), "go": f"remove-{exhibit.key}"})
    assert Exhibit.objects.get() == exhibit
