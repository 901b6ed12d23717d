"""A hundred letters that a mail system may meet and that nobody meant well."""

from collections.abc import Iterator

_FROM = b"From: jo@people.example\r\nSubject: Window\r\n"


def _deep(levels: int) -> bytes:
    """Return multiparts in each other, ``levels`` deep."""
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(levels)
    )
    return _FROM + head + b"Content-Type: text/plain\r\n\r\nDeep down.\r\n"


def _wide(parts: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return (
        _FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * parts + b"--b--\r\n"
    )


def _bombs() -> Iterator[bytes]:
    for size in (2, 10, 50, 150, 199, 400, 1_200):
        yield _deep(size)
        yield _wide(size)
    rfc822 = b"Content-Type: message/rfc822\r\n\r\n"
    for size in (3, 60, 300):
        yield _FROM + rfc822 * size + b"Hello"


def _charsets() -> Iterator[bytes]:
    names = ["utf-7", "utf-16", "utf-32", "rot13", "zip", "punycode", "idna", "hex", "base64"]
    names += ["uu", "unicode_escape", "mbcs", "", "\0", "x" * 900, "../../etc/passwd"]
    names += ["utf-8; charset=latin-1", "undefined", "oem"]
    for name in names:
        head = f'Content-Type: text/plain; charset="{name}"\r\n\r\n'.encode()
        yield _FROM + head + b"Caf\xe9 \xff\xfe\x00 broken"
        yield _FROM[:-2] + f"\r\nSubject: =?{name}?B?4pyT/////w==?=\r\n\r\nHello".encode()


def _encodings() -> Iterator[bytes]:
    for name in (b"base64", b"quoted-printable", b"x-uuencode", b"8bit", b"binary", b"nonsense"):
        for body in (b"\xff\xfe=\x00=ZZ=", b"begin 666 x\n#!!\nend", b"QUJ!@#DRA===", b"=" * 5_000):
            yield _FROM + b"Content-Transfer-Encoding: " + name + b"\r\n\r\n" + body


def _headers() -> Iterator[bytes]:
    values = (
        b"jo@people.example\r\nBcc: everybody@people.example",
        b"jo@people.example\x00, eve@people.example",
        b'"' + b"\\" * 3_000 + b'" <jo@people.example>',
        b"<" * 2_000 + b"jo@people.example" + b">" * 2_000,
        b"=?utf-8?Q?" + b"=0D=0ABcc:=20x@y.example" * 20 + b"?= <jo@people.example>",
        b"jo@[127.0.0.1]",
        b"@" * 500,
        b"",
        b"(" * 4_000,
        b"jo@" + b"a." * 300 + b"example",
        "jö@bücher.example".encode(),
        b"\xff\xfe\xfd@people.example",
        b"group: a@b.example, c@d.example;",
    )
    for value in values:
        yield b"From: " + value + b"\r\nSubject: x\r\n\r\nHello there"
        yield _FROM + b"In-Reply-To: " + value + b"\r\nReferences: " + value * 3 + b"\r\n\r\nHello"
        yield _FROM + b"Content-Disposition: attachment; filename*=" + value + b"\r\n\r\nHello"
    yield _FROM + b"Content-Type: " + b"text/" * 900 + b"\r\n\r\nHello"
    yield _FROM + b"Content-Type: multipart/mixed\r\n\r\nNo boundary"
    yield _FROM + b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n\r\nEmpty boundary"
    yield _FROM + b"Date: not a day at all\r\n\r\nNo day"
    yield _FROM + b"X: y\r\n" * 3_000 + b"\r\nMany headers"
    yield _FROM + b"Message-ID: <" + b"x" * 5_000 + b">\r\n\r\nLong id"


def _bodies() -> Iterator[bytes]:
    yield b""
    yield b"\x00" * 1_000
    yield b"\r\n\r\n"
    yield _FROM + b"\r\n\x00\x00Words\x00between\x00nulls"
    yield _FROM + b"\r\n" + b"A" * 300_000
    html = _FROM + b"Content-Type: text/html\r\n\r\n"
    yield html + b"<p>" * 20_000 + b"deep"
    yield html + b"<![CDATA[ <!-- <script>" * 500 + b"words"
    yield html + b"&#0;&#xD800;&#99999999;&bogus; words"
    yield html + b"<a href='javascript:alert(1)'>words</a" + b"<" * 5_000
    yield html + b"<!" + b"-" * 20_000


NASTY = [*_bombs(), *_charsets(), *_encodings(), *_headers(), *_bodies()]
