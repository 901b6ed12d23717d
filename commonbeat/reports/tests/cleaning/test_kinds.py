"""Only what is on the list is taken, and what it is called or looks like at a glance is nothing."""

import pytest

from commonbeat.reports.rules.cleaning import kinds
from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import format_of
from commonbeat.reports.tests.cleaning.caged import cleaned, fault_of
from commonbeat.reports.tests.cleaning.papers import archive, pdf
from commonbeat.reports.tests.pictures import moving, picture, saved

SCRIPT = b"<script>alert(1)</script>"
_SPACES = b'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_SVG = b"<svg " + _SPACES + b" %b>%b</svg>"
_ENTITY = b"<!DOCTYPE svg [<!ENTITY e %b>]>"
SVGS = {
    "script": _SVG % (b"", SCRIPT),
    "onload": _SVG % (b'onload="alert(1)"', b""),
    "foreign object": _SVG % (b"", b"<foreignObject><iframe src='//x'/></foreignObject>"),
    "link": _SVG % (b"", b'<a xlink:href="javascript:alert(1)"><text>x</text></a>'),
    "use": _SVG % (b"", b'<use xlink:href="http://127.0.0.1/x.svg#a"/>'),
    "image": _SVG % (b"", b'<image href="http://127.0.0.1/x.png"/>'),
    "animation": _SVG % (b"", b'<animate onbegin="alert(1)"/>'),
    "style": _SVG % (b"", b"<style>@import url(http://127.0.0.1/)</style>"),
    "outside entity": _ENTITY % b"SYSTEM 'file:///etc/passwd'" + _SVG % (b"", b"&e;"),
    "parameter entity": b"<!DOCTYPE svg [<!ENTITY % x SYSTEM 'http://127.0.0.1/'> %x;]>"
    + _SVG % (b"", b""),
    "laughs": _ENTITY % b"'ha'" + _SVG % (b"", b"&e;" * 1000),
    "declared": b'<?xml version="1.0"?>' + _SVG % (b"", SCRIPT),
    "blank first": b" \n\t" + _SVG % (b"", SCRIPT),
    "mark first": b"\xef\xbb\xbf" + _SVG % (b"", SCRIPT),
    "sixteen bit": (_SVG % (b"", SCRIPT)).decode().encode("utf-16"),
}


@pytest.mark.parametrize("name", SVGS)
def test_a_drawing_that_can_hold_a_script_is_refused(name: str) -> None:
    with pytest.raises(Unfit) as refusal:
        format_of(SVGS[name])
    assert refusal.value.fault is Fault.WRONG_KIND


def test_sabotage_drawings_taken_for_text_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_ACTIVE", ("#!",))
    taken = 0
    for svg in SVGS.values():
        try:
            format_of(svg)
        except Unfit:
            continue
        taken += 1
    assert taken == len(SVGS) == 15


_GIF = saved(picture().convert("P"), "GIF")
OTHERS = {
    "gif": _GIF,
    "moving gif": moving("GIF"),
    "tiff": saved(picture(), "TIFF"),
    "bmp": saved(picture(), "BMP"),
    "ico": saved(picture((32, 32)), "ICO"),
    "postscript": saved(picture(), "EPS"),
    "photoshop": b"8BPS\0\1" + bytes(40),
    "fits": b"SIMPLE  =                    T" + b" " * 50 + b"\0",
    "windows program": b"MZ\x90\0\3\0\0\0" + bytes(200),
    "linux program": b"\x7fELF\2\1\1" + bytes(200),
    "java class": b"\xca\xfe\xba\xbe" + bytes(60),
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "php archive": b"<?php __HALT_COMPILER(); ?>\r\n" + bytes(40),
    "web page": b"<!doctype html>" + SCRIPT,
    "old web page": b"\n<HTML>" + SCRIPT,
    "mail": b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + SCRIPT,
    "rich text": b"{\\rtf1 {\\object\\objdata 00}}",
    "flash": b"CWS\x0a" + bytes(60),
    "rar": b"Rar!\x1a\x07\0" + bytes(60),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "gzip": b"\x1f\x8b\x08\0" + bytes(60),
    "avif": b"\0\0\0\x1cftypavif" + bytes(60),
    "playlist": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x.ts\n",
    "list of films": b"ffconcat version 1.0\nfile 'http://127.0.0.1/x'\n",
    "dash": b"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>",
    "noise": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_on_the_list_is_refused(name: str) -> None:
    assert fault_of(OTHERS[name]) is Fault.WRONG_KIND


def _jpeg_with_page() -> bytes:
    plain = saved(picture(), "JPEG")
    return plain[:2] + b"\xff\xfe\x00\x30" + SCRIPT.ljust(46) + plain[2:] + SCRIPT


_ZIP = archive({"x.html": SCRIPT})
# A file that is two things at once: what comes out is one of them, made anew, or nothing.
POLYGLOTS = {
    "gif and script": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
    "gif and zip": _GIF + _ZIP,
    "gif and page": _GIF + SCRIPT,
    "jpeg and page": _jpeg_with_page(),
    "jpeg and zip": saved(picture(), "JPEG") + _ZIP,
    "jpeg and php": saved(picture(), "JPEG", comment=b"<?php system($_GET[0]); ?>"),
    "jpeg and phar": saved(picture(), "JPEG") + b"<?php __HALT_COMPILER(); ?>",
    "jpeg and script": saved(picture(), "JPEG", comment=b"*/=alert(1);/*"),
    "jpeg and pdf": saved(picture(), "JPEG") + pdf(),
    "png and page": saved(picture(), "PNG") + SCRIPT,
    "png and zip": saved(picture(), "PNG") + _ZIP,
    "png and php": saved(picture(), "PNG") + b"<?php phpinfo(); ?>",
    "webp and page": saved(picture(), "WEBP", xmp=SCRIPT) + SCRIPT,
    "bmp and script": b"BM/*" + saved(picture(), "BMP")[4:] + b"*/=alert(1)",
    "pdf and zip": pdf() + _ZIP,
    "pdf and page": pdf() + SCRIPT,
    "pdf and script": pdf().replace(b"%PDF-1.4", b"%PDF-1.4\n%" + SCRIPT, 1),
    "zip and pdf": _ZIP + pdf(),
    "page and pdf": SCRIPT + pdf(),
    "program and zip": b"MZ" + bytes(62) + _ZIP,
}
_ACTIVE = (SCRIPT, b"/JavaScript", b"alert(", b"<?php", b"__HALT_COMPILER", b"PK\x03\x04", b"MZ")


def check_inert(data: bytes) -> None:
    for mark in _ACTIVE:
        assert mark not in data


@pytest.mark.parametrize("name", POLYGLOTS)
def test_of_a_file_that_is_two_things_one_is_left_at_most(name: str) -> None:
    try:
        verdict, clean = cleaned(POLYGLOTS[name])
    except Unfit:
        return
    assert verdict.facts.media_type in {"image/jpeg", "application/pdf"}
    check_inert(clean)


def test_sabotage_a_polyglot_passed_on_is_noticed() -> None:
    unharmed = []
    for name, data in POLYGLOTS.items():
        try:
            check_inert(data)
        except AssertionError:
            continue
        unharmed.append(name)
    assert len(POLYGLOTS) == 20
    assert unharmed == []


def test_most_polyglots_are_made_into_something_harmless() -> None:
    """The guard above lets a refusal pass, so it must not be all that ever happens."""
    taken = [name for name in POLYGLOTS if fault_of(POLYGLOTS[name]) is None]
    assert {"jpeg and zip", "png and page", "pdf and zip", "webp and page"} <= set(taken)


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_a_word_file_of_the_old_kind_is_dangerous() -> None:
    assert fault_of(OLD_WORD) is Fault.MACROS


def test_an_empty_file_is_refused() -> None:
    assert fault_of(b"") is Fault.EMPTY
