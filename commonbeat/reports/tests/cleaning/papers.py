"""Documents of strangers: honest ones that carry names, and archives that are meant to burst."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable

from PIL import Image, ImageDraw

from commonbeat.reports.tests.cleaning.caged import CANARY

_WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT_SPACE = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SAID = "He came through the back gate.\nIt was about ten."


def archive(files: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of these files, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def word(extra: dict[str, bytes] | None = None, *, types: bytes = b"<Types/>") -> bytes:
    """Return a Word document whose properties, notes and pictures name somebody."""
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in SAID.split("\n"))
    body = f'<w:document xmlns:w="{_WORD_SPACE}"><w:body>{lines}</w:body></w:document>'
    named = b"<x>" + CANARY + b"</x>"
    return archive(
        {
            "[Content_Types].xml": types,
            "word/document.xml": body.encode(),
            "docProps/core.xml": named,
            "docProps/app.xml": named,
            "word/comments.xml": named,
            "word/media/image1.jpeg": CANARY,
            **(extra or {}),
        }
    )


def open_text(body: str | None = None, *, declared: str = "") -> bytes:
    """Return an OpenDocument text with an author and a note in its margin."""
    lines = "".join(f"<t:p>{line}</t:p>" for line in SAID.split("\n"))
    note = f"<o:annotation><t:p>{CANARY.decode()}</t:p></o:annotation>"
    content = (
        f'{declared}<o:document-content xmlns:t="{_TEXT_SPACE}"'
        ' xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
        f"{body or lines.replace('</t:p>', note + '</t:p>', 1)}</o:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "meta.xml": b"<x>" + CANARY + b"</x>",
        }
    )


def pdf() -> bytes:
    """Return a PDF with an author, a script, a link, a form to send and an attachment."""
    page = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(page).rectangle((0, 0, 66, 100), fill="red")
    out = io.BytesIO()
    page.save(out, "PDF", author=CANARY.decode(), title=CANARY.decode())
    script = b"<< /S /JavaScript /JS (app.alert\\('" + CANARY + b"'\\)) >>"
    return out.getvalue().replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction " + script)


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "docx": word,
    "odt": open_text,
    "pdf": pdf,
}


def bomb(size: int = 1024 * 1024 * 1024) -> bytes:
    """Return a Word document with one file that unpacks to ``size`` bytes of nothing."""
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made, made.open("word/x", "w") as file:
        for _piece in range(size // (1024 * 1024)):
            file.write(bytes(1024 * 1024))
    return out.getvalue()


def overlapping_bomb(times: int = 900) -> bytes:
    """Return an archive whose index names the same packed megabyte again and again."""
    plain = archive({"word/document.xml": bytes(1024 * 1024)})
    at = plain.index(b"PK\x01\x02")
    end = plain.index(b"PK\x05\x06")
    row = bytearray(plain[at:end])
    rows = b""
    for number in range(times):
        name = b"word/%012d.x" % number
        row[46 : 46 + len(name)] = name
        row[28:30] = struct.pack("<H", len(name))
        rows += bytes(row[: 46 + len(name)])
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, times, times, len(rows), at, 0)
    return plain[:at] + rows + tail


def many(count: int = 10_000) -> bytes:
    """Return a Word document with so many files inside."""
    return word({f"word/{number}.xml": b"x" for number in range(count)})


def lying_about_count() -> bytes:
    """Return an archive of many files whose end says that there is one."""
    data = bytearray(many(5_000))
    at = data.rindex(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", 1, 1)
    return bytes(data)


def lying_about_size() -> bytes:
    """Return a Word document whose words unpack to more than its index says."""
    body = b'<w:document xmlns:w="%b"><w:body>' % _WORD_SPACE.encode() + b" " * 60_000_000
    data = bytearray(word({"word/document.xml": body}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark)
        while at >= 0:
            if data[at + place : at + place + 4] == struct.pack("<I", len(body)):
                data[at + place : at + place + 4] = struct.pack("<I", 10_000)
            at = data.find(mark, at + 4)
    return bytes(data)


def with_link() -> bytes:
    """Return a Word document with a symbolic link to a file of the system."""
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as made:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    return out.getvalue()


def nested(depth: int = 6) -> bytes:
    """Return archives in archives, in the manner of the well-known 42.zip."""
    inner = archive({"0": bytes(50_000_000)})
    for _level in range(depth):
        inner = archive({f"{number}.zip": inner for number in range(16)})
    return inner


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
