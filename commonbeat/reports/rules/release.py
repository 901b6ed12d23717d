"""Copies for release: what a person hides in a picture before anybody outside may see it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self

from commonbeat.core.states import StateTable
from commonbeat.reports.rules.cleaning.verdicts import Box

# Of the boxes that a person draws, beside those that are proposed.
MOST_DRAWN = 60
# The thinnest box, in per cent of a side: four dots of the largest picture that we keep.
THINNEST = 0.1
# Somebody waits for the proposal: after two tries they look for faces themselves.
LOOK_TRIES = 2
WORK_CLAIM = timedelta(minutes=5)
REASON_LENGTH = 300
# What a person types of a box, in per cent of the picture.
SIDES = ("left", "top", "width", "height")


class ReleaseState(StrEnum):
    """How far a copy for release has come."""

    ASKED = "asked"
    TO_REVIEW = "to-review"
    REVIEWED = "reviewed"
    READY = "ready"
    FAILED = "failed"
    DISCARDED = "discarded"


RELEASE_TABLE = StateTable(
    name="release",
    start=ReleaseState.ASKED,
    moves={
        ReleaseState.ASKED: frozenset({ReleaseState.TO_REVIEW, ReleaseState.DISCARDED}),
        ReleaseState.TO_REVIEW: frozenset({ReleaseState.REVIEWED, ReleaseState.DISCARDED}),
        # From here on it is known who looked at the picture, and what they hid.
        ReleaseState.REVIEWED: frozenset({ReleaseState.READY, ReleaseState.FAILED}),
        ReleaseState.READY: frozenset({ReleaseState.DISCARDED}),
        ReleaseState.FAILED: frozenset(),
        ReleaseState.DISCARDED: frozenset(),
    },
    # Somebody whose review came second makes another copy out of what they drew.
    other_starts=(ReleaseState.REVIEWED,),
)
# Waiting for a machine or a person: one of these for a file, so that two people meet in it.
RELEASE_OPEN = frozenset({ReleaseState.ASKED, ReleaseState.TO_REVIEW})
# Nothing is made, and nothing can be seen, before these.
RELEASE_REVIEWED = frozenset({ReleaseState.REVIEWED, ReleaseState.READY, ReleaseState.FAILED})


class FaceSearch(StrEnum):
    """What came of looking for faces."""

    NOT_YET = "not-yet"
    DONE = "done"
    NOT_INSTALLED = "not-installed"
    FAILED = "failed"


class BoxKind(StrEnum):
    """What lies in a box."""

    FACE = "face"
    PLATE = "plate"
    OTHER = "other"


class BoxSource(StrEnum):
    """Who put a box there: the machine, a person, or a person for an earlier copy."""

    FOUND = "found"
    DRAWN = "drawn"
    BEFORE = "before"


class BoxFault(StrEnum):
    """Why a box that was drawn is none."""

    OUTSIDE = "outside"
    TOO_THIN = "too-thin"


class BadBox(ValueError):
    """A box that hides nothing of the picture; ``fault`` says why."""

    def __init__(self, fault: BoxFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ReleaseBox:
    """A rectangle in fractions of the sides of the picture; ``kept`` says that it is hidden."""

    kind: BoxKind
    source: BoxSource
    x: float
    y: float
    width: float
    height: float
    kept: bool = True

    @classmethod
    def found(cls, box: Box) -> Self:
        """Return a face that the machine proposes, cut at the edges of the picture."""
        width, height = min(box.width, 1 - box.x), min(box.height, 1 - box.y)
        return cls(BoxKind.FACE, BoxSource.FOUND, box.x, box.y, width, height)

    @classmethod
    def drawn(cls, kind: BoxKind, *, left: float, top: float, width: float, height: float) -> Self:
        """Return what a person drew, in per cent, cut at the edges; raises ``BadBox``."""
        if width < THINNEST or height < THINNEST:
            raise BadBox(BoxFault.TOO_THIN)
        right, bottom = min(left + width, 100.0), min(top + height, 100.0)
        left, top = max(left, 0.0), max(top, 0.0)
        if right <= left or bottom <= top:
            raise BadBox(BoxFault.OUTSIDE)
        wide, high = (right - left) / 100, (bottom - top) / 100
        return cls(kind, BoxSource.DRAWN, left / 100, top / 100, wide, high)

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Return a box as it was kept."""
        return cls(
            BoxKind(told["kind"]),
            BoxSource(told["source"]),
            float(told["x"]),
            float(told["y"]),
            float(told["width"]),
            float(told["height"]),
            kept=bool(told["kept"]),
        )

    def told(self) -> dict[str, Any]:
        """Return this box for JSON."""
        return asdict(self)

    def to_hide(self) -> Box:
        """Return this box as the program that hides takes it."""
        return Box(self.x, self.y, self.width, self.height)


def hidden_by(boxes: Iterable[ReleaseBox]) -> list[Box]:
    """Return what the program is told to hide: every box that a person kept."""
    return [box.to_hide() for box in boxes if box.kept]


def may_be_made(state: ReleaseState, *, reviewer: str) -> bool:
    """Say whether a copy may be made: a person looked at the picture, and it is known who."""
    return state is ReleaseState.REVIEWED and bool(reviewer)
