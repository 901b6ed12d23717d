"""How a reporter is known, as they read it beside their messages."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonbeat.reports.models import (
    RUNG_SEEN,
    RUNG_WORDS,
    UNLOCK_WORDS,
    IdentityEvent,
    Report,
)
from commonbeat.reports.presenters.destinations import Goes
from commonbeat.reports.presenters.moments import day_text, hour_text, moment_text
from commonbeat.reports.queries import identity_events, received_of
from commonbeat.reports.rules import (
    IDENTITY_TABLE,
    KNOWN,
    Identity,
    IdentityEventKind,
    Status,
    UnlockWhy,
    rungs_for,
)

_TO_POLICE = Goes()


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung to choose, and who sees what on it."""

    value: str
    words: Promise
    hint: str
    reads: str
    name: str
    answer: Promise
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """One thing that happened to how somebody is known."""

    when: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownView:
    """The rung now, what follows from it, and what happened to it."""

    rung: RungView
    pseudonym: str
    is_counted: bool
    has_name: bool  # the police hold it, sealed or not
    can_climb: bool
    lines: list[IdentityLine]
    goes_to: str
    other: str  # the organisation beside the police, or instead of them
    other_lines: list[IdentityLine]
    can_add_police: bool


def rung_views(
    offered: frozenset[Identity], chosen: Identity, *, goes: Goes = _TO_POLICE
) -> list[RungView]:
    """Return the rungs that somebody may choose, in the order in which they are offered."""
    return [
        RungView(
            value=rung.value,
            words=words,
            hint=goes.hint(rung),
            reads=goes.reads(rung),
            name=goes.sees_name(rung),
            answer=RUNG_SEEN[rung].answer,
            is_chosen=rung is chosen,
        )
        for rung, words in RUNG_WORDS.items()
        if rung in offered
    ]


def known_view(report: Report, *, now: datetime) -> KnownView:
    """Return how the reporter of a report is known; a sealed name is not shown here either.

    Whoever finds the receipt reads this page.
    """
    gone = report.state in {Status.WITHDRAWN, Status.ERASED}
    goes = Goes.of(report)
    higher = IDENTITY_TABLE.moves[report.rung] & rungs_for(to_police=report.to_police)
    return KnownView(
        rung=rung_views(frozenset({report.rung}), report.rung, goes=goes)[0],
        pseudonym=report.pseudonym or "",
        is_counted=report.is_counted,
        has_name=report.rung in KNOWN,
        can_climb=not gone and bool(higher),
        lines=[_line(event, now=now) for event in identity_events(report)],
        goes_to=goes.words,
        other=goes.other.name if goes.other else "",
        other_lines=_other_lines(report, now=now),
        can_add_police=report.state is Status.ELSEWHERE,
    )


def _other_lines(report: Report, *, now: datetime) -> list[IdentityLine]:
    """Return what the organisation did that a report was sent to."""
    received = received_of(report)
    if received is None:
        return []
    did = (
        (received.seen_at, _("They read it")),
        (received.answered_at, _("They answered you")),
        (received.closed_at, _("They closed it")),
    )
    return [IdentityLine(moment_text(at, now=now), said) for at, said in did if at is not None]


def _line(event: IdentityEvent, *, now: datetime) -> IdentityLine:
    kind = IdentityEventKind(event.kind)
    # What an unnamed person did is kept by the hour.
    coarse = kind is IdentityEventKind.CLIMBED and event.rung != Identity.NAMED.value
    hour = f"{day_text(event.at, now=now)}, {hour_text(event.at)}"
    return IdentityLine(hour if coarse else moment_text(event.at, now=now), _text(event, kind, now))


def _text(event: IdentityEvent, kind: IdentityEventKind, now: datetime) -> str:
    if kind is IdentityEventKind.CLIMBED:
        return _("You changed how you are known: %(rung)s") % {
            "rung": RUNG_WORDS[Identity(event.rung)]
        }
    why = UNLOCK_WORDS[UnlockWhy(event.why)]
    until = moment_text(event.until, now=now) if event.until else ""
    said = {
        IdentityEventKind.ASKED: _("Somebody asked to see your name. Why: %(why)s."),
        IdentityEventKind.APPROVED: _(
            "Another person agreed. Two people can see your name until %(until)s. Why: %(why)s."
        ),
        IdentityEventKind.REFUSED: _("Another person said no. Your name stays locked."),
        IdentityEventKind.TAKEN_BACK: _("They ended it early. Your name is locked again."),
        IdentityEventKind.EXPIRED: _("The time is over. Your name is locked."),
    }[kind]
    return said % {"why": why, "until": until}
