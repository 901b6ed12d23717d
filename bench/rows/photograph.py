"""A photograph of 12 megapixels made safe, beside bare Pillow doing the same to its pixels."""

import io
from collections.abc import Iterator

from PIL import Image

from bench.results import Result, at_most
from bench.timing import in_turns
from commonbeat.reports.rules.cleaning.kinds import Format
from commonbeat.reports.rules.cleaning.photo import LONGEST_SIDE, clean_photo

WIDTH, HEIGHT = 4_000, 3_000
_QUALITY = 88


def measure(scale: float) -> Iterator[Result]:
    """Measure the cleaning alone: the process around it is the price of safety, not of pixels."""
    picture = _picture()
    ours, floor = in_turns(
        lambda: _ours(picture), lambda: _bare(picture), rounds=max(3, int(9 * scale))
    )
    yield at_most(
        "photograph of 12 megapixels",
        ours=ours * 1000,
        floor=floor * 1000,
        unit="ms",
        times=1.3,
    )


def _picture() -> bytes:
    noise = Image.effect_noise((WIDTH // 4, HEIGHT // 4), 60).resize((WIDTH, HEIGHT))
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    file = io.BytesIO()
    noise.convert("RGB").save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()


def _ours(data: bytes) -> bytes:
    file = io.BytesIO()
    clean_photo(io.BytesIO(data), file, Format.JPEG)
    return file.getvalue()


def _bare(data: bytes) -> bytes:
    picture = Image.open(io.BytesIO(data))
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
