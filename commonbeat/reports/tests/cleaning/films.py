"""Films and sounds that hide something, with as many words in them as their kind holds."""

import io
import struct
from collections.abc import Callable

import av
import numpy
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from commonbeat.reports.tests.cleaning.caged import CANARY

_WORD = CANARY.decode()
_WORDS = {
    "title": _WORD,
    "artist": _WORD,
    "comment": _WORD,
    "location": "+53.7600-002.7000/" + _WORD,
    "com.apple.quicktime.location.ISO6709": "+53.7600-002.7000/" + _WORD,
    "com.apple.quicktime.model": _WORD,
    "creation_time": "2020-01-02T03:04:05Z",
}
# A note between the pictures as cameras in cars leave it: SEI, user data unregistered.
_NOTE = bytes((0, 0, 0, 1, 6, 5, 16 + len(CANARY))) + bytes(range(16, 32)) + CANARY + b"\x80"


def film(
    muxer: str,
    *,
    video: str | None = "libx264",
    sound: str | None = "aac",
    words: bool = True,
    turned: int = 0,
    size: tuple[int, int] = (64, 48),
    frames: int = 25,
) -> bytes:
    """Return a second of film: its left third is red, as in the pictures."""
    out = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if muxer in {"mp4", "mov"} else {}
    with av.open(out, "w", format=muxer, container_options=options) as container:
        if words:
            container.metadata.update(_WORDS)
        screen = _screen(container, video, turned, size, words=words) if video else None
        voice = _voice(container, sound, words=words) if sound else None
        if screen:
            _show(container, screen, frames)
        if voice:
            _sing(container, voice)
    return out.getvalue()


def _screen(
    container: OutputContainer, codec: str, turned: int, size: tuple[int, int], *, words: bool
) -> VideoStream:
    stream = container.add_stream(codec, rate=25)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    if turned:
        stream.set_display_rotation(turned)
    if words:
        stream.metadata.update({"title": _WORD, "handler_name": _WORD})
    return stream


def _show(container: OutputContainer, stream: VideoStream, frames: int) -> None:
    dots = numpy.full((stream.height, stream.width, 3), 255, numpy.uint8)
    dots[:, : stream.width // 3] = (255, 0, 0)
    for _number in range(frames):
        container.mux(stream.encode(av.VideoFrame.from_ndarray(dots, format="rgb24")))
    container.mux(stream.encode(None))


def _voice(container: OutputContainer, codec: str, *, words: bool) -> AudioStream:
    stream = container.add_stream(codec, rate=48_000, layout="stereo")
    assert isinstance(stream, AudioStream)
    if words:
        stream.metadata["title"] = _WORD
    return stream


def _sing(container: OutputContainer, stream: AudioStream) -> None:
    tone = numpy.zeros((1, 2 * 48_000), numpy.int16)
    tone[0, ::4] = 9_000
    frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="stereo")
    frame.sample_rate, frame.pts = 48_000, 0
    container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def film_with_notes() -> bytes:
    """Return a bare H.264 stream's worth of notes inside an MP4."""
    plain = film("mp4", sound=None, words=False, frames=3)
    out = io.BytesIO()
    with (
        av.open(io.BytesIO(plain), mode="r") as source,
        av.open(out, "w", format="mp4") as container,
    ):
        stream = container.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is None:
                continue
            noted = av.Packet(_with_length(_NOTE) + bytes(packet))
            noted.pts, noted.dts, noted.time_base = packet.pts, packet.dts, packet.time_base
            noted.is_keyframe = packet.is_keyframe
            noted.stream = stream
            container.mux(noted)
    return out.getvalue()


def _with_length(unit: bytes) -> bytes:
    return struct.pack(">I", len(unit) - 4) + unit[4:]


def film_with_boxes_of_positions() -> bytes:
    """Return an MP4 with words and a place in boxes that readers skip."""
    place = struct.pack(">HH", 30, 0x15C7) + b"+53.76-002.70/" + CANARY
    inside = box(b"udta", box(b"\xa9xyz", place))
    plain = film("mp4", sound=None, words=False)
    return plain + box(b"free", CANARY) + box(b"uuid", bytes(16) + CANARY) + inside


def box(kind: bytes, body: bytes) -> bytes:
    """Return one box of an MP4."""
    return struct.pack(">I", len(body) + 8) + kind + body


def mp3_with_cover() -> bytes:
    """Return an MP3 with a picture in its tag and old tags behind its end."""
    plain = film("mp3", video=None, sound="libmp3lame")
    old = b"TAG" + CANARY.ljust(125, b"\0")
    ape = (
        b"APETAGEX" + struct.pack("<IIII", 2000, 32 + 24, 1, 0) + bytes(8) + CANARY.ljust(24, b"\0")
    )
    return plain + ape + old


def amr() -> bytes:
    """Return a second of silence as old telephones record it, with a word behind its end."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50 + CANARY


FILMS: dict[str, Callable[[], bytes]] = {
    "mp4 h264 aac": lambda: film("mp4"),
    "mp4 h265": lambda: film("mp4", video="libx265"),
    "mp4 notes between pictures": film_with_notes,
    "mp4 boxes of positions": film_with_boxes_of_positions,
    "mov h264 aac": lambda: film("mov"),
    "mov mpeg4 pcm": lambda: film("mov", video="mpeg4", sound="pcm_s16le"),
    "3gp": lambda: film("3gp"),
    "mkv h264 opus": lambda: film("matroska", sound="libopus"),
    "webm vp9 opus": lambda: film("webm", video="libvpx-vp9", sound="libopus"),
    "mp4 av1": lambda: film("mp4", video="libsvtav1"),
    "webm av1": lambda: film("webm", video="libsvtav1", sound="libopus"),
    "webm vp8": lambda: film("webm", video="libvpx", sound=None),
}
SOUNDS: dict[str, Callable[[], bytes]] = {
    "m4a": lambda: film("ipod", video=None),
    "mp3": mp3_with_cover,
    "aac": lambda: film("adts", video=None) + b"TAG" + CANARY.ljust(125, b"\0"),
    "ogg opus": lambda: film("ogg", video=None, sound="libopus"),
    "ogg flac": lambda: film("ogg", video=None, sound="flac"),
    "wav": lambda: film("wav", video=None, sound="pcm_s16le"),
    "wav 24 bit": lambda: film("wav", video=None, sound="pcm_s24le"),
    "amr": amr,
}
