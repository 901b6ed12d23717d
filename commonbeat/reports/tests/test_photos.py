"""Photographs: nothing hidden survives, nothing hostile gets in, nothing half is kept."""

import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from PIL import Image, ImageDraw, PngImagePlugin

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
from commonbeat.reports.rules import photo as cleaning
from commonbeat.reports.rules.photo import PictureFault, Unfit, clean_picture
from commonbeat.reports.tests.factories import NOON, make_intake, make_receipt

CANARY = b"CANARY-7Q4Z"


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def picture(size: tuple[int, int] = (64, 40), mode: str = "RGB") -> Image.Image:
    """Return a picture whose left third is red, so that turning it shows."""
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1]), fill="red")
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Return EXIF with a canary in each place where people are betrayed."""
    tags = Image.Exif()
    text = CANARY.decode()
    tags[0x010E] = tags[0x010F] = tags[0x0110] = tags[0x013B] = tags[0x9C9B] = text
    tags[0x0112] = orientation
    tags[0x0132] = text
    details = tags.get_ifd(0x8769)
    details[0x927C] = CANARY  # maker note
    details[0x9286] = CANARY  # comment
    details[0xA431] = text  # serial number of the camera
    where = tags.get_ifd(0x8825)
    where[1], where[2], where[3], where[4] = "N", (53.0, 45.0, 33.3), "W", (2.0, 42.0, 12.1)
    where[0x1D] = text
    return tags.tobytes()


def png_with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", CANARY.decode())
    words.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY.decode()}</x>")
    words.add_text("Location", CANARY.decode(), zip=True)
    return saved(picture(), "PNG", pnginfo=words, exif=exif())


def jpeg_with_thumbnail() -> bytes:
    """Return a JPEG with XMP, IPTC and JFXX segments, a comment, and words after its end."""
    plain = saved(picture(), "JPEG", exif=exif(), comment=CANARY)
    segments = b""
    for marker, start in (
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        (0xED, b"Photoshop 3.0\0"),
        (0xE0, b"JFXX\0"),
        (0xEE, b"Adobe-ish"),
    ):
        body = start + CANARY * 3
        segments += struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
    return plain[:2] + segments + plain[2:] + CANARY


HIDING: dict[str, Callable[[], bytes]] = {
    "jpeg exif": lambda: saved(picture(), "JPEG", exif=exif(), comment=CANARY),
    "jpeg xmp, iptc, jfxx, trailer": jpeg_with_thumbnail,
    "jpeg icc": lambda: saved(picture(), "JPEG", icc_profile=b"\0" * 128 + CANARY),
    "jpeg cmyk": lambda: saved(picture(mode="CMYK"), "JPEG", exif=exif()),
    "jpeg grey": lambda: saved(picture().convert("L"), "JPEG", exif=exif()),
    "png words": png_with_words,
    "png palette": lambda: saved(picture().convert("P"), "PNG", exif=exif()),
    "png transparent": lambda: saved(picture(mode="RGBA"), "PNG", icc_profile=CANARY * 20),
    "png sixteen bit": lambda: saved(picture().convert("I;16"), "PNG", exif=exif()),
    "webp": lambda: saved(
        picture(), "WEBP", exif=exif(), xmp=CANARY, icc_profile=b"\0" * 128 + CANARY
    ),
    "webp lossless": lambda: saved(picture(mode="RGBA"), "WEBP", lossless=True, exif=exif()),
    "jpeg after its end": lambda: saved(picture(), "JPEG") + b"PK\x03\x04" + CANARY,
}


def check_nothing_hidden(clean: bytes) -> None:
    assert CANARY not in clean
    image = Image.open(io.BytesIO(clean))
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(image.info)
    # Start, tables, one scan: no segment that could carry words (APP1 to APP15, COM).
    position = 2
    while clean[position : position + 2] != b"\xff\xda":
        marker = clean[position + 1]
        assert marker not in {*range(0xE1, 0xF0), 0xFE}
        position += 2 + int.from_bytes(clean[position + 2 : position + 4])


@pytest.mark.parametrize("name", HIDING)
def test_nothing_hidden_survives(name: str) -> None:
    check_nothing_hidden(clean_picture(HIDING[name]()).data)


@pytest.mark.parametrize("name", ["jpeg exif", "jpeg xmp, iptc, jfxx, trailer", "jpeg icc"])
def test_sabotage_a_cleaner_that_passes_the_file_on_is_noticed(name: str) -> None:
    with pytest.raises(AssertionError):
        check_nothing_hidden(HIDING[name]())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_ends_the_right_way_up(orientation: int) -> None:
    upright = picture((60, 30))
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = upright if turned is None else upright.transpose(turned)
    clean = clean_picture(saved(stored, "JPEG", quality=95, exif=exif(orientation)))
    image = Image.open(io.BytesIO(clean.data))
    assert (clean.width, clean.height) == image.size == (60, 30)
    red, white = image.getpixel((5, 15)), image.getpixel((50, 15))
    assert isinstance(red, tuple) and isinstance(white, tuple)
    assert red[0] > 200 and red[1] < 80 and min(white) > 220


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def flood_png(width: int = 50_000, height: int = 50_000) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(bytes(1000)))
        + png_chunk(b"IEND", b"")
    )


def moving(kind: str, frames: int = 30) -> bytes:
    pages = [Image.new("RGB", (8, 8), (n * 7 % 256, 0, 0)) for n in range(frames)]
    return saved(pages[0], kind, save_all=True, append_images=pages[1:], duration=1)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE: dict[str, tuple[Callable[[], bytes], PictureFault]] = {
    "empty": (lambda: b"", PictureFault.EMPTY),
    "too large": (lambda: b"\xff\xd8" + b"0" * cleaning.MAX_UPLOAD_BYTES, PictureFault.TOO_BIG),
    "svg": (lambda: SVG, PictureFault.WRONG_KIND),
    "svg as jpeg": (lambda: b"\xff\xd8\xff\xe0" + SVG, PictureFault.WRONG_KIND),
    "html": (lambda: b"<!doctype html><script>alert(1)</script>", PictureFault.WRONG_KIND),
    "gif with a script": (
        lambda: saved(picture().convert("P"), "GIF") + b"<script>",
        PictureFault.WRONG_KIND,
    ),
    "pdf and zip": (lambda: b"%PDF-1.4\n" + b"PK\x03\x04" + b"x" * 99, PictureFault.WRONG_KIND),
    "tiff": (lambda: saved(picture(), "TIFF"), PictureFault.WRONG_KIND),
    "bmp": (lambda: saved(picture(), "BMP"), PictureFault.WRONG_KIND),
    "ico": (lambda: saved(picture((32, 32)), "ICO"), PictureFault.WRONG_KIND),
    "postscript": (lambda: saved(picture(), "EPS"), PictureFault.WRONG_KIND),
    "a film": (lambda: b"\0\0\0\x18ftypmp42" + b"\0" * 99, PictureFault.WRONG_KIND),
    "pixel flood": (flood_png, PictureFault.TOO_MANY_PIXELS),
    "just too many pixels": (lambda: flood_png(8_000, 5_001), PictureFault.TOO_MANY_PIXELS),
    "cut jpeg": (lambda: saved(picture((300, 200)), "JPEG")[:900], PictureFault.BROKEN),
    "cut png": (lambda: saved(picture((300, 200)), "PNG")[:-90], PictureFault.BROKEN),
    "moving webp": (lambda: moving("WEBP"), PictureFault.MOVING),
    "moving png": (lambda: moving("PNG"), PictureFault.MOVING),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    make, fault = HOSTILE[name]
    with pytest.raises(Unfit) as refusal:
        clean_picture(make())
    assert refusal.value.fault is fault


def test_a_flood_is_refused_from_its_header(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(*_args: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(cleaning, "_pixels", decode)
    with pytest.raises(Unfit):
        clean_picture(flood_png())


def test_sabotage_a_missing_pixel_limit_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "MAX_PIXELS", 10**12)
    with pytest.raises(Unfit) as refusal:
        clean_picture(flood_png(3_000, 3_000))
    assert refusal.value.fault is not PictureFault.TOO_MANY_PIXELS


def test_a_large_photograph_is_made_smaller() -> None:
    clean = clean_picture(saved(picture((5_000, 400)), "PNG"))
    assert (clean.width, clean.height) == (4_096, 328)


def test_the_cleaner_may_write_no_file(tmp_path: Path) -> None:
    code = (
        "from commonbeat.reports.rules.photo import limit_this_process\n"
        "limit_this_process()\n"
        f"with open({str(tmp_path / 'x')!r}, 'w') as file: file.write('x' * 10)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


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
