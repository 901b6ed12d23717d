"""Pictures that hide something, and files that only pretend to be pictures."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw, PngImagePlugin

CANARY = b"CANARY-7Q4Z"


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
HOSTILE: dict[str, Callable[[], bytes]] = {
    "svg": lambda: SVG,
    "cut jpeg": lambda: saved(picture((300, 200)), "JPEG")[:900],
    "pixel flood": flood_png,
}
