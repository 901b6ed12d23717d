"""Documents: their words or their looks are kept; archives that burst are never unpacked."""

import io
import resource
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from commonbeat.core import sandbox
from commonbeat.core.sandbox import End, Program
from commonbeat.reports.rules.cleaning import Fault, Kind, words
from commonbeat.reports.rules.cleaning.faults import Unfit
from commonbeat.reports.tests.cleaning import papers
from commonbeat.reports.tests.cleaning.caged import CANARY, cleaned, fault_of
from commonbeat.reports.tests.cleaning.papers import DOCUMENTS, SAID, archive, open_text, word

EXIFTOOL = shutil.which("exiftool")
MEASURED = Program("commonbeat.reports.tests.cleaning.measured")


def check_no_author(clean: bytes, folder: Path) -> None:
    assert CANARY not in clean
    assert b"/Author" not in clean and b"/JavaScript" not in clean
    if EXIFTOOL:
        path = folder / "clean"
        path.write_bytes(clean)
        told = subprocess.run([EXIFTOOL, "-a", "-u", str(path)], capture_output=True, check=False)
        assert told.stdout and CANARY not in told.stdout


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_loses_whoever_wrote_it(name: str, tmp_path: Path) -> None:
    verdict, clean = cleaned(DOCUMENTS[name]())
    check_no_author(clean, tmp_path)
    assert verdict.facts.kind is Kind.DOCUMENT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sabotage_a_document_passed_on_is_noticed(name: str, tmp_path: Path) -> None:
    data = DOCUMENTS[name]()
    if zipfile.is_zipfile(io.BytesIO(data)):
        # Packed, a word is not seen in the bytes: so much for those who have no exiftool.
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            data = b"".join(opened.read(part) for part in opened.namelist())
    with pytest.raises(AssertionError):
        check_no_author(data, tmp_path)


@pytest.mark.parametrize("name", ["docx", "odt"])
def test_the_words_of_a_document_are_kept(name: str) -> None:
    verdict, clean = cleaned(DOCUMENTS[name]())
    assert clean.decode().strip() == SAID
    assert verdict.facts.media_type == "text/plain"


def test_a_pdf_looks_as_before() -> None:
    verdict, clean = cleaned(papers.pdf())
    assert verdict.facts.pages == 1
    page = pypdfium2.PdfDocument(clean)[0]
    assert page.get_size() == (200, 100)
    drawn = page.render().to_pil().convert("RGB")
    red, white = drawn.getpixel((20, 50)), drawn.getpixel((150, 50))
    assert isinstance(red, tuple) and isinstance(white, tuple)
    assert red[0] > 200 and red[1] < 80 and min(white) > 230
    assert not list(page.get_textpage().get_text_range())


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    for _page in range(201):
        document.new_page(100, 100)
    out = io.BytesIO()
    document.save(out)
    assert fault_of(out.getvalue()) is Fault.TOO_LONG


def test_a_pdf_page_as_large_as_a_field_is_drawn_coarser_or_refused() -> None:
    for side, fault in ((10_000, None), (14_401, Fault.TOO_MANY_PIXELS)):
        document = pypdfium2.PdfDocument.new()
        document.new_page(side, side)
        out = io.BytesIO()
        document.save(out)
        assert fault_of(out.getvalue()) is fault


def test_a_broken_pdf_is_refused() -> None:
    assert fault_of(b"%PDF-1.7\n" + bytes(100)) is Fault.BROKEN


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zażółć gęślą jaźń".encode(), "Zażółć gęślą jaźń"),
        ("\ufeffhello".encode(), "hello"),
        ("hello\r\nthere".encode("utf-16"), "hello\nthere"),
        ("café".encode("cp1252"), "café"),
        ("a\u202eb\u0085c".encode(), "abc"),
    ],
)
def test_text_is_kept_without_what_does_not_show(data: bytes, text: str) -> None:
    _verdict, clean = cleaned(data)
    assert clean.decode() == text


def test_text_without_an_end_is_refused() -> None:
    assert fault_of(b"x" * (5 * 1024 * 1024 + 1)) is Fault.TOO_BIG


BURSTING: dict[str, Callable[[], bytes]] = {
    "one file of a gigabyte": papers.bomb,
    "one file named 900 times": papers.overlapping_bomb,
    "10,000 files": papers.many,
    "5,000 files called one": papers.lying_about_count,
    "archives in archives": papers.nested,
    "symbolic link": papers.with_link,
    "up and out": lambda: word({"../../etc/cron.d/x": b"x"}),
    "from the root": lambda: word({"/etc/cron.d/x": b"x"}),
    "up with the other slash": lambda: word({"..\\..\\x": b"x"}),
}


def check_not_unpacked(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    def unpack(*_asked: object, **_how: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    with pytest.raises(Unfit):
        words.clean_office(io.BytesIO(data), io.BytesIO())


@pytest.mark.parametrize("name", BURSTING)
def test_an_archive_that_bursts_is_refused_before_it_is_unpacked(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = BURSTING[name]()
    check_not_unpacked(monkeypatch, data)


@pytest.mark.parametrize("name", BURSTING)
def test_an_archive_that_bursts_costs_little(name: str) -> None:
    data = BURSTING[name]()
    honest = measured(word())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    told = measured(data)
    took = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert told["fault"] in {"too-much-inside", "broken", "wrong-kind"}
    assert told["peak_kib"] - honest["peak_kib"] < 100 * 1024
    # Of the processor: the clock on the wall belongs to everybody on this machine.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
    assert took < MEASURED.wall_seconds


def measured(data: bytes) -> dict[str, Any]:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        source.write(data)
        source.flush()
        source.seek(0)
        return sandbox.run(
            MEASURED, source=End(source.fileno()), sink=End(sink.fileno()), read=dict
        )


def test_sabotage_an_archive_unpacked_first_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MAX_UNPACKED_BYTES", 10**12)
    monkeypatch.setattr(words, "MAX_RATIO", 10**6)
    with pytest.raises(AssertionError, match="unpacked"):
        check_not_unpacked(monkeypatch, papers.bomb(50 * 1024 * 1024))


def test_sabotage_memory_that_a_bomb_takes_is_seen() -> None:
    assert measured(b"word " * 900_000)["peak_kib"] - measured(b"word")["peak_kib"] > 4_000


def test_an_index_that_lies_about_the_words_ends_the_reading() -> None:
    assert fault_of(papers.lying_about_size()) in {Fault.BROKEN, Fault.TOO_MUCH_INSIDE}


def test_a_locked_archive_says_so() -> None:
    data = bytearray(word())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + place] |= 1
    assert fault_of(bytes(data)) is Fault.LOCKED


@pytest.mark.parametrize(
    "declared", [papers.LAUGHS + "]>", papers.OUTSIDE, "<!DOCTYPE x SYSTEM 'http://127.0.0.1/x'>"]
)
def test_words_that_declare_something_are_refused(declared: str) -> None:
    assert fault_of(open_text("<t:p>&e;</t:p>", declared=declared)) is Fault.BROKEN


def test_words_nested_without_end_are_refused() -> None:
    assert fault_of(open_text("<t:s>" * 300 + "</t:s>" * 300)) is Fault.BROKEN


MACROS: dict[str, Callable[[], bytes]] = {
    "docm": lambda: word({"word/vbaProject.bin": b"x"}),
    "docm called docx": lambda: word({"word/VBAPROJECT.BIN": b"x"}),
    "macro type": lambda: word(
        types=b"<Types><Override ContentType='x.macroEnabled.main'/></Types>"
    ),
    "active control": lambda: word({"word/activeX/activeX1.bin": b"x"}),
    "odt with basic": lambda: archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<x/>",
            "Basic/Standard/Module1.xml": b"x",
        }
    ),
}


@pytest.mark.parametrize("name", MACROS)
def test_a_document_with_a_macro_is_dangerous(name: str) -> None:
    assert fault_of(MACROS[name]()) is Fault.MACROS


def test_sabotage_macros_that_nobody_looks_for_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_MACROS", ())
    words.clean_office(io.BytesIO(MACROS["docm"]()), io.BytesIO())


def test_any_other_archive_is_refused() -> None:
    assert fault_of(archive({"a.txt": b"x"})) is Fault.WRONG_KIND
    assert fault_of(archive({"xl/workbook.xml": b"x", "[Content_Types].xml": b"x"})) in {
        Fault.WRONG_KIND
    }
