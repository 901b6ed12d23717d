"""The program that makes copies of clean files to look at, hear and release; runs in the sandbox.

``task["deed"]`` says which one. Like ``clean`` it is never imported by what serves pages.
"""

from collections.abc import Callable
from typing import Any, BinaryIO

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import HEAD_BYTES, Format, format_of
from commonbeat.reports.rules.cleaning.verdicts import (
    Box,
    Facts,
    told_boxes,
    told_facts,
    told_fault,
)

type Verdict = dict[str, Any]

THUMBNAIL_SIDE = 320
VIEWING_SIDE = 2_000


def prepare(source: BinaryIO, sink: BinaryIO | None, task: dict[str, Any]) -> Callable[[], Verdict]:
    """Import what the deed needs, and return what does it."""
    try:
        deed = _DEEDS[task["deed"]](source, sink, task)
    except (Unfit, ImportError) as refusal:
        fault = refusal.fault if isinstance(refusal, Unfit) else Fault.NOT_INSTALLED
        verdict = told_fault(fault)
        return lambda: verdict
    return lambda: _verdict(deed)


def _verdict(deed: Callable[[], Facts | list[Box]]) -> Verdict:
    try:
        made = deed()
    except Unfit as refusal:
        return told_fault(refusal.fault)
    return told_facts(made) if isinstance(made, Facts) else told_boxes(made)


def _written(sink: BinaryIO | None) -> BinaryIO:
    if sink is None:
        raise ValueError("This deed writes a file.")
    return sink


def _smaller(source: BinaryIO, sink: BinaryIO | None, task: dict[str, Any]) -> Callable[[], Facts]:
    """A small still of a picture or a film."""
    from commonbeat.reports.rules.cleaning import copies, photo

    side = THUMBNAIL_SIDE if task["deed"] == "thumbnail" else VIEWING_SIDE
    out, form = _written(sink), format_of(source.read(HEAD_BYTES))
    photo.read_ahead(Format.JPEG)
    if form is Format.JPEG:
        return lambda: copies.smaller(source, out, side=side)
    from commonbeat.reports.rules.cleaning import playable

    return lambda: playable.poster(source, out, form, side=side)


def _playable(
    source: BinaryIO, sink: BinaryIO | None, _task: dict[str, Any]
) -> Callable[[], Facts]:
    from commonbeat.reports.rules.cleaning import playable

    out, form = _written(sink), format_of(source.read(HEAD_BYTES))
    return lambda: playable.playable(source, out, form)


def _faces(
    source: BinaryIO, _sink: BinaryIO | None, _task: dict[str, Any]
) -> Callable[[], list[Box]]:
    from commonbeat.reports.rules.cleaning import faces, photo

    photo.read_ahead(Format.JPEG)
    find = faces.read_model()
    return lambda: faces.find_faces(source, find)


def _hidden(source: BinaryIO, sink: BinaryIO | None, task: dict[str, Any]) -> Callable[[], Facts]:
    from commonbeat.reports.rules.cleaning import copies, photo

    photo.read_ahead(Format.JPEG)
    out, boxes = _written(sink), [Box.read(told) for told in task["boxes"]]
    return lambda: copies.hidden(source, out, boxes=boxes)


_DEEDS: dict[
    str,
    Callable[
        [BinaryIO, BinaryIO | None, dict[str, Any]], Callable[[], Facts] | Callable[[], list[Box]]
    ],
] = {
    "thumbnail": _smaller,
    "view": _smaller,
    "play": _playable,
    "faces": _faces,
    "hide": _hidden,
}
