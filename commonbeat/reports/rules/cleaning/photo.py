"""Making a picture safe: only its pixels survive, the right way up, as a JPEG."""

import io
import struct
import warnings
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO

from PIL import Image, ImageCms, ImageFile, ImageOps

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import Format, Kind
from commonbeat.reports.rules.cleaning.verdicts import Facts

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 40_000_000
# The longest side kept. Making a large picture smaller also blurs the mark of its sensor.
LONGEST_SIDE = 4_096
MEDIA_TYPE = "image/jpeg"
_QUALITY = 88
# Pillow would look for these when it first needs them; the second one reads EXIF.
_PLUGINS = ("WebPImagePlugin", "TiffImagePlugin", "JpegPresets")
_READERS = {
    Format.JPEG: ("JPEG",),
    Format.PNG: ("PNG",),
    Format.WEBP: ("WEBP",),
    Format.HEIF: ("HEIF",),
}
_UNREADABLE = (OSError, ValueError, SyntaxError, MemoryError, struct.error, EOFError, RuntimeError)


def clean_photo(source: BinaryIO, sink: BinaryIO, form: Format) -> Facts:
    """Write the picture without anything hidden, the right way up; raises ``Unfit``."""
    with opened(source, form) as picture:
        try:
            pixels = _pixels(picture)
        except (*_UNREADABLE, Warning) as error:
            raise Unfit(Fault.BROKEN) from error
    write_jpeg(pixels, sink)
    return Facts(Kind.PHOTO, MEDIA_TYPE, *pixels.size)


def write_jpeg(pixels: Image.Image, sink: BinaryIO, *, quality: int = _QUALITY) -> None:
    """Write an RGB picture with nothing beside its pixels to a file that only grows."""
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=quality, optimize=False, subsampling="4:2:0")
    sink.write(out.getbuffer())


def read_ahead(form: Format) -> None:
    """Import what reads this format, while files can still be opened; raises ``Unfit``."""
    Image.preinit()
    for name in _PLUGINS:
        import_module(f"PIL.{name}")
    if form is not Format.HEIF:
        return
    try:
        import pillow_heif
    except ImportError as missing:
        raise Unfit(Fault.NOT_INSTALLED) from missing
    pillow_heif.register_heif_opener(thumbnails=False)


def opened(source: BinaryIO, form: Format) -> Image.Image:
    """Read the header alone, and refuse what it already shows to be unfit."""
    if source.seek(0, io.SEEK_END) > MAX_BYTES:
        raise Unfit(Fault.TOO_BIG)
    source.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # Our own limit below comes first; this one catches a size that changes later.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(source, formats=_READERS[form])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(Fault.TOO_MANY_PIXELS) from error
    except _UNREADABLE as error:
        raise Unfit(Fault.WRONG_KIND) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise Unfit(Fault.TOO_MANY_PIXELS)
    # Telephones put a second picture into a JPEG (MPO) or HEIC: the first one is the photograph.
    if picture.format not in {"MPO", "HEIF"} and getattr(picture, "n_frames", 1) > 1:
        raise Unfit(Fault.MOVING)
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
