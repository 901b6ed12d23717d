"""Decisions on a report: what each asks for, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DecisionKind(StrEnum):
    """What a person can decide about a report."""

    TAKE = "take"
    ASK = "ask"
    ANSWER = "answer"
    CLOSE = "close"
    FILE = "file"
    SHARE = "share"
    HAND_ON = "hand-on"
    ASSESS = "assess"


class Outcome(StrEnum):
    """How a report ended: what was done, why nothing more is, or who does it now."""

    DEALT_WITH = "dealt-with"
    ADVICE_GIVEN = "advice-given"
    RECORDED_AS_CRIME = "recorded-as-crime"
    ALREADY_KNOWN = "already-known"
    TOO_LITTLE = "too-little"
    NOT_POLICE = "not-police"
    NO_FURTHER_LINE = "no-further-line"
    # Hoaxes and spam are filed like anything else; nobody is looked for behind them.
    NOT_MEANT = "not-meant"
    COUNCIL = "council"
    UNIVERSITY = "university"
    REPORT_FRAUD = "report-fraud"
    HEALTH = "health"
    FIRE = "fire"
    OTHER_FORCE = "other-force"


class Noted(StrEnum):
    """What can be noted about a victim's report; the events carry the names that reports know."""

    VICTIM = "victim"
    ENHANCED = "enhanced"
    NOT_VICTIM = "not-victim"
    ARREST = "arrest"
    INTERVIEW = "interview"
    RELEASE = "release"
    BAIL = "bail"
    NOT_INVESTIGATED = "not-investigated"
    HOLD = "hold"


ABOUT_VICTIM = frozenset({Noted.VICTIM, Noted.ENHANCED, Noted.NOT_VICTIM})

OUTCOMES: Mapping[DecisionKind, tuple[Outcome, ...]] = {
    DecisionKind.CLOSE: (Outcome.DEALT_WITH, Outcome.ADVICE_GIVEN, Outcome.RECORDED_AS_CRIME),
    DecisionKind.FILE: (
        Outcome.ALREADY_KNOWN,
        Outcome.TOO_LITTLE,
        Outcome.NO_FURTHER_LINE,
        Outcome.NOT_POLICE,
        Outcome.NOT_MEANT,
    ),
    DecisionKind.SHARE: (
        Outcome.COUNCIL,
        Outcome.UNIVERSITY,
        Outcome.HEALTH,
        Outcome.FIRE,
        Outcome.OTHER_FORCE,
    ),
    DecisionKind.HAND_ON: (
        Outcome.COUNCIL,
        Outcome.UNIVERSITY,
        Outcome.REPORT_FRAUD,
        Outcome.HEALTH,
        Outcome.FIRE,
        Outcome.OTHER_FORCE,
    ),
}


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """What one kind of decision needs and does.

    ``leads_to`` is a status of a report, or None where the status stays. ``tells`` says whether a
    person must write something to the reporter, ``ends`` whether nobody has the report in hand
    afterwards, and ``when_closed`` whether it can be made of a finished report.
    """

    leads_to: str | None
    tells: bool = False
    ends: bool = False
    when_closed: bool = False


RULES: Mapping[DecisionKind, DecisionRule] = {
    DecisionKind.TAKE: DecisionRule("assigned", when_closed=True),
    DecisionKind.ASK: DecisionRule("asked", tells=True),
    DecisionKind.ANSWER: DecisionRule(None, tells=True, when_closed=True),
    DecisionKind.CLOSE: DecisionRule("resolved", tells=True, ends=True),
    DecisionKind.FILE: DecisionRule("filed", tells=True, ends=True),
    DecisionKind.SHARE: DecisionRule("shared", tells=True),
    DecisionKind.HAND_ON: DecisionRule("passed", tells=True, ends=True),
    # Says nothing to the reporter but what the state itself says. What is added to a finished
    # report may be an emergency.
    DecisionKind.ASSESS: DecisionRule("assessed", when_closed=True),
}

# Nobody has decided about a report in these; taking it moves it on.
_UNTAKEN = frozenset({"submitted", "seen", "assessed"})
# Nobody has thought it through in these; further on, an assessment moves nothing.
_UNASSESSED = frozenset({"submitted", "seen"})
_CLOSED = frozenset({"resolved", "filed", "passed", "withdrawn"})
_ERASED = "erased"
# Nobody reads what is only counted.
_COUNTED = "counted"
# With another organisation alone: nobody of the police has it.
_ELSEWHERE = "elsewhere"
# Its reporter took it back and cannot be written to.
_UNREACHABLE = frozenset({"withdrawn", _ERASED})


def may_decide(kind: DecisionKind, status: str) -> bool:
    """Say whether this can be decided of a report in ``status``."""
    rule = RULES[kind]
    if status in {_ERASED, _COUNTED, _ELSEWHERE} or (rule.tells and status in _UNREACHABLE):
        return False
    return status not in _CLOSED or rule.when_closed


def status_after(kind: DecisionKind, status: str) -> str | None:
    """Return the status that a decision moves a report to, or None where it stays.

    Taking over from somebody leaves the status as it is: the report is in hand already. So does
    assessing again.
    """
    after = RULES[kind].leads_to
    if after == status:
        return None
    if kind is DecisionKind.TAKE and status not in _UNTAKEN | _CLOSED:
        return None
    if kind is DecisionKind.ASSESS and status not in _UNASSESSED:
        return None
    return after


def needs_signpost(kind: DecisionKind, *, is_below_threshold: bool) -> bool:
    """Say whether a decision must name who helps instead of the police (Right Care, Right Person).

    Whatever ends a report that is below the threshold does.
    """
    return is_below_threshold and RULES[kind].ends
