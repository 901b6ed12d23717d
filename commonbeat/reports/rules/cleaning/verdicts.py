"""What a cleaning program says, and how it is read on this side of the sandbox."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from commonbeat.reports.rules.cleaning.faults import Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import Kind


@dataclass(frozen=True, slots=True)
class Facts:
    """What a clean file is: pixels, seconds and pages where it has such."""

    kind: Kind
    media_type: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file that was made anew; ``size`` in bytes and ``sha256`` are of its plain bytes."""

    facts: Facts
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a picture, in fractions of its sides; ``score`` says how sure, 0 to 1."""

    x: float
    y: float
    width: float
    height: float
    score: float = 1.0

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Return a box within the picture; raises ``ValueError``, ``KeyError``, ``TypeError``."""
        box = cls(*(float(told[name]) for name in ("x", "y", "width", "height", "score")))
        inside = 0 <= box.x < 1 and 0 <= box.y < 1 and 0 < box.width <= 1 and 0 < box.height <= 1
        if not inside or not 0 <= box.score <= 1:
            raise ValueError("A box lies within its picture.")
        return box


def told_facts(facts: Facts) -> dict[str, Any]:
    """Return facts for JSON."""
    return asdict(facts)


def told_boxes(boxes: list[Box]) -> dict[str, Any]:
    """Return boxes for JSON."""
    return {"boxes": [asdict(box) for box in boxes]}


def told_fault(fault: Fault) -> dict[str, Any]:
    """Return a refusal for JSON."""
    return {"fault": fault.value}


def _check_fit(told: dict[str, Any]) -> None:
    if "fault" in told:
        raise Unfit(Fault(told["fault"]))


def read_cleaned(told: dict[str, Any]) -> Cleaned:
    """Return what was made; raises ``Unfit``, and ``ValueError`` and such for nonsense."""
    _check_fit(told)
    facts = Facts(
        Kind(told["kind"]),
        _text(told["media_type"], 40),
        _number(told["width"]),
        _number(told["height"]),
        None if told["seconds"] is None else float(told["seconds"]),
        _number(told["pages"]),
    )
    sha256 = _text(told["sha256"], 64)
    if len(bytes.fromhex(sha256)) != 32:
        raise ValueError("This is no SHA-256.")
    return Cleaned(facts, int(told["size"]), sha256)


def read_boxes(told: dict[str, Any]) -> list[Box]:
    """Return the boxes that were found; raises like ``read_cleaned``."""
    _check_fit(told)
    return [Box.read(box) for box in told["boxes"]]


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise TypeError("This is no short text.")
    return value


def _number(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or value < 0:
        raise TypeError("This is no number.")
    return value
