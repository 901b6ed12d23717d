"""Making a PDF safe: each page is drawn, and the drawings are put together again.

No script, link, form, font, layer, author or attachment can come along, because nothing of the
old file does.
"""

import io
from typing import BinaryIO

import pypdfium2

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import Kind
from commonbeat.reports.rules.cleaning.photo import write_jpeg
from commonbeat.reports.rules.cleaning.verdicts import Facts

MAX_BYTES = 100 * 1024 * 1024
MAX_PAGES = 200
MEDIA_TYPE = "application/pdf"
# Enough to read small print on A4; a larger page is drawn coarser.
_DOTS_PER_POINT = 150 / 72
_PAGE_PIXELS = 4_000_000
_LONGEST_POINTS = 14_400
_PASSWORD_WRONG = 4
_UNREADABLE = (pypdfium2.PdfiumError, ValueError, OSError, MemoryError)


def clean_pdf(source: BinaryIO, sink: BinaryIO) -> Facts:
    """Write the pages of a PDF as pictures; raises ``Unfit``."""
    if source.seek(0, io.SEEK_END) > MAX_BYTES:
        raise Unfit(Fault.TOO_BIG)
    source.seek(0)
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD_WRONG
        raise Unfit(Fault.LOCKED if locked else Fault.BROKEN) from error
    pages = len(document)
    if pages > MAX_PAGES:
        raise Unfit(Fault.TOO_LONG)
    if not pages:
        raise Unfit(Fault.BROKEN)
    album = PictureAlbum(sink)
    try:
        # What people filled in is drawn by the part for forms; this build of it runs no script.
        document.init_forms()
        for number in range(pages):
            _draw(document, number, album)
    except _UNREADABLE as error:
        raise Unfit(Fault.BROKEN) from error
    album.close()
    return Facts(Kind.DOCUMENT, MEDIA_TYPE, pages=pages)


def _draw(document: pypdfium2.PdfDocument, number: int, album: "PictureAlbum") -> None:
    page = document[number]
    try:
        width, height = page.get_size()
        if not (1 <= width <= _LONGEST_POINTS and 1 <= height <= _LONGEST_POINTS):
            raise Unfit(Fault.TOO_MANY_PIXELS)
        scale = min(_DOTS_PER_POINT, (_PAGE_PIXELS / (width * height)) ** 0.5)
        drawn = page.render(scale=scale).to_pil().convert("RGB")
        jpeg = io.BytesIO()
        write_jpeg(drawn, jpeg, quality=80)
        album.add(jpeg.getvalue(), drawn.size, (width, height))
    finally:
        page.close()


class PictureAlbum:
    """A PDF of pictures, one a page, written from front to back (ISO 32000-1, 7.5)."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._at = 0
        # Where each object begins; the first two, the catalogue and the list of pages, come last.
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, jpeg: bytes, dots: tuple[int, int], points: tuple[float, float]) -> None:
        """Add a page of ``points`` (1/72 inch) that shows an RGB picture of ``dots`` all over."""
        first = 3 + 3 * len(self._pages)
        picture, drawing, page = first, first + 1, first + 2
        draw = b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % points
        self._object(
            picture,
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
            b" /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream"
            % (*dots, len(jpeg), jpeg),
        )
        self._object(drawing, b"<< /Length %d >>\nstream\n%b\nendstream" % (len(draw), draw))
        self._object(
            page,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R"
            b" /Resources << /XObject << /P %d 0 R >> >> >>" % (*points, drawing, picture),
        )
        self._pages.append(page)

    def close(self) -> None:
        """Write the list of pages and where everything is."""
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._object(2, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(self._pages), kids))
        self._object(1, b"<< /Type /Catalog /Pages 2 0 R >>")
        start, count = self._at, len(self._places) + 1
        rows = b"".join(b"%010d 00000 n \n" % self._places[n] for n in range(1, count))
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows))
        self._write(
            b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
        )

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._sink.write(data)
        self._at += len(data)
