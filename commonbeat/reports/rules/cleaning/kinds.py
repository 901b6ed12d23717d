"""Which kind a file is, told from its first bytes and never from its name."""

from enum import StrEnum

import filetype

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit

HEAD_BYTES = 8192


class Kind(StrEnum):
    """What a file is for people."""

    PHOTO = "photo"
    VIDEO = "video"
    SOUND = "sound"
    DOCUMENT = "document"


class Format(StrEnum):
    """What a file is for the program that reads it; only these are taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"
    MP4 = "mp4"
    MATROSKA = "matroska"
    OGG = "ogg"
    MP3 = "mp3"
    AAC = "aac"
    WAV = "wav"
    AMR = "amr"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"


PHOTOS = frozenset({Format.JPEG, Format.PNG, Format.WEBP, Format.HEIF})
FILMS = frozenset(
    {
        Format.MP4,
        Format.MATROSKA,
        Format.OGG,
        Format.MP3,
        Format.AAC,
        Format.WAV,
        Format.AMR,
    }
)

_BY_TYPE = {
    "image/jpeg": Format.JPEG,
    "image/png": Format.PNG,
    # An animated PNG goes to the same reader, which sees its frames and refuses it.
    "image/apng": Format.PNG,
    "image/webp": Format.WEBP,
    "image/heic": Format.HEIF,
    "video/mp4": Format.MP4,
    "video/quicktime": Format.MP4,
    "video/x-m4v": Format.MP4,
    "video/3gpp": Format.MP4,
    "audio/mp4": Format.MP4,
    "video/webm": Format.MATROSKA,
    "video/x-matroska": Format.MATROSKA,
    "audio/ogg": Format.OGG,
    "video/ogg": Format.OGG,
    "audio/mpeg": Format.MP3,
    "audio/aac": Format.AAC,
    "audio/x-wav": Format.WAV,
    "audio/amr": Format.AMR,
    "application/pdf": Format.PDF,
    "application/zip": Format.OFFICE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.OFFICE,
    "application/vnd.oasis.opendocument.text": Format.OFFICE,
}
_STILLS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_FILMS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4A ", b"M4V "}
_FILMS |= {b"qt  ", b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3g2a", b"MSNV", b"dash", b"mmp4", b"M4B "}
_OLD_MOVIES = {b"moov", b"mdat", b"wide"}
# The Word documents of before 2007, which carry their macros where nobody can take them out.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Text that some program would run, draw or follow.
_ACTIVE = ("<", "#!", "%!", "{\\rtf", "#extm3u", "ffconcat", "[playlist]", "from:", "mime-version:")


def format_of(head: bytes) -> Format:
    """Return the format of a file that starts with ``head`` (up to ``HEAD_BYTES``).

    Its own reader has the last word. Raises ``Unfit`` for every other format.
    """
    if not head:
        raise Unfit(Fault.EMPTY)
    if head.startswith(_COMPOUND):
        raise Unfit(Fault.MACROS)
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[4:8] in _OLD_MOVIES:
        return Format.MP4
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return Format.AMR
    known = filetype.guess_mime(head[:HEAD_BYTES])
    if known is None and _is_words(head[:HEAD_BYTES]):
        return Format.TEXT
    if known not in _BY_TYPE:
        raise Unfit(Fault.WRONG_KIND)
    return _BY_TYPE[known]


def _by_brand(brand: bytes) -> Format:
    """Tell a still of a telephone from a film: both are boxes of the same making."""
    if brand in _STILLS:
        return Format.HEIF
    if brand in _FILMS:
        return Format.MP4
    raise Unfit(Fault.WRONG_KIND)


def _is_words(head: bytes) -> bool:
    text = decoded(head, cut=len(head) == HEAD_BYTES)
    if text is None:
        return False
    start = text.lstrip("\ufeff \t\r\n").lower()
    return not start.startswith(_ACTIVE)


def decoded(data: bytes, *, cut: bool = False) -> str | None:
    """Return bytes as text, or nothing when they are none.

    Bytes that were ``cut`` somewhere may end within a character.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data[: len(data) // 2 * 2], "utf-16")
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in data):
        return None
    for less in range(4 if cut else 1):
        text = _strict(data[: len(data) - less], "utf-8")
        if text is not None:
            return text
    return _strict(data, "cp1252")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
