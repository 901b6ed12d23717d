"""Photographs that were kept: sealed, with their own report alone, and gone when they should be."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.test import Client

from commonbeat.core import crypto
from commonbeat.reports.actions import (
    PictureRefused,
    keep_photo,
    photos,
    submit_report,
    sweep_photos,
)
from commonbeat.reports.models import PendingPhoto, Photo, photo_folder
from commonbeat.reports.queries import DamagedPhoto, photo_bytes
from commonbeat.reports.rules import hour_band
from commonbeat.reports.tests.factories import NOON, make_intake, make_receipt
from commonbeat.reports.tests.pictures import (
    HIDING,
    HOSTILE,
    SVG,
    check_nothing_hidden,
)


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.mark.django_db
def test_a_kept_photograph_is_sealed_and_dated_by_the_hour(media: Path) -> None:
    upload = HIDING["jpeg exif"]()
    kept = keep_photo(receipt=make_receipt(), upload=upload, realm_id=1, now=NOON)
    data = photo_bytes(kept)
    check_nothing_hidden(data)
    on_disk = kept.path.read_bytes()
    assert b"JFIF" not in on_disk and b"JFIF" in data
    assert kept.path.stat().st_mtime == hour_band(NOON).timestamp()
    assert kept.kept_at == hour_band(NOON)
    assert kept.path.stat().st_mode & 0o077 == 0
    # Its key opens this file and no other, and is itself sealed.
    row = PendingPhoto.objects.filter(pk=kept.pk).extra(select={"raw": "data_key"}).get()
    assert Fernet(row.data_key.encode()).decrypt(on_disk) == data
    assert crypto.unseal(bytes(row.raw)) == row.data_key


@pytest.mark.django_db
def test_a_damaged_file_is_not_given_out() -> None:
    kept = keep_photo(receipt=make_receipt(), upload=HIDING["webp"](), realm_id=1, now=NOON)
    kept.path.write_bytes(Fernet(kept.data_key.encode()).encrypt(b"something else"))
    with pytest.raises(DamagedPhoto):
        photo_bytes(kept)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["svg", "cut jpeg", "pixel flood"])
def test_a_refused_photograph_leaves_nothing_behind(name: str) -> None:
    with pytest.raises(PictureRefused):
        keep_photo(receipt=make_receipt(), upload=HOSTILE[name][0](), realm_id=1, now=NOON)
    assert not PendingPhoto.objects.exists()
    assert not photo_folder().exists()


@pytest.mark.django_db
def test_a_photograph_goes_with_its_own_report_alone() -> None:
    receipt = make_receipt()
    kept = keep_photo(receipt=receipt, upload=HIDING["png words"](), realm_id=1, now=NOON)
    other = submit_report(intake=make_intake(photo=kept.key), realm_id=1, reporter=None, now=NOON)
    assert not other.report.photos.exists()
    own = submit_report(
        intake=make_intake(photo=kept.key, receipt=receipt), realm_id=1, reporter=None, now=NOON
    )
    photo = own.report.photos.get()
    check_nothing_hidden(photo_bytes(photo))
    assert photo.sha256 == kept.sha256
    assert not PendingPhoto.objects.exists()


def orphans() -> set[str]:
    names = {path.name for path in photo_folder().rglob("*") if path.is_file()}
    for model in (Photo, PendingPhoto):
        names -= set(model.objects.values_list("key", flat=True))
    return names


@pytest.mark.django_db
def test_what_was_never_sent_is_gone_after_a_day() -> None:
    kept = keep_photo(receipt=make_receipt(), upload=HIDING["webp"](), realm_id=1, now=NOON)
    sweep_photos(now=NOON + timedelta(hours=20))
    assert kept.path.exists()
    sweep_photos(now=NOON + timedelta(hours=26))
    assert not kept.path.exists() and not PendingPhoto.objects.exists()


@pytest.mark.django_db
def test_files_without_a_row_are_swept_and_fresh_ones_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = make_intake()
    own = keep_photo(receipt=sent.receipt, upload=HIDING["webp"](), realm_id=1, now=NOON)

    def die(*_args: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(photos, "record", die)
    with pytest.raises(KeyboardInterrupt):
        keep_photo(receipt=make_receipt(), upload=HIDING["webp"](), realm_id=1, now=NOON)
    assert len(orphans()) == 1
    (photo_folder() / "ab").mkdir(exist_ok=True)
    photos.write_durably(photo_folder() / "ab" / "abc.part", b"half", at=hour_band(NOON))
    sweep_photos(now=NOON + timedelta(minutes=50))
    assert len(orphans()) == 2
    sweep_photos(now=NOON + timedelta(hours=4))
    assert not orphans()
    assert own.path.exists()


@pytest.mark.django_db
def test_sabotage_a_sweep_that_looks_at_no_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    own = keep_photo(receipt=make_receipt(), upload=HIDING["webp"](), realm_id=1, now=NOON)
    monkeypatch.setattr(photos, "_known", lambda _names: set())
    sweep_photos(now=NOON + timedelta(hours=4))
    assert not own.path.exists()


@pytest.mark.django_db
def test_a_file_is_on_disk_before_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(descriptor: int) -> None:
        done.append("sync")
        real_sync(descriptor)

    def rename(path: Path, target: Path) -> Path:
        done.append("rename")
        return real_rename(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(PendingPhoto, "save", lambda *_a, **_k: done.append("row"))
    keep_photo(receipt=make_receipt(), upload=HIDING["webp"](), realm_id=1, now=NOON)
    assert done[-4:] == ["sync", "rename", "sync", "row"]


@pytest.mark.django_db
def test_the_reason_stands_beside_the_field_and_nothing_typed_is_lost(client: Client) -> None:
    upload = io.BytesIO(SVG)
    upload.name = '../../CON\r\nX: 1 "🙂.jpg'
    page = client.post(
        "/report/",
        {"step": "photo", "receipt": make_receipt(), "description": "Kept words", "upload": upload},
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("not a JPEG, PNG or WebP photo") == 2
    assert "Kept words" in text
    assert "CON" not in text


@pytest.mark.django_db
def test_a_photograph_too_large_to_hold_is_refused_with_its_reason(client: Client) -> None:
    upload = io.BytesIO(b"\xff\xd8" + bytes(26_000_000))
    upload.name = "x.jpg"
    page = client.post("/report/", {"step": "photo", "receipt": make_receipt(), "upload": upload})
    assert page.status_code == 422
    assert "larger than 20 MB" in page.content.decode()
