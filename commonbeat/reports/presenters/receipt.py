"""The receipt: groups to copy, and a square code that holds the same letters."""

from dataclasses import dataclass

import segno

from commonbeat.core.ids import grouped


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as it is drawn: ``qr`` is the path of the dark squares, ``size`` their number."""

    code: str
    groups: list[str]
    qr: str
    size: int


def receipt_view(code: str) -> ReceiptView:
    """Return a receipt as it is drawn; the square code holds the letters alone, no address."""
    # Version and mask are fixed: choosing the prettiest of eight would cost more than the report.
    square = segno.make(code, error="m", micro=False, version=2, mode="alphanumeric", mask=3)
    return ReceiptView(
        code=code,
        groups=grouped(code).split(" "),
        qr=_path(square.matrix),
        size=len(square.matrix),
    )


def _path(matrix: tuple[bytearray, ...]) -> str:
    """Return the dark squares as one path, a run of a row at a time."""
    drawn: list[str] = []
    for y, row in enumerate(matrix):
        x = 0
        for run in _runs(row):
            dark, length = run
            if dark:
                drawn.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(drawn)


def _runs(row: bytearray) -> list[tuple[bool, int]]:
    runs: list[tuple[bool, int]] = []
    for square in row:
        dark = bool(square)
        if runs and runs[-1][0] is dark:
            runs[-1] = (dark, runs[-1][1] + 1)
        else:
            runs.append((dark, 1))
    return runs
