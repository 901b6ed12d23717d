"""Making video and sound safe: their pictures and sounds move into a new file, and nothing else.

What is heard and seen is not encoded again, so that evidence keeps its quality; titles, places,
chapters, covers, tracks of positions and the notes of the camera stay behind. The reader gets one
open file and a fixed format, so that a playlist inside can name nothing that would be fetched.
"""

import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

import av
import av.container
import av.subtitles.stream
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.packet import Packet
from av.video.stream import VideoStream

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import Format, Kind
from commonbeat.reports.rules.cleaning.verdicts import Facts

type Track = VideoStream | AudioStream
type AnyPacket = Packet[Any]

MAX_TRACKS = 4
# An index at the start that names nothing, and then pieces that never need a look back.
SOUND_PIECES = "empty_moov+default_base_moof"
PIECES = f"{SOUND_PIECES}+frag_keyframe"
_DEMUXERS = {
    Format.MP4: "mov",
    Format.MATROSKA: "matroska",
    Format.OGG: "ogg",
    Format.MP3: "mp3",
    Format.AAC: "aac",
    Format.WAV: "wav",
    Format.AMR: "amr",
}
# Notes between the pictures (H.264 and H.265 SEI, AV1 metadata), by the numbers of their units.
_NOTES = {"h264": "6", "hevc": "39-40", "av1": "5"}
# How long a piece of the sound of old telephones is, by what its first byte says.
_AMR_BYTES = {
    "amr_nb": (13, 14, 16, 18, 20, 21, 27, 32, 6, *6 * (0,), 1),
    "amr_wb": (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, *4 * (0,), 1, 1),
}
BROKEN = (av.FFmpegError, ValueError, OSError, MemoryError, EOFError, IndexError)


@dataclass(frozen=True, slots=True)
class _Target:
    """A kind of file that can grow at its end alone, and what it can hold."""

    muxer: str
    video: str | None
    sound: str | None
    codecs: frozenset[str]
    # The only reader whose packets it takes as they are, if not all.
    source: str | None = None


_TARGETS = (
    _Target("webm", "video/webm", None, frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})),
    _Target("ogg", None, "audio/ogg", frozenset({"opus", "vorbis"})),
    _Target("adts", None, "audio/aac", frozenset({"aac"}), "aac"),
    _Target("mp3", None, "audio/mpeg", frozenset({"mp3"})),
    _Target(
        "mp4",
        "video/mp4",
        "audio/mp4",
        frozenset({"h264", "hevc", "av1", "vp9", "mpeg4", "aac", "mp3", "opus", "flac", "alac"}),
    ),
    _Target(
        "3gp",
        "video/3gpp",
        "audio/3gpp",
        frozenset({"h263", "h264", "mpeg4", "aac", "amr_nb", "amr_wb"}),
    ),
)


def clean_film(source: BinaryIO, sink: BinaryIO, form: Format) -> Facts:
    """Write the pictures and sounds of a film to ``sink``, which only grows; raises ``Unfit``."""
    av.logging.set_level(None)
    try:
        _check_plays(source, form)
        with opened(source, form) as film:
            return _moved(film, tracks(film), sink)
    except BROKEN as error:
        raise Unfit(Fault.BROKEN) from error


def _no_other(*_asked: object) -> NoReturn:
    """Refuse whatever else a file would have its reader open."""
    raise PermissionError


@contextmanager
def opened(source: BinaryIO, form: Format) -> Iterator[av.container.InputContainer]:
    """Open a film as the one format that it is, with nothing beside it within reach."""
    source.seek(0)
    with av.open(
        source,
        mode="r",
        format=_DEMUXERS[form],
        container_options={"protocol_whitelist": "none", "format_whitelist": _DEMUXERS[form]},
        io_open=_no_other,
    ) as film:
        use_one_thread(film)
        yield film


def use_one_thread(film: av.container.InputContainer) -> None:
    """Read in one thread: one for each processor would need more memory than the sandbox has."""
    for stream in film.streams:
        if isinstance(stream, VideoStream | AudioStream):
            stream.codec_context.thread_count = 1


def tracks(film: av.container.InputContainer) -> list[Track]:
    """Return what is seen and heard: no covers, no words, no positions; raises ``Unfit``."""
    found: list[Track] = [
        stream
        for stream in film.streams
        if isinstance(stream, VideoStream | AudioStream)
        and not stream.disposition & av.stream.Disposition.attached_pic
    ]
    if not found or len(found) > MAX_TRACKS:
        raise Unfit(Fault.WRONG_KIND)
    return found


def _check_plays(source: BinaryIO, form: Format) -> None:
    """Let each track show its first picture or sound, so that a false name is noticed."""
    with opened(source, form) as film:
        for track in tracks(film):
            film.seek(0)
            if next(iter(film.decode(track)), None) is None:
                raise Unfit(Fault.BROKEN)


def codec(track: Track) -> str:
    """Return the common name of what a track is encoded with."""
    return track.codec_context.codec.canonical_name


def _moved(film: av.container.InputContainer, found: list[Track], sink: BinaryIO) -> Facts:
    seen = [track for track in found if isinstance(track, VideoStream)]
    target = _target({_kept_as(track) for track in found}, film.format.name, moving=bool(seen))
    options = {"fflags": "+bitexact"}
    if target.muxer in {"mp4", "3gp"}:
        options["movflags"] = PIECES if seen else SOUND_PIECES
        options |= {} if seen else {"frag_duration": "5000000"}
    if target.muxer == "mp3":
        options |= {"id3v2_version": "0", "write_xing": "0"}
    with av.open(sink, "w", format=target.muxer, container_options=options) as out:
        movers = {track.index: _mover(track, out) for track in found}
        for packet in film.demux(found):
            movers[packet.stream.index].move(packet)
        for mover in movers.values():
            mover.end()
    media_type = target.video if seen else target.sound
    assert media_type is not None
    width, height = (seen[0].width, seen[0].height) if seen else (None, None)
    seconds = round(film.duration / av.time_base, 1) if film.duration else None
    kind = Kind.VIDEO if seen else Kind.SOUND
    return Facts(kind, media_type, width=width, height=height, seconds=seconds)


def _kept_as(track: Track) -> str:
    # Bare samples have no home in a file that only grows: FLAC keeps each of them.
    return "flac" if codec(track).startswith("pcm_") else codec(track)


def _target(codecs: set[str], source: str, *, moving: bool) -> _Target:
    for target in _TARGETS:
        fits = target.video if moving else target.sound
        if fits and codecs <= target.codecs and target.source in (None, source):
            return target
    raise Unfit(Fault.WRONG_KIND)


def _mover(track: Track, out: av.container.OutputContainer) -> "_Mover":
    if isinstance(track, AudioStream) and codec(track).startswith("pcm_"):
        return _Encoder(track, out)
    return _Mover(track, out)


class _Mover:
    """Takes the packets of one track over, without the notes between them."""

    def __init__(self, track: Track, out: av.container.OutputContainer) -> None:
        self._out = out
        self._waiting: list[AnyPacket] = []
        # As it is: what reads AV1 cannot write it, and nothing is encoded here.
        self._track: Track = out.add_stream_from_template(track, opaque=True)
        self._track.metadata.clear()
        self._kind = kind = codec(track)
        self._filter = (
            BitStreamFilterContext(f"filter_units=remove_types={_NOTES[kind]}", track, self._track)
            if kind in _NOTES
            else None
        )
        preface = self._track.codec_context.extradata
        if preface and kind in _PREFACES:
            self._track.codec_context.extradata = _PREFACES[kind](preface)

    def move(self, packet: AnyPacket) -> None:
        """Take one packet over; the empty one at the end of a track is not for here."""
        if not packet.size:
            return
        if packet.dts is None:
            # Matroska leaves out when the first pictures are to be decoded: before the next one.
            self._waiting.append(packet)
            return
        step = packet.duration or 1
        for number, early in enumerate(reversed(self._waiting), start=1):
            early.dts = packet.dts - number * step
        self._pass([*self._waiting, packet])

    def end(self) -> None:
        """Take over what still waits."""
        for late in self._waiting:
            late.dts = late.pts
        self._pass(self._waiting)
        if self._filter:
            self._write(self._filter.filter(None))

    def _pass(self, packets: list[AnyPacket]) -> None:
        self._waiting = []
        for packet in packets:
            self._write(self._filter.filter(packet) if self._filter else [packet])

    def _write(self, packets: list[AnyPacket]) -> None:
        for packet in packets:
            if not _is_sound(self._kind, packet):
                continue
            packet.stream = self._track
            self._out.mux(packet)


def _is_sound(kind: str, packet: AnyPacket) -> bool:
    """Say whether a packet can be sound: words behind the end of an AMR are read as more of it."""
    sizes = _AMR_BYTES.get(kind)
    if sizes is None:
        return True
    rest = bytes(packet)
    while rest:
        size = sizes[rest[0] >> 3 & 15]
        if rest[0] & 0x83 or not size or len(rest) < size:
            return False
        rest = rest[size:]
    return True


class _Encoder(_Mover):
    """Puts bare samples into FLAC, which loses nothing of them."""

    def __init__(self, track: AudioStream, out: av.container.OutputContainer) -> None:
        self._out = out
        self._source = track
        deep = track.codec_context.format.bytes > 2
        self._encoder = out.add_stream("flac", rate=track.rate, layout=track.layout)
        self._encoder.codec_context.format = av.AudioFormat("s32" if deep else "s16")

    def move(self, packet: AnyPacket) -> None:
        for frame in self._source.decode(packet):
            self._out.mux(self._encoder.encode(frame))

    def end(self) -> None:
        self._out.mux(self._encoder.encode(None))


def _bare_vorbis(preface: bytes) -> bytes:
    """Return the three headers of Vorbis with an empty second one, where people write titles."""
    if preface[0] != 2:
        raise Unfit(Fault.BROKEN)
    sizes, at = [], 1
    for _header in range(2):
        size = 0
        while preface[at] == 255:
            size, at = size + 255, at + 1
        sizes.append(size + preface[at])
        at += 1
    first, rest = preface[at : at + sizes[0]], preface[at + sum(sizes) :]
    words = b"\x03vorbis" + struct.pack("<II", 0, 0) + b"\x01"
    return bytes((2, sizes[0], len(words))) + first + words + rest


def _bare_hevc(preface: bytes) -> bytes:
    """Return the parameter sets of H.265 without its notes; the filter made them a byte stream."""
    units = [unit for unit in re.split(b"\0\0\0?\1", preface) if unit]
    kept = [unit for unit in units if unit[0] >> 1 & 0x3F not in (39, 40)]
    return b"".join(b"\0\0\0\1" + unit for unit in kept)


_PREFACES = {"vorbis": _bare_vorbis, "hevc": _bare_hevc}
