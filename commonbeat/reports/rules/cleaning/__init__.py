"""Making files of strangers safe: what comes out was made anew, and nothing hidden comes along.

The programs here run in the sandbox alone (``commonbeat.core.sandbox``); this page of the package
names them and reads what they say, and imports none of their libraries.
"""

from typing import Any

from commonbeat.core.sandbox import Program
from commonbeat.reports.rules.cleaning.faults import DANGEROUS, Fault, Unfit
from commonbeat.reports.rules.cleaning.kinds import Kind
from commonbeat.reports.rules.cleaning.verdicts import (
    Box,
    Cleaned,
    Facts,
    read_boxes,
    read_cleaned,
    told_boxes,
)

CLEAN = Program(f"{__name__}.clean")
# Copies of clean files: deeds "thumbnail", "view", "faces" and "hide" (with ``hide_task``).
DERIVE = Program(f"{__name__}.derive")
# Every picture of a film is drawn anew, for which half a minute is too little. Deed "play".
PLAY = Program(f"{__name__}.derive", cpu_seconds=1_800, wall_seconds=3_600)


def hide_task(boxes: list[Box]) -> dict[str, Any]:
    """Return the task of ``DERIVE`` that makes what lies in these boxes unknowable."""
    return {"deed": "hide", **told_boxes(boxes)}


__all__ = [
    "CLEAN",
    "DANGEROUS",
    "DERIVE",
    "PLAY",
    "Box",
    "Cleaned",
    "Facts",
    "Fault",
    "Kind",
    "Unfit",
    "hide_task",
    "read_boxes",
    "read_cleaned",
]
