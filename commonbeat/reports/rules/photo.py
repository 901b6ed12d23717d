"""Making a picture safe: only its pixels survive, and only of a picture that is what it says.

Runs as a small program of its own (``python -I photo.py``, so that nothing else of ours is read
for it) with little memory, little time and no right to write a file: a picture goes in, one line
of JSON and a clean JPEG come out.
"""

import hashlib
import io
import json
import resource
import struct
import sys
import warnings
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import BinaryIO

from PIL import Image, ImageCms, ImageFile, ImageOps

MAX_UPLOAD_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
# The longest side kept. Making a large picture smaller also blurs the mark of its sensor.
LONGEST_SIDE = 4_096
_QUALITY = 88
_FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE = "image/jpeg"

_MEMORY_BYTES = 1_500_000_000
_SECONDS = 20


class PictureFault(StrEnum):
    """Why a picture was refused; forms give each its sentence."""

    EMPTY = "empty"
    TOO_BIG = "too-big"
    WRONG_KIND = "wrong-kind"
    TOO_MANY_PIXELS = "too-many-pixels"
    MOVING = "moving"
    BROKEN = "broken"
    BUSY = "busy"


class Unfit(Exception):
    """The picture was refused; ``fault`` says why."""

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A JPEG with nothing in it but pixels; ``sha256`` is of these bytes."""

    data: bytes
    sha256: str
    width: int
    height: int


def clean_picture(data: bytes) -> CleanPicture:
    """Return the picture without anything hidden, the right way up; raises ``Unfit``."""
    if not data:
        raise Unfit(PictureFault.EMPTY)
    if len(data) > MAX_UPLOAD_BYTES:
        raise Unfit(PictureFault.TOO_BIG)
    with _opened(data) as picture:
        try:
            pixels = _pixels(picture)
        except (OSError, ValueError, SyntaxError, MemoryError, struct.error, Warning) as error:
            raise Unfit(PictureFault.BROKEN) from error
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=_QUALITY, optimize=False, subsampling="4:2:0")
    clean = out.getvalue()
    return CleanPicture(clean, hashlib.sha256(clean).hexdigest(), *pixels.size)


def _opened(data: bytes) -> Image.Image:
    """Read the header alone, and refuse what it already shows to be unfit."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # Our own limit below comes first; this one catches a size that changes later.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(PictureFault.TOO_MANY_PIXELS) from error
    except (OSError, ValueError, SyntaxError, MemoryError, struct.error, EOFError) as error:
        raise Unfit(PictureFault.WRONG_KIND) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise Unfit(PictureFault.TOO_MANY_PIXELS)
    # Telephones put a second picture into a JPEG (MPO): the first one is the photograph.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise Unfit(PictureFault.MOVING)
    return picture


def _pixels(picture: Image.Image) -> Image.Image:
    """Decode, turn upright, bring to sRGB, shrink; return a picture that carries nothing along."""
    if picture.format in {"JPEG", "MPO"}:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    profile = picture.info.get("icc_profile")
    # Smaller first, so that turning and colours cost less.
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    # Unreadable hidden data is no reason to refuse the picture.
    with suppress(KeyError, TypeError, AttributeError, struct.error, SyntaxError, ValueError):
        ImageOps.exif_transpose(picture, in_place=True)
    flat = _to_srgb(_flat(picture), profile)
    # Twelve million dots: each copy that is not needed costs a tenth of the whole.
    clean = Image.new("RGB", flat.size, color=None)
    clean.paste(flat)
    return clean


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB, on white where it lets light through."""
    if not picture.has_transparency_data:
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    layer = picture.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Keep the colours as they were seen, since the profile itself is dropped."""
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return made or picture


def limit_this_process() -> None:
    """Take from this process what a picture needs not: memory, time, files."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(source: BinaryIO, sink: BinaryIO) -> None:
    """Clean what comes in; write one line of facts, or of the fault, and then the clean bytes."""
    try:
        clean = clean_picture(source.read(MAX_UPLOAD_BYTES + 1))
    except Unfit as refusal:
        sink.write(json.dumps({"fault": refusal.fault.value}).encode() + b"\n")
        return
    facts = asdict(clean)
    del facts["data"]
    sink.write(json.dumps(facts).encode() + b"\n")
    sink.write(clean.data)


def read_answer(out: bytes) -> CleanPicture:
    """Return what ``answer`` wrote; raises ``Unfit``, also for anything that is no answer."""
    line, _, data = out.partition(b"\n")
    try:
        facts = json.loads(line)
        if "fault" in facts:
            raise Unfit(PictureFault(facts["fault"]))
        clean = CleanPicture(data, facts["sha256"], int(facts["width"]), int(facts["height"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unfit(PictureFault.BROKEN) from error
    if hashlib.sha256(clean.data).hexdigest() != clean.sha256:
        raise Unfit(PictureFault.BROKEN)
    return clean


if __name__ == "__main__":
    limit_this_process()
    answer(sys.stdin.buffer, sys.stdout.buffer)
