"""Video and sound: what is seen and heard stays, and nothing else; nothing is fetched."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream

from commonbeat.core.tests.test_sandbox import check_nobody_called, listener
from commonbeat.reports.rules.cleaning import Fault, Kind, Unfit, film
from commonbeat.reports.rules.cleaning.kinds import HEAD_BYTES, Format, format_of
from commonbeat.reports.tests.cleaning import films
from commonbeat.reports.tests.cleaning.caged import CANARY, cleaned, fault_of
from commonbeat.reports.tests.cleaning.films import FILMS, SOUNDS, box

EXIFTOOL = shutil.which("exiftool")


def check_no_canary(clean: bytes, folder: Path) -> None:
    """Look for the word in the bytes and in what exiftool makes of them."""
    assert CANARY not in clean
    assert CANARY.decode().encode("utf-16-le") not in clean
    assert b"+53.76" not in clean
    if EXIFTOOL:
        path = folder / "clean"
        path.write_bytes(clean)
        told = subprocess.run(
            [EXIFTOOL, "-a", "-u", "-ee", "-G1", str(path)], capture_output=True, check=False
        ).stdout
        assert told and CANARY not in told
        assert b"GPS" not in told and b"2020:01:02" not in told


@pytest.mark.parametrize("name", FILMS)
def test_a_film_keeps_its_pictures_and_loses_its_words(name: str, tmp_path: Path) -> None:
    data = FILMS[name]()
    assert CANARY in data
    verdict, clean = cleaned(data)
    check_no_canary(clean, tmp_path)
    assert verdict.facts.kind is Kind.VIDEO
    assert verdict.facts.media_type in {"video/mp4", "video/webm", "video/3gpp"}
    assert (verdict.facts.width, verdict.facts.height) == (64, 48)
    assert shown(clean) == shown(data)


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_keeps_its_tones_and_loses_its_words(name: str, tmp_path: Path) -> None:
    data = SOUNDS[name]()
    verdict, clean = cleaned(data)
    check_no_canary(clean, tmp_path)
    assert verdict.facts.kind is Kind.SOUND
    assert verdict.facts.media_type.startswith("audio/")
    # A word behind the end of an AMR is no sound, and nobody can play it.
    assert abs(heard(clean) - heard(data.removesuffix(CANARY))) < 3_000


def test_sabotage_words_taken_for_sound_are_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(film, "_AMR_BYTES", {})
    data, sink = SOUNDS["amr"](), io.BytesIO()
    film.clean_film(io.BytesIO(data), sink, format_of(data[:HEAD_BYTES]))
    with pytest.raises(AssertionError):
        check_no_canary(sink.getvalue(), tmp_path)


@pytest.mark.parametrize("name", [*FILMS, *SOUNDS])
def test_sabotage_a_cleaner_that_passes_films_on_is_noticed(name: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        check_no_canary((FILMS | SOUNDS)[name](), tmp_path)


def test_sabotage_notes_left_between_the_pictures_are_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(film, "_NOTES", {})
    data, sink = FILMS["mp4 notes between pictures"](), io.BytesIO()
    film.clean_film(io.BytesIO(data), sink, format_of(data[:HEAD_BYTES]))
    with pytest.raises(AssertionError):
        check_no_canary(sink.getvalue(), tmp_path)


def shown(data: bytes) -> int:
    with av.open(io.BytesIO(data), mode="r") as container:
        return len(list(container.decode(video=0)))


def heard(data: bytes) -> int:
    with av.open(io.BytesIO(data), mode="r") as container:
        return sum([frame.samples for frame in container.decode(audio=0)])


@pytest.mark.parametrize("turned", [90, 180, -90])
@pytest.mark.parametrize("muxer", ["mp4", "mov"])
def test_a_film_that_was_turned_stays_turned(muxer: str, turned: int) -> None:
    data = films.film(muxer, sound=None, turned=turned)
    _verdict, clean = cleaned(data)
    assert _rotation(clean) == _rotation(data) != 0


def _rotation(data: bytes) -> int:
    with av.open(io.BytesIO(data), mode="r") as container:
        return next(container.decode(video=0)).rotation


def test_samples_of_a_recorder_are_kept_bit_by_bit() -> None:
    data = films.film("wav", video=None, sound="pcm_s16le", words=False)
    _verdict, clean = cleaned(data)
    assert _samples(clean) == _samples(data)


def _samples(data: bytes) -> bytes:
    with av.open(io.BytesIO(data), mode="r") as container:
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=48_000)
        return b"".join(
            part.to_ndarray().tobytes()
            for frame in container.decode(audio=0)
            for part in resampler.resample(frame)
        )


def test_a_cover_is_not_a_film() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("mjpeg", rate=1)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "yuvj420p"
        frame = av.VideoFrame(16, 16, "yuvj420p")
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert fault_of(out.getvalue()) is Fault.WRONG_KIND


def test_a_film_that_ends_early_keeps_what_there_is() -> None:
    whole = films.film("matroska", sound=None, words=False, frames=50)
    _verdict, clean = cleaned(whole[: len(whole) * 2 // 3])
    assert 0 < shown(clean) < 50


@pytest.mark.parametrize("cut", [40, 200, 600])
def test_a_film_without_its_index_is_refused(cut: int) -> None:
    assert fault_of(films.film("mp4", words=False)[:cut]) is Fault.BROKEN


def _referring_mp4(url: bytes) -> bytes:
    """Return an MP4 whose data is said to be elsewhere (a data reference box)."""
    data = films.film("mov", sound=None, words=False)
    inner = box(b"url ", bytes((0, 0, 0, 1)))
    outer = box(b"url ", bytes(4) + url + b"\0")
    at = data.index(inner)
    grown = len(outer) - len(inner)
    changed = bytearray(data[:at] + outer + data[at + len(inner) :])
    for name in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place = data.rindex(name, 0, at) - 4
        changed[place : place + 4] = (int.from_bytes(data[place : place + 4]) + grown).to_bytes(4)
    return bytes(changed)


def _luring(port: int) -> dict[str, bytes]:
    url = b"http://127.0.0.1:%d/x" % port
    hls = b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\n" + url + b".ts\n#EXT-X-ENDLIST\n"
    concat = b"ffconcat version 1.0\nfile " + url + b"\n"
    dash = b"<MPD><BaseURL>" + url + b"</BaseURL></MPD>"
    return {
        "playlist": hls,
        "playlist behind a film's first box": box(b"ftyp", b"mp42\0\0\0\0mp42") + hls,
        "playlist in the data of a film": box(b"ftyp", b"isom\0\0\0\0isom") + box(b"mdat", hls),
        "playlist behind a sound's mark": b"#!AMR\n" + hls,
        "playlist in a WAV": b"RIFF" + b"\xff\0\0\0WAVE" + hls,
        "list": concat,
        "dash": dash,
        "address of other data": _referring_mp4(url),
        "address on the disk": _referring_mp4(b"file:///etc/passwd"),
        "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='" + url + b"'/></svg>",
        "session": b"v=0\nc=IN IP4 127.0.0.1\nm=video %d RTP/AVP 96\n" % port,
        "tape": b"OggS\0\2" + bytes(21) + url,
    }


@pytest.mark.parametrize("name", _luring(1))
def test_a_file_that_names_an_address_has_nobody_go_there(name: str) -> None:
    with listener() as server:
        fault_of(_luring(server.getsockname()[1])[name])
        check_nobody_called(server)


@pytest.mark.parametrize("name", _luring(1))
def test_the_reader_itself_goes_nowhere_without_its_cage(name: str) -> None:
    with listener() as server:
        _read_uncaged(_luring(server.getsockname()[1])[name])
        check_nobody_called(server)


def _read_uncaged(data: bytes) -> None:
    try:
        film.clean_film(io.BytesIO(data), io.BytesIO(), Format.MP4)
    except Unfit:
        return


def test_sabotage_a_reader_that_follows_playlists_is_noticed(tmp_path: Path) -> None:
    """The same playlist, opened as a careless program opens files: somebody does go there."""
    with listener() as server:
        path = tmp_path / "film.m3u8"
        path.write_bytes(_luring(server.getsockname()[1])["playlist"])
        server.settimeout(20)
        caller = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import av, sys; av.open(sys.argv[1], format='hls', timeout=1,"
                " options={'allowed_extensions': 'ALL', 'protocol_whitelist': 'file,tcp,http'})",
                str(path),
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            server.accept()[0].close()
        finally:
            caller.kill()
            caller.wait()
