"""Making written words safe: plain text comes out of text, Word and OpenDocument files.

An archive is judged by its index before anything of it is unpacked, and one file of it is read.
"""

import codecs
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import Kind, decoded
from commonbeat.reports.rules.cleaning.verdicts import Facts

MAX_TEXT_BYTES = 5 * 1024 * 1024
MAX_ARCHIVE_BYTES = 50 * 1024 * 1024
MAX_INDEX_BYTES = 1024 * 1024
MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
# Long repetitive text packs to about a fiftieth; bombs, to a thousandth.
MAX_RATIO = 200
_RATIO_FROM_BYTES = 1024 * 1024
_MAX_WORDS_BYTES = 20 * 1024 * 1024
_PIECE = 64 * 1024
_MAX_DEPTH = 256
MEDIA_TYPE = "text/plain"

_WORD = "word/document.xml"
_OPEN = "content.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_T = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
# Which elements hold words, and which end a line. OpenDocument holds words anywhere within them.
_HOLDS = {f"{_W}t", f"{_W_STRICT}t", f"{_T}p", f"{_T}h"}
_ENDS_LINE = {f"{space}{name}" for space in (_W, _W_STRICT) for name in ("p", "br")}
_ENDS_LINE |= {f"{_T}p", f"{_T}h", f"{_T}line-break"}
_TABS = {f"{_W}tab", f"{_W_STRICT}tab", f"{_T}tab"}
# A change that was taken back, and a note in the margin, are not what the document says.
_HIDDEN = {f"{_T}tracked-changes", "urn:oasis:names:tc:opendocument:xmlns:office:1.0 annotation"}
_MACROS = ("vbaproject", "vbadata", "basic/", "scripts/", "activex/")
_LEFT_OUT = {*range(32), 127, *range(0x80, 0xA0)} - {9, 10}
# Marks that turn the reading order round make a text look like another one.
_LEFT_OUT |= {0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF}
_TABLE = dict.fromkeys(_LEFT_OUT)
# Python reads the tables of encodings when they are first asked for: now, while it may.
for _encoding in ("utf-8", "utf-16", "cp1252", "cp437"):
    codecs.lookup(_encoding)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    MemoryError,
)


def clean_text(source: BinaryIO, sink: BinaryIO) -> Facts:
    """Write text as UTF-8 without control characters; raises ``Unfit``."""
    if source.seek(0, io.SEEK_END) > MAX_TEXT_BYTES:
        raise Unfit(Fault.TOO_BIG)
    source.seek(0)
    text = decoded(source.read())
    if text is None:
        raise Unfit(Fault.WRONG_KIND)
    sink.write(_plain(text).encode())
    return Facts(Kind.DOCUMENT, MEDIA_TYPE)


def clean_office(source: BinaryIO, sink: BinaryIO) -> Facts:
    """Write the words of a Word or OpenDocument text, line by line; raises ``Unfit``."""
    try:
        archive, words = _judged(source)
        encode = codecs.getincrementalencoder("utf-8")().encode
        for piece in _words(archive, words):
            sink.write(encode(_plain(piece)))
    except _DAMAGED as error:
        raise Unfit(Fault.BROKEN) from error
    return Facts(Kind.DOCUMENT, MEDIA_TYPE)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)


def _judged(source: BinaryIO) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    """Open an archive whose index shows nothing bad; return it and its file of words."""
    if source.seek(0, io.SEEK_END) > MAX_ARCHIVE_BYTES:
        raise Unfit(Fault.TOO_BIG)
    _check_index(source)
    source.seek(0)
    archive = zipfile.ZipFile(source)
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Unfit(Fault.TOO_MUCH_INSIDE)
    for entry in entries:
        _check_entry(entry)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES or _bursts(unpacked, packed):
        raise Unfit(Fault.TOO_MUCH_INSIDE)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise Unfit(Fault.BROKEN)
    if any(mark in name.lower() for name in names for mark in _MACROS):
        raise Unfit(Fault.MACROS)
    return archive, _file_of_words(archive, set(names))


def _check_index(source: BinaryIO) -> None:
    """Read how many files the archive says it has before anything makes a list of them."""
    size = source.seek(0, io.SEEK_END)
    start = max(0, size - 22 - 65_535)
    source.seek(start)
    tail = source.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Unfit(Fault.BROKEN)
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    index_bytes = int.from_bytes(tail[at + 12 : at + 16], "little")
    if entries > MAX_ENTRIES or index_bytes > MAX_INDEX_BYTES or b"PK\x06\x06" in tail:
        raise Unfit(Fault.TOO_MUCH_INSIDE)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in entry.orig_filename:
        raise Unfit(Fault.BROKEN)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unfit(Fault.BROKEN)
    if entry.flag_bits & 0x1:
        raise Unfit(Fault.LOCKED)
    if _bursts(entry.file_size, entry.compress_size):
        raise Unfit(Fault.TOO_MUCH_INSIDE)


def _bursts(unpacked: int, packed: int) -> bool:
    return unpacked > _RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(packed, 1)


def _file_of_words(archive: zipfile.ZipFile, names: set[str]) -> zipfile.ZipInfo:
    if _WORD in names and "[Content_Types].xml" in names:
        types = archive.getinfo("[Content_Types].xml")
        if types.file_size > _PIECE:
            raise Unfit(Fault.TOO_MUCH_INSIDE)
        if b"macroEnabled" in archive.read(types):
            raise Unfit(Fault.MACROS)
        name = _WORD
    elif _OPEN in names and "mimetype" in names:
        with archive.open("mimetype") as file:
            if not file.read(100).startswith(b"application/vnd.oasis.opendocument.text"):
                raise Unfit(Fault.WRONG_KIND)
        name = _OPEN
    else:
        raise Unfit(Fault.WRONG_KIND)
    words = archive.getinfo(name)
    if words.file_size > _MAX_WORDS_BYTES:
        raise Unfit(Fault.TOO_MUCH_INSIDE)
    return words


def _words(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[str]:
    """Read the words in pieces; an index that lied about their size ends it."""
    reader = _Words()
    read = 0
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            read += len(piece)
            if read > _MAX_WORDS_BYTES:
                raise Unfit(Fault.TOO_MUCH_INSIDE)
            yield reader.read(piece)
        yield reader.read(b"", last=True)


class _Words:
    """Collects the words of XML that may declare nothing of its own: no entity, no other file."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._open: list[str] = []
        self._hidden = 0
        self._holding = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._hear
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def read(self, piece: bytes, *, last: bool = False) -> str:
        """Return the words that end within this piece."""
        self._parser.Parse(piece, last)
        found = "".join(self._found)
        self._found.clear()
        return found

    def _refuse(self, *_declared: object) -> None:
        raise Unfit(Fault.BROKEN)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) > _MAX_DEPTH:
            raise Unfit(Fault.BROKEN)
        self._hidden += name in _HIDDEN
        self._holding += name in _HOLDS
        if name in _TABS:
            self._found.append("\t")

    def _end(self, name: str) -> None:
        self._open.pop()
        self._hidden -= name in _HIDDEN
        self._holding -= name in _HOLDS
        if name in _ENDS_LINE and not self._hidden:
            self._found.append("\n")

    def _hear(self, words: str) -> None:
        if self._holding and not self._hidden:
            self._found.append(words)
