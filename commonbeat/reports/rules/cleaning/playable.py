"""A copy of a film or sound that every browser plays: H.264 and AAC, in pieces, at most 720p."""

from fractions import Fraction
from typing import BinaryIO

import av
import av.container
import numpy
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.film import BROKEN, PIECES, SOUND_PIECES, opened, tracks
from commonbeat.reports.rules.cleaning.kinds import Format, Kind
from commonbeat.reports.rules.cleaning.photo import write_jpeg
from commonbeat.reports.rules.cleaning.verdicts import Facts

SHORTER_SIDE = 720
_POSTER_SECONDS = 1
_RATE = 48_000


def playable(source: BinaryIO, sink: BinaryIO, form: Format) -> Facts:
    """Write the first picture track and the first sound anew; raises ``Unfit``."""
    av.logging.set_level(None)
    try:
        with opened(source, form) as film:
            return _played(film, sink)
    except BROKEN as error:
        raise Unfit(Fault.BROKEN) from error


def poster(source: BinaryIO, sink: BinaryIO, form: Format, *, side: int) -> Facts:
    """Write one still of a film, about a second in; raises ``Unfit``."""
    av.logging.set_level(None)
    try:
        with opened(source, form) as film:
            seen = [track for track in tracks(film) if isinstance(track, VideoStream)]
            if not seen:
                raise Unfit(Fault.WRONG_KIND)
            frame = _still(film, seen[0])
            width, height = _within(side, frame.width, frame.height)
            small = frame.reformat(width, height, "rgb24", threads=1)
            drawn = Image.fromarray(numpy.ascontiguousarray(small.to_ndarray()))
            # Turned against the clock, as a player turns it.
            still = drawn.rotate(frame.rotation, expand=True)
    except BROKEN as error:
        raise Unfit(Fault.BROKEN) from error
    write_jpeg(still, sink)
    return Facts(Kind.PHOTO, "image/jpeg", *still.size)


def _within(side: int, width: int, height: int) -> tuple[int, int]:
    """Return both sides with the longer one at most ``side``."""
    scale = min(Fraction(1), Fraction(side, max(width, height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _still(film: av.container.InputContainer, track: VideoStream) -> VideoFrame:
    last = None
    for frame in film.decode(track):
        last = frame
        if frame.time is not None and frame.time >= _POSTER_SECONDS:
            break
    if last is None:
        raise Unfit(Fault.BROKEN)
    return last


def _played(film: av.container.InputContainer, sink: BinaryIO) -> Facts:
    found = tracks(film)
    seen = next((track for track in found if isinstance(track, VideoStream)), None)
    heard = next((track for track in found if isinstance(track, AudioStream)), None)
    options = {"fflags": "+bitexact", "movflags": PIECES}
    if seen is None:
        options |= {"movflags": SOUND_PIECES, "frag_duration": "5000000"}
    with av.open(sink, "w", format="mp4", container_options=options) as out:
        pictures = _Pictures(seen, out) if seen else None
        tones = _Tones(out) if heard else None
        for packet in film.demux([track for track in (seen, heard) if track]):
            for frame in packet.decode():
                if pictures and isinstance(frame, VideoFrame):
                    pictures.add(frame)
                if tones and isinstance(frame, AudioFrame):
                    tones.add(frame)
        for encoder in (pictures, tones):
            if encoder:
                encoder.end()
    seconds = round(film.duration / av.time_base, 1) if film.duration else None
    if seen is None:
        return Facts(Kind.SOUND, "audio/mp4", seconds=seconds)
    width, height = _size(seen.width, seen.height)
    return Facts(Kind.VIDEO, "video/mp4", width=width, height=height, seconds=seconds)


def _size(width: int, height: int) -> tuple[int, int]:
    """Return the sides with the shorter one at most 720, both even as the format wants them."""
    scale = min(Fraction(1), Fraction(SHORTER_SIDE, min(width, height)))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


class _Pictures:
    """Encodes the pictures of one track, each at its own time."""

    def __init__(self, track: VideoStream, out: av.container.OutputContainer) -> None:
        self._out = out
        self._track = track
        how = {"preset": "veryfast", "crf": "24", "threads": "1", "rc-lookahead": "10"}
        self._stream = out.add_stream("libx264", rate=track.guessed_rate or 25, options=how)
        self._stream.width, self._stream.height = _size(track.width, track.height)
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = track.time_base
        self._turned = False

    def add(self, frame: VideoFrame) -> None:
        """Encode one picture."""
        if frame.pts is None:
            return
        if not self._turned:
            # Players turn the picture; only the first one is asked, before the file has begun.
            self._stream.set_display_rotation(frame.rotation)
            self._turned = True
        small = frame.reformat(self._stream.width, self._stream.height, "yuv420p", threads=1)
        small.pict_type = 0
        self._out.mux(self._stream.encode(small))

    def end(self) -> None:
        """Encode what still waits."""
        self._out.mux(self._stream.encode(None))


class _Tones:
    """Encodes sound in stereo."""

    def __init__(self, out: av.container.OutputContainer) -> None:
        self._out = out
        self._stream = out.add_stream("aac", rate=_RATE, layout="stereo")

    def add(self, frame: AudioFrame) -> None:
        """Encode some sound."""
        self._out.mux(self._stream.encode(frame))

    def end(self) -> None:
        """Encode what still waits."""
        self._out.mux(self._stream.encode(None))
