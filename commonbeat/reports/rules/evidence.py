"""Files that come with a report: what they may be and become, and who keeps which copy."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from commonbeat.core.states import StateTable
from commonbeat.reports.rules.identity import KNOWN, Identity

MEBIBYTE = 1024 * 1024
MOST_FILES = 20  # of one report
LARGEST_FILE = 500 * MEBIBYTE
# A page without a script sends files in one piece, which the door holds in memory.
LARGEST_AT_ONCE = 20 * MEBIBYTE
# Pieces of this size are small to the door, so that slow senders never wait for each other.
PIECE_BYTES = MEBIBYTE
DESCRIPTION_LENGTH = 300
MOST_TRIES = 5


class ExhibitKind(StrEnum):
    """What sort of thing a file is; nothing before it has arrived."""

    PHOTO = "photo"
    VIDEO = "video"
    SOUND = "sound"
    DOCUMENT = "document"


class ExhibitState(StrEnum):
    """How far a file has come."""

    ARRIVING = "arriving"
    RECEIVED = "received"
    CLEANING = "cleaning"
    READY = "ready"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


EXHIBIT_TABLE = StateTable(
    name="exhibit",
    start=ExhibitState.ARRIVING,
    moves={
        ExhibitState.ARRIVING: frozenset({ExhibitState.RECEIVED, ExhibitState.REFUSED}),
        ExhibitState.RECEIVED: frozenset({ExhibitState.CLEANING}),
        # Back when the worker died or has to try again.
        ExhibitState.CLEANING: frozenset(
            {ExhibitState.RECEIVED, ExhibitState.READY, ExhibitState.QUARANTINED}
        ),
        ExhibitState.READY: frozenset(),
        ExhibitState.REFUSED: frozenset(),
        ExhibitState.QUARANTINED: frozenset(),
    },
)

# What goes along when the report is sent, and what counts as added.
KEPT_STATES = frozenset(
    {
        ExhibitState.RECEIVED,
        ExhibitState.CLEANING,
        ExhibitState.READY,
        ExhibitState.QUARANTINED,
    }
)


class CopyRole(StrEnum):
    """What a copy is for; only the original may still hold hidden data."""

    ORIGINAL = "original"
    CLEAN = "clean"
    THUMBNAIL = "thumbnail"
    VIEW = "view"
    PLAYABLE = "playable"
    BLURRED = "blurred"
    RELEASED = "released"


# What is shown of each kind, the best first; what is not there yet is left out.
_LOOKED_AT = {
    ExhibitKind.PHOTO: (CopyRole.VIEW, CopyRole.CLEAN),
    ExhibitKind.VIDEO: (CopyRole.PLAYABLE, CopyRole.CLEAN),
    ExhibitKind.SOUND: (CopyRole.PLAYABLE, CopyRole.CLEAN),
    ExhibitKind.DOCUMENT: (CopyRole.CLEAN,),
}


def looked_at(kind: ExhibitKind, there: Iterable[CopyRole]) -> CopyRole:
    """Return which of the copies that are there is shown to somebody who opens a file."""
    roles = set(there)
    return next((role for role in _LOOKED_AT[kind] if role in roles), CopyRole.CLEAN)


class VirusCheck(StrEnum):
    """What the virus scanner said."""

    NOT_CHECKED = "not-checked"
    CLEAN = "clean"
    INFECTED = "infected"
    # Larger than the scanner takes.
    TOO_LARGE = "too-large"
    # Asked again a few times, further and further apart.
    UNREACHABLE = "unreachable"


# Until it is asked again after the first, second, third and fourth failure.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60))


def pause_after(tries: int) -> timedelta:
    """Return how long a file waits that was tried so often without success."""
    return _PAUSES[min(max(tries, 1), len(_PAUSES)) - 1]


def verdict_of(checks: Iterable[VirusCheck]) -> VirusCheck:
    """Return what is known of a file whose copies were checked one by one: the worst of it."""
    said = set(checks)
    worst_first = (
        VirusCheck.INFECTED,
        VirusCheck.UNREACHABLE,
        VirusCheck.NOT_CHECKED,
        VirusCheck.TOO_LARGE,
    )
    return next((check for check in worst_first if check in said), VirusCheck.CLEAN)


def is_withheld(state: ExhibitState, *, tries: int, has_scanner: bool) -> bool:
    """Say whether nobody may open a file: it is dangerous, or its check is still to come.

    A scanner that never answers withholds evidence for an hour and a half and no longer.
    """
    waits = state in {ExhibitState.RECEIVED, ExhibitState.CLEANING} and tries < MOST_TRIES
    return state is ExhibitState.QUARANTINED or (has_scanner and waits)


class CustodyEvent(StrEnum):
    """What happened to a file, as its custody record says it."""

    SEALED_AS_SENT = "sealed-as-sent"
    SEALED_AFTER_STRIPPING = "sealed-after-stripping"
    SENT = "sent"
    ORIGINAL_DESTROYED = "original-destroyed"
    COPY_MADE = "copy-made"
    QUARANTINED = "quarantined"
    THUMBNAIL_SHOWN = "thumbnail-shown"
    VIEWED = "viewed"
    DOWNLOADED = "downloaded"
    ORIGINAL_TAKEN = "original-taken"
    RELEASE_ASKED = "release-asked"
    RELEASE_REVIEWED = "release-reviewed"
    RELEASE_MADE = "release-made"
    RELEASE_FAILED = "release-failed"
    RELEASE_SEEN = "release-seen"
    RELEASE_TAKEN = "release-taken"
    RELEASE_DISCARDED = "release-discarded"


# Somebody saw a file on their screen.
LOOKS = frozenset({CustodyEvent.VIEWED, CustodyEvent.RELEASE_SEEN})


def look_at(role: CopyRole) -> CustodyEvent:
    """Return how the custody record calls a look at a copy."""
    return CustodyEvent.RELEASE_SEEN if role is CopyRole.RELEASED else CustodyEvent.VIEWED


class EvidenceFault(StrEnum):
    """Why a file was not taken; each has its sentence in the words of the models."""

    EMPTY = "empty"
    TOO_BIG = "too-big"
    TOO_BIG_AT_ONCE = "too-big-at-once"
    TOO_MANY = "too-many"
    NO_ROOM = "no-room"
    WRONG_KIND = "wrong-kind"
    TOO_MANY_PIXELS = "too-many-pixels"
    MOVING = "moving"
    TOO_LONG = "too-long"
    TOO_MUCH_INSIDE = "too-much-inside"
    LOCKED = "locked"
    MACROS = "macros"
    NOT_INSTALLED = "not-installed"
    BROKEN = "broken"
    BUSY = "busy"


class Unfit(Exception):
    """A file is refused; ``fault`` says why."""

    def __init__(self, fault: EvidenceFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


# Whom the police know by name may be asked in court for the file as it left their device. Of
# everybody else nothing lasting is written before the hidden data is gone.
def keeps_original(identity: Identity) -> bool:
    """Say whether the file stays as it was sent, sealed, beside its clean copy."""
    return identity in KNOWN


def check_room(
    *, size: int, sizes_before: Iterable[int], quota: int, free: int, reserve: int
) -> None:
    """Raise ``Unfit`` unless one more file of ``size`` bytes may come for a report.

    ``sizes_before`` are those of its other files, ``quota`` what they may have together, ``free``
    and ``reserve`` bytes of the disk: what is written in words must always find room.
    """
    before = list(sizes_before)
    if size <= 0:
        raise Unfit(EvidenceFault.EMPTY)
    if size > LARGEST_FILE:
        raise Unfit(EvidenceFault.TOO_BIG)
    if len(before) >= MOST_FILES or sum(before) + size > quota:
        raise Unfit(EvidenceFault.TOO_MANY)
    # A file is there twice for a moment: in pieces, and whole.
    if free - 2 * size < reserve:
        raise Unfit(EvidenceFault.NO_ROOM)


_ENDINGS = {
    "image/jpeg": "jpg",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "application/pdf": "pdf",
    "text/plain": "txt",
}


def our_name(key: str, media_type: str) -> str:
    """Return the name under which a file is handed out: nothing of the sender's is in it."""
    return f"evidence-{key}.{_ENDINGS.get(media_type, 'bin')}"
