"""The program that makes one file of a stranger safe; runs in the sandbox.

It goes by what the first bytes say, whatever the file is called; the reader of that format has
the last word. Never imported by what serves pages: its libraries belong in the sandbox alone.
"""

from collections.abc import Callable
from typing import Any, BinaryIO

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import (
    FILMS,
    HEAD_BYTES,
    PHOTOS,
    Format,
    format_of,
)
from commonbeat.reports.rules.cleaning.verdicts import Facts, told_facts, told_fault

type Cleaner = Callable[[BinaryIO, BinaryIO], Facts]


def prepare(
    source: BinaryIO, sink: BinaryIO, _task: dict[str, Any]
) -> Callable[[], dict[str, Any]]:
    """Look which kind the file is, import its reader, and return what will make it safe."""
    try:
        clean = _cleaner(format_of(source.read(HEAD_BYTES)))
    except Unfit as refusal:
        verdict = told_fault(refusal.fault)
        return lambda: verdict
    return lambda: _verdict(clean, source, sink)


def _verdict(clean: Cleaner, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    try:
        return told_facts(clean(source, sink))
    except Unfit as refusal:
        return told_fault(refusal.fault)


def _cleaner(form: Format) -> Cleaner:
    if form in PHOTOS:
        from commonbeat.reports.rules.cleaning import photo

        photo.read_ahead(form)
        return lambda source, sink: photo.clean_photo(source, sink, form)
    if form in {Format.TEXT, Format.OFFICE}:
        from commonbeat.reports.rules.cleaning import words

        return words.clean_text if form is Format.TEXT else words.clean_office
    try:
        if form in FILMS:
            from commonbeat.reports.rules.cleaning import film

            return lambda source, sink: film.clean_film(source, sink, form)
        from commonbeat.reports.rules.cleaning import papers, photo

        photo.read_ahead(Format.JPEG)
        return papers.clean_pdf
    except ImportError as missing:
        raise Unfit(Fault.NOT_INSTALLED) from missing
