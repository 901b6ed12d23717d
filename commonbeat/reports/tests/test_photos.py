"""Photographs: nothing hidden survives, nothing hostile gets in."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from commonbeat.reports.rules import photo as cleaning
from commonbeat.reports.rules.photo import PictureFault, Unfit, clean_picture
from commonbeat.reports.tests.pictures import (
    HIDING,
    HOSTILE,
    check_nothing_hidden,
    exif,
    flood_png,
    picture,
    saved,
)


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
