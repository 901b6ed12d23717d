"""What the contexts above may add to the page of a report; this one never knows who answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page beside an open report: its template finds ``context`` as ``panel``."""

    template: str
    context: Mapping[str, Any]


# report, user, now; each receiver returns a ``Panel``, or None where it has nothing to show
case_panels = Signal()
