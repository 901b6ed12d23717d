"""Copies to look at and to release: small, playable, and without a face that can be known."""

import io
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy
import pytest
from django.conf import settings
from PIL import Image

from commonbeat.core import sandbox
from commonbeat.core.sandbox import Program
from commonbeat.reports.rules.cleaning import (
    DERIVE,
    PLAY,
    Box,
    Fault,
    Kind,
    Unfit,
    copies,
    derive,
    hide_task,
    read_boxes,
    read_cleaned,
)
from commonbeat.reports.tests.cleaning import films
from commonbeat.reports.tests.cleaning.caged import CANARY, cleaned, derived
from commonbeat.reports.tests.pictures import check_nothing_hidden, exif, picture, saved

FACE = Path(settings.ROOT).parent / "shared" / "data" / "images" / "astronaut.png"


def test_a_thumbnail_is_small_and_bare() -> None:
    data = saved(picture((1_000, 600)), "JPEG", exif=exif())
    verdict, small = derived(DERIVE, data, {"deed": "thumbnail"}, read=read_cleaned)
    assert (verdict.facts.width, verdict.facts.height) == (320, 192)
    check_nothing_hidden(small)


def test_a_viewing_copy_has_two_thousand_dots_at_most() -> None:
    data = saved(picture((4_000, 3_000)), "JPEG")
    verdict, _copy = derived(DERIVE, data, {"deed": "view"}, read=read_cleaned)
    assert (verdict.facts.width, verdict.facts.height) == (2_000, 1_500)


@pytest.mark.parametrize("name", ["mp4 h265", "webm vp9 opus", "mov mpeg4 pcm", "mkv h264 opus"])
def test_every_film_becomes_one_that_browsers_play(name: str) -> None:
    _verdict, clean = cleaned(films.FILMS[name]())
    verdict, copy = derived(PLAY, clean, {"deed": "play"}, read=read_cleaned)
    assert verdict.facts.kind is Kind.VIDEO
    assert verdict.facts.media_type == "video/mp4"
    with av.open(io.BytesIO(copy), mode="r") as film:
        codecs = [stream.codec_context.codec.canonical_name for stream in film.streams]
        assert codecs == ["h264", "aac"]
        assert len(list(film.decode(video=0))) == 25


def large_film() -> bytes:
    return films.film("mp4", sound=None, words=False, size=(3_840, 2_160), frames=10)


def test_a_large_film_becomes_smaller_within_the_limits_of_the_sandbox() -> None:
    verdict, copy = derived(PLAY, large_film(), {"deed": "play"}, read=read_cleaned)
    assert (verdict.facts.width, verdict.facts.height) == (1_280, 720)
    assert verdict.size == len(copy)


@pytest.mark.parametrize("turned", [90, 180, -90])
def test_a_turned_film_is_shown_upright(turned: int) -> None:
    data = films.film("mp4", sound=None, words=False, turned=turned)
    _verdict, copy = derived(PLAY, data, {"deed": "play"}, read=read_cleaned)
    with av.open(io.BytesIO(copy), mode="r") as film:
        assert abs(next(film.decode(video=0)).rotation) == abs(turned)
    verdict, still = derived(DERIVE, data, {"deed": "thumbnail"}, read=read_cleaned)
    upright = (48, 64) if abs(turned) == 90 else (64, 48)
    assert Image.open(io.BytesIO(still)).size == upright
    assert (verdict.facts.width, verdict.facts.height) == upright


# A machine with so many processors that a thread for each would need more than the sandbox has.
MANY_PROCESSORS = (
    "import ctypes, pathlib, av; "
    "found = pathlib.Path(av.__file__).parent.with_name('av.libs').glob('libavutil*'); "
    "ctypes.CDLL(str(next(found))).av_cpu_force_count(250); "
)
IN_THE_CAGE = "from commonbeat.core import cage; cage.main()"
AUTOMATIC = (
    "from commonbeat.reports.rules.cleaning import film; film.use_one_thread = lambda film: None; "
)


HALF_THE_MEMORY = replace(DERIVE, memory_bytes=DERIVE.memory_bytes // 2)


def still_of(data: bytes, program: Program = DERIVE) -> tuple[int, int]:
    _verdict, clean = cleaned(data)
    _verdict, still = derived(program, clean, {"deed": "thumbnail"}, read=read_cleaned)
    return Image.open(io.BytesIO(still)).size


@pytest.mark.parametrize("name", films.FILMS)
def test_every_film_has_its_still(name: str) -> None:
    assert still_of(films.FILMS[name]()) == (64, 48)


def test_a_large_film_has_its_still_on_a_machine_with_many_processors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_CAGE", ("-I", "-c", MANY_PROCESSORS + IN_THE_CAGE))
    assert still_of(large_film(), HALF_THE_MEMORY) == (320, 180)


def test_sabotage_a_thread_for_each_processor_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    program = MANY_PROCESSORS + AUTOMATIC + IN_THE_CAGE
    monkeypatch.setattr(sandbox, "_CAGE", ("-I", "-c", program))
    with pytest.raises(Unfit, match=Fault.BROKEN):
        still_of(large_film(), HALF_THE_MEMORY)


@pytest.mark.parametrize("name", ["mp3", "amr", "wav", "ogg opus"])
def test_every_sound_becomes_one_that_browsers_play(name: str) -> None:
    _verdict, clean = cleaned(films.SOUNDS[name]())
    verdict, copy = derived(PLAY, clean, {"deed": "play"}, read=read_cleaned)
    assert verdict.facts.media_type == "audio/mp4"
    assert CANARY not in copy


BOX = Box(0.25, 0.25, 0.5, 0.5)


def stripes() -> Image.Image:
    """Return a picture whose every dot differs from its neighbours."""
    noise = numpy.random.default_rng(7).integers(0, 256, (200, 200, 3), numpy.uint8)
    return Image.fromarray(noise)


def check_unknowable(data: bytes) -> None:
    """No more than five coarse blocks along each side are left within the box."""
    inside = Image.open(io.BytesIO(data)).convert("RGB").crop((52, 52, 148, 148))
    dots = numpy.asarray(inside, numpy.int16)
    changes = numpy.abs(numpy.diff(dots, axis=1)).max(axis=2) > 40
    assert changes.sum(axis=1).max() <= 2 * 5


def test_what_lies_in_a_box_cannot_be_known() -> None:
    data = saved(stripes(), "JPEG", quality=95)
    verdict, copy = derived(DERIVE, data, hide_task([BOX]), read=read_cleaned)
    check_unknowable(copy)
    assert (verdict.facts.width, verdict.facts.height) == (200, 200)


def test_what_lies_outside_the_boxes_stays() -> None:
    data = saved(stripes(), "JPEG", quality=95)
    _verdict, copy = derived(DERIVE, data, hide_task([BOX]), read=read_cleaned)
    before = numpy.asarray(Image.open(io.BytesIO(data)), numpy.int16)[:24]
    after = numpy.asarray(Image.open(io.BytesIO(copy)), numpy.int16)[:24]
    assert numpy.abs(before - after).mean() < 20


def test_sabotage_a_box_not_hidden_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_hide", lambda *_args: None)
    out = io.BytesIO()
    copies.hidden(io.BytesIO(saved(stripes(), "JPEG", quality=95)), out, boxes=[BOX])
    with pytest.raises(AssertionError):
        check_unknowable(out.getvalue())


@pytest.mark.parametrize(
    "box",
    [Box(0, 0, 1, 1), Box(0.99, 0.99, 1, 1), Box(0, 0.5, 0.001, 0.001), Box(0.9, 0, 0.5, 1)],
)
def test_a_box_at_the_edge_stays_within_the_picture(box: Box) -> None:
    left, top, right, bottom = copies.place(box, (640, 480))
    assert 0 <= left < right <= 640 and 0 <= top < bottom <= 480


@pytest.mark.parametrize("told", [{}, {"boxes": 3}, {"boxes": [{"x": 2}]}, {"boxes": [None]}])
def test_boxes_that_are_none_are_not_taken(told: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_boxes(told)


def test_a_box_of_no_number_is_not_taken() -> None:
    told = {"x": "nan", "y": 0, "width": 1, "height": 1, "score": 1}
    with pytest.raises(ValueError):
        Box.read(told)


def test_no_face_is_found_where_there_is_none() -> None:
    data = saved(picture((800, 600)), "JPEG")
    found, _nothing = _faces(data)
    assert found == []


def _faces(data: bytes) -> tuple[list[Box], bytes]:
    return derived(DERIVE, data, {"deed": "faces"}, read=read_boxes)


def test_a_site_without_the_part_for_faces_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.delitem(sys.modules, "commonbeat.reports.rules.cleaning.faces", raising=False)
    told = derive.prepare(io.BytesIO(), None, {"deed": "faces"})()
    with pytest.raises(Unfit) as refusal:
        read_boxes(told)
    assert refusal.value.fault is Fault.NOT_INSTALLED


@pytest.mark.acceptance
@pytest.mark.skipif(not FACE.is_file(), reason=f"the photograph of a face is not there: {FACE}")
def test_a_real_face_is_found_and_cannot_be_found_again() -> None:
    _verdict, clean = cleaned(FACE.read_bytes())
    found, _nothing = _faces(clean)
    assert len(found) == 1
    [face] = found
    # Measured by eye in the photograph: the face is about its middle third, high up.
    assert 0.3 < face.x < 0.4 and 0.05 < face.y < 0.2 and 0.1 < face.width < 0.25
    _made, copy = derived(DERIVE, clean, hide_task(found), read=read_cleaned)
    assert _faces(copy)[0] == []
    check_nothing_hidden(copy)
