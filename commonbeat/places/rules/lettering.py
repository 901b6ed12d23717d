"""Where the names on a map go, so that none lies on another."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shapely.geometry import LineString

# The sizes of components.css on a narrow screen, in units of the map: the widest case.
LETTER_HEIGHT = 24
LETTER_WIDTH = 12.4
_BLOB = LETTER_HEIGHT * 1.24  # two letters nearer than this lie on each other
type Blob = tuple[float, float]
ZOOMS = (1, 2, 4)  # a name that does not fit at first may fit when the map is twice as large


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants a spot: a point, or a line in units to run along; low ranks go first."""

    text: str
    kind: str  # area, place, street, water
    rank: int
    spots: Sequence[tuple[float, float]]  # one for a point, several for a line


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its spot; ``zoom`` is how many times the map must double before it shows."""

    text: str
    kind: str
    x: float
    y: float
    angle: int
    zoom: int

    @property
    def at(self) -> str:
        """Its spot and slope as an SVG transform."""
        turn = f" rotate({self.angle})" if self.angle else ""
        return f"translate({self.x:g} {self.y:g}){turn}"


@dataclass(slots=True)
class _Page:
    """The spots that letters cover at one magnification, in squares of a blob's size."""

    magnification: float
    squares: dict[tuple[int, int], list[Blob]] = field(default_factory=dict)

    def blobs(self, text: str, x: float, y: float, angle: float) -> list[Blob]:
        """Return what one name covers: as many blobs in a row as it is long."""
        width = LETTER_WIDTH * len(text)
        count = max(1, round(width / LETTER_HEIGHT))
        step = width / count
        turn = math.radians(angle)
        blobs = []
        for i in range(count):
            along = (i - (count - 1) / 2) * step
            cx = x * self.magnification + along * math.cos(turn)
            cy = y * self.magnification + along * math.sin(turn)
            blobs.append((cx, cy))
        return blobs

    def cover(self, blobs: Iterable[Blob]) -> None:
        """Take these spots."""
        for x, y in blobs:
            self.squares.setdefault((int(x // _BLOB), int(y // _BLOB)), []).append((x, y))

    def is_free(self, blobs: Iterable[Blob]) -> bool:
        """Say whether none of these blobs touches another."""
        return not any(self._touches(x, y) for x, y in blobs)

    def _touches(self, x: float, y: float) -> bool:
        column, row = int(x // _BLOB), int(y // _BLOB)
        return any(
            (x - ox) ** 2 + (y - oy) ** 2 < _BLOB**2
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for ox, oy in self.squares.get((i, j), ())
        )


def letter(wishes: Iterable[Wish], *, width: float, height: float) -> list[Label]:
    """Give each name the first free spot, important ones first, at the least zoom that it fits.

    A name of the first zoom keeps inside the frame of ``width`` by ``height``.
    """
    ordered = sorted(wishes, key=lambda wish: (wish.rank, wish.text))
    placed: list[Label] = []
    done: set[int] = set()
    for zoom, magnification in enumerate(ZOOMS):
        page = _Page(magnification)
        if zoom == 0:
            page.cover(_corner(width))
        for label in placed:
            page.cover(page.blobs(label.text, label.x, label.y, label.angle))
        for index, wish in enumerate(ordered):
            if index in done:
                continue
            label_at = _first_free(wish, page, zoom, width, height)
            if label_at is not None:
                placed.append(label_at)
                done.add(index)
    return placed


def _corner(width: float) -> list[Blob]:
    """Return the corner where the buttons of a map lie, as large as on a phone."""
    share = width / 600
    return [(width - x * share, y * share) for x in (20, 45, 70) for y in range(20, 250, 25)]


def _first_free(wish: Wish, page: _Page, zoom: int, width: float, height: float) -> Label | None:
    half = LETTER_WIDTH * len(wish.text) / page.magnification / 2
    for x, y, angle in _spots(wish, half * 2):
        if not (-width / 2 <= x <= width * 1.5 and -height / 2 <= y <= height * 1.5):
            continue  # farther than a map can be moved
        if zoom == 0 and _is_cut(x, y, angle, half, width, height):
            continue
        blobs = page.blobs(wish.text, x, y, angle)
        if page.is_free(blobs):
            page.cover(blobs)
            return Label(wish.text, wish.kind, round(x, 1), round(y, 1), round(angle), zoom)
    return None


def _is_cut(x: float, y: float, angle: float, half: float, width: float, height: float) -> bool:
    """Say whether the frame's edge runs through a name."""
    turn = math.radians(angle)
    wide = half * abs(math.cos(turn)) + 8
    high = half * abs(math.sin(turn)) + LETTER_HEIGHT / 2
    inside = wide <= x <= width - wide and high <= y <= height - high
    outside = x < -wide or x > width + wide or y < -high or y > height + high
    return not (inside or outside)


def _spots(wish: Wish, length: float) -> list[tuple[float, float, float]]:
    if len(wish.spots) == 1:
        x, y = wish.spots[0]
        shift = LETTER_HEIGHT * 0.9
        return [(x, y, 0), (x, y + shift, 0), (x, y - shift, 0)]
    line = LineString(wish.spots)
    if line.length < length * 1.05:
        return []
    found = []
    for share in (0.5, 0.38, 0.62, 0.25, 0.75, 0.13, 0.87):
        start = line.length * share - length / 2
        if start < 0 or start + length > line.length:
            continue
        found.append(_along(line, start, length))
    # Straighter stretches are easier to read.
    return [spot for _bend, spot in sorted(found, key=lambda pair: round(pair[0] * 8))]


def _along(
    line: LineString, start: float, length: float
) -> tuple[float, tuple[float, float, float]]:
    first, last = line.interpolate(start), line.interpolate(start + length)
    middle = line.interpolate(start + length / 2)
    angle = math.degrees(math.atan2(last.y - first.y, last.x - first.x))
    angle = (angle + 90) % 180 - 90
    chord = math.hypot(last.x - first.x, last.y - first.y)
    bend = 1 - chord / length
    x = (first.x + last.x + 2 * middle.x) / 4
    y = (first.y + last.y + 2 * middle.y) / 4
    return bend, (x, y, angle)
