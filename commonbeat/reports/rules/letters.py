"""An e-mail as it comes off the wire, read into plain values; it may be anything at all."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser

from commonbeat.reports.rules.intake import clean_receipt, tidy_text

LARGEST_LETTER = 10_000_000  # bytes: a few photographs, which are then left out
_MOST_PARTS = 200
_LONGEST_TEXT = 100_000
_MOST_FILES = 20
_LOCAL = r"[^\s@<>()\[\]\\,;:\"]"
# Only from where a name begins: a text of one long word would be tried from each of its letters.
_ADDRESS = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}{{1,64}}@[A-Za-z0-9][A-Za-z0-9.-]{{0,180}}\.[A-Za-z0-9-]+"
)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,200}>")
# Character sets of people's mail. Others, some of which take very long, are read as UTF-8.
_CHARSETS = ("utf", "ascii", "iso8859", "iso2022", "cp", "koi8", "gb", "big5", "shift_jis", "euc")
_MACHINES = frozenset({"mailer-daemon", "postmaster", "no-reply", "noreply", "bounce", "bounces"})
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_CODE = re.compile(r"\b(?:[0-9A-Za-z]{4}[ -]?){5}[0-9A-Za-z]{4}\b")
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table"})
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})


class Unreadable(Exception):
    """The bytes are no letter that anybody could read or answer."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What matters of an e-mail. ``answers`` are the ids of the letters that it answers;

    ``files`` the names of what hung on it, which is not taken.
    """

    sender: str
    subject: str
    text: str
    message_id: str
    answers: tuple[str, ...]
    files: tuple[str, ...]
    language: str
    is_automatic: bool


def read_letter(raw: bytes) -> Letter:
    """Read the bytes of an e-mail; raises ``Unreadable``, whatever is wrong with them."""
    # The older policy of the library hands headers out as they are. The newer one parses each when
    # it is asked for, and raises errors of many kinds on hostile ones.
    if raw.lower().count(b"\ncontent-type:") > _MOST_PARTS:
        raise Unreadable("too many parts")
    try:
        return _read(BytesParser().parsebytes(raw))
    except Unreadable:
        raise
    except Exception as error:
        # The library promises nothing about hostile bytes: each of its errors means the same here.
        raise Unreadable(type(error).__name__) from error


def _read(message: "Message[str, str]") -> Letter:
    sender = parseaddr(_header(message, "From"))[1].strip()
    if len(sender) > 254 or not _ADDRESS.fullmatch(sender):
        raise Unreadable("no sender")
    plain, html, files = _parts(message)
    text = tidy_text("\n\n".join(plain)) or tidy_text("\n\n".join(map(plain_text, html)))
    ids = _MESSAGE_ID.findall(_header(message, "Message-ID"))
    answers = _header(message, "In-Reply-To") + " " + _header(message, "References")
    return Letter(
        sender=sender,
        subject=" ".join(tidy_text(_decoded(_header(message, "Subject"))).split())[:200],
        text=text[:_LONGEST_TEXT],
        message_id=ids[0] if ids else "",
        answers=tuple(dict.fromkeys(_MESSAGE_ID.findall(answers)))[-30:],
        files=tuple(files[:_MOST_FILES]),
        language=_header(message, "Content-Language").split(",")[0].strip().lower()[:10],
        is_automatic=_is_automatic(message, sender),
    )


def _header(message: "Message[str, str]", name: str) -> str:
    """Return a header on one line, as it was sent; bytes that are no ASCII are read as UTF-8."""
    value = str(message.get(name, ""))
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(value.split())[:2_000]


def _decoded(value: str) -> str:
    pieces = []
    for piece, charset in decode_header(value):
        is_text = isinstance(piece, str)
        pieces.append(piece if is_text else _in_letters(piece, charset or "utf-8"))
    return "".join(pieces)


def _in_letters(data: bytes, charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        name = "utf-8"
    known = name.replace("-", "").startswith(_CHARSETS)
    return data.decode(name if known else "utf-8", "replace")


def _parts(message: "Message[str, str]") -> tuple[list[str], list[str], list[str]]:
    """Return the plain texts, the HTML texts and the names of files."""
    plain: list[str] = []
    html: list[str] = []
    files: list[str] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        if part.get_filename() or "attachment" in _header(part, "Content-Disposition").lower():
            name = " ".join(tidy_text(_decoded(part.get_filename() or kind)).split())
            files.append(name[:80])
        elif kind in {"text/plain", "text/html"}:
            (plain if kind == "text/plain" else html).append(_words(part))
        else:
            files.append(kind[:80])
    return plain, html, files


def _leaves(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    waiting: list[Message[str, str]] = [message]
    seen = 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > _MOST_PARTS:
            raise Unreadable("too many parts")
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting = [each for each in inside if isinstance(each, Message)] + waiting
        else:
            yield part


def _words(part: "Message[str, str]") -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return _in_letters(data[: _LONGEST_TEXT * 10], str(part.get_content_charset("utf-8")))


def _is_automatic(message: "Message[str, str]", sender: str) -> bool:
    """Say whether a machine sent it (RFC 3834): answering one could go on for ever."""
    by = _header(message, "Auto-Submitted").lower()
    return (
        (bool(by) and by != "no")
        or _header(message, "Precedence").lower() in _BULK
        or bool(message.get("List-Id"))
        or _header(message, "Return-Path") == "<>"
        or sender.partition("@")[0].lower() in _MACHINES
    )


class _Words(HTMLParser):
    """Collects what a reader of a page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSEEN
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _UNSEEN and self._hidden > 0
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def plain_text(html: str) -> str:
    """Return the words of an HTML page, a line for each of its blocks; nothing of it is run."""
    reader = _Words()
    reader.feed(html[:_LONGEST_TEXT])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_receipts(text: str, *, instead: str) -> str:
    """Return a text without anything that could be a receipt: an answer quotes what it answers."""
    return _CODE.sub(lambda found: instead if _may_be_receipt(found.group()) else found[0], text)


def _may_be_receipt(text: str) -> bool:
    # A word of twenty-four letters is no receipt: some are figures.
    return clean_receipt(text) is not None and any(letter.isdigit() for letter in text)


def without_quote(text: str) -> str:
    """Return an answer without the letter that it quotes at its end, if words are left."""
    lines = text.splitlines()
    kept = len(lines)
    while kept and (not lines[kept - 1].strip() or lines[kept - 1].lstrip().startswith(">")):
        kept -= 1
    quotes = any(line.strip() for line in lines[kept:])
    # The line above says who wrote what follows: "On Monday we wrote:".
    if quotes and kept and lines[kept - 1].rstrip().endswith(":") and len(lines[kept - 1]) <= 200:
        kept -= 1
    return "\n".join(lines[:kept]).strip() or text
