"""Photographs: nothing hidden survives, they end upright, and floods are refused unread."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from django.conf import settings
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from commonbeat.reports.rules.cleaning import Fault, Kind, Unfit, photo
from commonbeat.reports.rules.cleaning.kinds import HEAD_BYTES, Format, format_of
from commonbeat.reports.tests.cleaning.caged import CANARY, cleaned, fault_of
from commonbeat.reports.tests.pictures import (
    HIDING,
    check_nothing_hidden,
    exif,
    flood_png,
    moving,
    picture,
    saved,
)

EXIFTOOL = shutil.which("exiftool")
IMAGES = Path(settings.ROOT).parent / "shared" / "data" / "images"


def heic(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=95, **options)
    return out.getvalue()


PHOTOS: dict[str, Callable[[], bytes]] = {
    **HIDING,
    "heic": lambda: heic(picture(), exif=exif(), xmp=CANARY),
    "heic with alpha": lambda: heic(picture(mode="RGBA"), exif=exif()),
}


def told_of(data: bytes, folder: Path) -> bytes:
    """Return what exiftool finds beside the pixels; nothing where there is no exiftool."""
    if not EXIFTOOL:
        return b""
    path = folder / "looked-into"
    path.write_bytes(data)
    return subprocess.run(
        [EXIFTOOL, "-a", "-u", "-G1", str(path)], capture_output=True, check=False
    ).stdout


def check_no_words(clean: bytes, folder: Path) -> None:
    check_nothing_hidden(clean)
    if EXIFTOOL:
        told = told_of(clean, folder)
        assert told and CANARY not in told
        for group in (b"GPS]", b"ExifIFD]", b"IFD0]", b"XMP", b"IPTC]", b"ICC", b"MakerNotes"):
            assert b"[" + group not in told


@pytest.mark.parametrize("name", PHOTOS)
def test_a_photograph_keeps_its_pixels_alone(name: str, tmp_path: Path) -> None:
    verdict, clean = cleaned(PHOTOS[name]())
    check_no_words(clean, tmp_path)
    assert verdict.facts.kind is Kind.PHOTO
    assert verdict.facts.media_type == "image/jpeg"
    assert (verdict.facts.width, verdict.facts.height) == Image.open(io.BytesIO(clean)).size


@pytest.mark.parametrize("name", PHOTOS)
def test_sabotage_a_photograph_passed_on_is_noticed(name: str, tmp_path: Path) -> None:
    data = PHOTOS[name]()
    # A PNG packs its colours, and exiftool does not unpack what is no table of colours.
    colours = b""
    if data.startswith(b"\x89PNG"):
        colours = Image.open(io.BytesIO(data)).info.get("icc_profile", b"")
    assert CANARY in data + told_of(data, tmp_path) + colours, "it carries what must go"
    with pytest.raises(AssertionError):
        check_no_words(data, tmp_path)


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_a_photograph_ends_the_right_way_up(kind: str, orientation: int) -> None:
    turn = TURNS[orientation]
    stored = picture((60, 30)) if turn is None else picture((60, 30)).transpose(turn)
    tag = exif(orientation)
    data = heic(stored, exif=tag) if kind == "HEIC" else saved(stored, kind, exif=tag)
    verdict, clean = _uncaged(data)
    image = Image.open(io.BytesIO(clean))
    assert verdict == image.size == (60, 30)
    red, white = image.getpixel((5, 15)), image.getpixel((50, 15))
    assert isinstance(red, tuple) and isinstance(white, tuple)
    assert red[0] > 200 and red[1] < 80 and min(white) > 220


# Of 255: what making it a JPEG again may change, and less than a picture on its side.
ALIKE = 8


def unlike(clean: bytes, original: bytes) -> float:
    """Return how far a clean picture is from its original turned upright, of 255 on average."""
    image = Image.open(io.BytesIO(clean)).convert("RGB")
    source = Image.open(io.BytesIO(original))
    upright = ImageOps.exif_transpose(source).convert("RGB")
    if profile := source.info.get("icc_profile"):
        colours = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(upright, colours, ImageCms.createProfile("sRGB"))
        upright = shown or upright
    # A picture on its side would be stretched into the other's size, so its shape counts first.
    if (image.width > image.height) != (upright.width > upright.height):
        return 255
    gone = ImageChops.difference(image, upright.resize(image.size, Image.Resampling.BOX))
    return sum(ImageStat.Stat(gone).mean) / 3


@pytest.mark.parametrize("orientation", list(TURNS)[1:])
def test_sabotage_a_picture_left_on_its_side_is_noticed(
    orientation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each corner of its own colour, and square: only what is seen tells how it was turned.
    corners = Image.new("RGB", (2, 2))
    corners.putdata([(255, 0, 0), (255, 255, 255), (0, 0, 255), (0, 0, 0)])
    stored = corners.resize((64, 64), Image.Resampling.NEAREST)
    data = saved(stored, "JPEG", exif=exif(orientation), quality=95)
    assert unlike(_uncaged(data)[1], data) < ALIKE
    with monkeypatch.context() as broken:
        broken.setattr(ImageOps, "exif_transpose", lambda *_args, **_more: None)
        left = _uncaged(data)[1]
    assert unlike(left, data) >= ALIKE


def _uncaged(data: bytes) -> tuple[tuple[int | None, int | None], bytes]:
    """Clean without the sandbox, whose start takes longer than a small picture."""
    form, sink = photo_format(data), io.BytesIO()
    photo.read_ahead(form)
    facts = photo.clean_photo(io.BytesIO(data), sink, form)
    return (facts.width, facts.height), sink.getvalue()


def photo_format(data: bytes) -> Format:
    return format_of(data[:HEAD_BYTES])


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (flood_png, Fault.TOO_MANY_PIXELS),
        (lambda: flood_png(8_000, 5_001), Fault.TOO_MANY_PIXELS),
        (lambda: moving("WEBP", 10_000), Fault.MOVING),
        (lambda: moving("PNG"), Fault.MOVING),
        (lambda: moving("GIF", 10_000), Fault.WRONG_KIND),
        (lambda: saved(picture((300, 200)), "JPEG")[:900], Fault.BROKEN),
        (lambda: saved(picture((300, 200)), "PNG")[:-90], Fault.BROKEN),
        (lambda: heic(picture((300, 200)))[:-200], Fault.BROKEN),
        (lambda: b"\xff\xd8\xff\xe0" + bytes(300), Fault.WRONG_KIND),
    ],
)
def test_a_hostile_picture_is_refused_with_its_reason(
    make: Callable[[], bytes], fault: Fault
) -> None:
    assert fault_of(make()) is fault


def check_refused_from_header(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    def decode(*_args: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(photo, "_pixels", decode)
    with pytest.raises(Unfit):
        _uncaged(data)


@pytest.mark.parametrize("make", [flood_png, lambda: moving("WEBP", 300)])
def test_a_flood_is_refused_from_its_header(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    check_refused_from_header(monkeypatch, make())


def test_sabotage_a_missing_pixel_limit_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo, "MAX_PIXELS", 10**12)
    with pytest.raises(AssertionError, match="decoded"):
        check_refused_from_header(monkeypatch, flood_png(3_000, 3_000))


def test_a_large_photograph_is_made_smaller() -> None:
    verdict, _clean = cleaned(saved(picture((5_000, 400)), "PNG"))
    assert (verdict.facts.width, verdict.facts.height) == (4_096, 328)


def test_a_photograph_of_forty_million_dots_fits_into_the_sandbox() -> None:
    verdict, _clean = cleaned(saved(picture((8_000, 5_000)), "PNG", compress_level=1))
    assert (verdict.facts.width, verdict.facts.height) == (4_096, 2_560)


def test_a_site_without_the_reader_of_new_telephones_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(Unfit) as refusal:
        photo.read_ahead(Format.HEIF)
    assert refusal.value.fault is Fault.NOT_INSTALLED


@pytest.mark.acceptance
@pytest.mark.skipif(not IMAGES.is_dir(), reason=f"real photographs are not there: {IMAGES}")
@pytest.mark.parametrize("path", sorted(IMAGES.glob("*.*")), ids=lambda path: path.name)
def test_real_photographs_come_out_upright_and_bare(path: Path, tmp_path: Path) -> None:
    verdict, clean = cleaned(path.read_bytes())
    check_no_words(clean, tmp_path)
    assert unlike(clean, path.read_bytes()) < ALIKE
    # The names of the samples say which way up they are meant to be.
    if path.name.startswith("portrait"):
        assert (verdict.facts.width, verdict.facts.height) == (450, 600)
    if path.name.startswith("landscape"):
        assert (verdict.facts.width, verdict.facts.height) == (600, 450)
