"""Handing an incident to the force's own records system: its states, its waits and its copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from commonbeat.core.states import StateTable


class HandOffState(StrEnum):
    """Where a hand-off stands."""

    WAITING = "waiting"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"  # they gave their number
    REFUSED = "refused"  # the same again would not help
    PARKED = "parked"  # tried for more than a day
    IN_FILE = "in-file"  # a person took it along in a file
    WITHDRAWN = "withdrawn"  # a report of it was taken back or erased first


HAND_OFF_TABLE: StateTable[HandOffState] = StateTable(
    name="hand-off",
    start=HandOffState.WAITING,
    moves={
        HandOffState.WAITING: frozenset(set(HandOffState) - {HandOffState.WAITING}),
        HandOffState.SENT: frozenset({HandOffState.ACKNOWLEDGED}),
        HandOffState.ACKNOWLEDGED: frozenset(),
        # Sent again by a person; or they had kept it all the same, and say so.
        HandOffState.REFUSED: frozenset(
            {HandOffState.WAITING, HandOffState.ACKNOWLEDGED, HandOffState.WITHDRAWN}
        ),
        HandOffState.PARKED: frozenset(
            {HandOffState.WAITING, HandOffState.ACKNOWLEDGED, HandOffState.WITHDRAWN}
        ),
        HandOffState.IN_FILE: frozenset({HandOffState.ACKNOWLEDGED}),
        HandOffState.WITHDRAWN: frozenset(),
    },
)
# Somebody must look at these.
STUCK = frozenset({HandOffState.REFUSED, HandOffState.PARKED})
# Nothing has left with these yet, as far as we know.
UNSENT = STUCK | {HandOffState.WAITING}

_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)


_LONGEST_NUMBER = 40


def clean_number(text: str) -> str:
    """Return the number of a records system as it is kept, or nothing for what is none."""
    number = " ".join(text.split())
    return number if number.isprintable() and len(number) <= _LONGEST_NUMBER else ""


def may_hand_again(state: HandOffState) -> bool:
    """Say whether an incident whose last hand-off stands here may be handed over anew."""
    return state in {HandOffState.REFUSED, HandOffState.WITHDRAWN}


def wait_after(tries: int, *, asked: timedelta) -> timedelta | None:
    """Return how long to wait after the ``tries``-th failed try, or None when to stop trying.

    ``asked`` is how long the other side wants to be left alone.
    """
    if tries > len(_WAITS):
        return None
    return max(_WAITS[tries - 1], asked)


class HandedDepth(StrEnum):
    """How much goes along; each holds what those before it hold."""

    FACTS = "facts"  # what, where and when
    WORDS = "words"  # and what people wrote
    NAMES = "names"  # and who they are, of those who gave their names to the police


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What can be handed over of one report. ``name`` and ``contact`` are of named ones alone."""

    reference: str
    category: str
    identity: str
    place: str
    received: datetime
    start: datetime | None
    words: str
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What can be handed over of an incident."""

    reference: str
    title: str
    category: str
    recorded_as: str
    area: str
    start: datetime | None
    end: datetime | None


def handed_copy(
    incident: IncidentFacts, reports: Iterable[ReportFacts], depth: HandedDepth
) -> dict[str, Any]:
    """Return the copy that is handed over: the fields that are named here and no others.

    Times are hours, of every report: a list in which some have minutes would tell who is named.
    """
    return {
        "incident": {
            "reference": incident.reference,
            "title": incident.title,
            "category": incident.category,
            "recorded_as": incident.recorded_as,
            "area": incident.area,
            "from": _hour(incident.start),
            "to": _hour(incident.end),
        },
        "reports": [_report(report, depth) for report in reports],
    }


def _report(report: ReportFacts, depth: HandedDepth) -> dict[str, Any]:
    copy: dict[str, Any] = {
        "reference": report.reference,
        "category": report.category,
        "reporter": report.identity,
        "place": report.place,
        "received": _hour(report.received),
        "happened": _hour(report.start),
    }
    if depth in {HandedDepth.WORDS, HandedDepth.NAMES}:
        copy["words"] = report.words
    if depth is HandedDepth.NAMES and report.identity == "named":
        copy["name"] = report.name
        copy["contact"] = report.contact
    return copy


def _hour(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.replace(minute=0, second=0, microsecond=0).isoformat()
