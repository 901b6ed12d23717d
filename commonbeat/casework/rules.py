"""Decisions on a report: what each asks for, where it leads, and what to watch out for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commonbeat.core.states import StateTable


class DecisionKind(StrEnum):
    """What a person can decide about a report."""

    TAKE = "take"
    ASK = "ask"
    ANSWER = "answer"
    CLOSE = "close"
    FILE = "file"
    SHARE = "share"
    HAND_ON = "hand-on"


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
}

# Nobody has decided about a report in these; taking it moves it on.
_UNTAKEN = frozenset({"submitted", "seen", "assessed"})
_CLOSED = frozenset({"resolved", "filed", "passed", "withdrawn"})
_ERASED = "erased"
# Nobody reads what is only counted.
_COUNTED = "counted"
# With another organisation alone: nobody of the police has it.
_ELSEWHERE = "elsewhere"
# Its reporter took it back and cannot be written to.
_UNREACHABLE = frozenset({"withdrawn", _ERASED})

# How long somebody counts as here after their page last said so.
PRESENCE_LIFE = timedelta(seconds=40)
# How long a reason given for reading a report holds, so that a reload does not ask again.
REASON_LIFE = timedelta(minutes=30)
# A reason or an answer of fewer words than this tells its reader nothing.
FEWEST_WORDS = 3
# The third question to somebody without a name begins to look like a task.
QUESTIONS_BEFORE_WARNING = 2

_TASKING = re.compile(
    r"\b(?:find\s+out|ask\s+(?:him|her|them|around)|go\s+back|follow\s+(?:him|her|them)|"
    r"keep\s+(?:watch(?:ing)?|an\s+eye)|look\s+(?:inside|around)|get\s+(?:a\s+)?(?:photo|picture)|"
    r"let\s+us\s+know\s+when(?:ever)?)\b",
    re.IGNORECASE,
)
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_SPACED_WORD = re.compile(rf"[^\W_{_UNSPACED}]+(?:['’-][^\W_{_UNSPACED}]+)*")
_UNSPACED_SIGN = re.compile(rf"[{_UNSPACED}]")


def may_decide(kind: DecisionKind, status: str) -> bool:
    """Say whether this can be decided of a report in ``status``."""
    rule = RULES[kind]
    if status in {_ERASED, _COUNTED, _ELSEWHERE} or (rule.tells and status in _UNREACHABLE):
        return False
    return status not in _CLOSED or rule.when_closed


def status_after(kind: DecisionKind, status: str) -> str | None:
    """Return the status that a decision moves a report to, or None where it stays.

    Taking over from somebody leaves the status as it is: the report is in hand already.
    """
    after = RULES[kind].leads_to
    if after == status:
        return None
    if kind is DecisionKind.TAKE and status not in _UNTAKEN | _CLOSED:
        return None
    return after


def needs_signpost(kind: DecisionKind, *, is_below_threshold: bool) -> bool:
    """Say whether a decision must name who helps instead of the police (Right Care, Right Person).

    Whatever ends a report that is below the threshold does.
    """
    return is_below_threshold and RULES[kind].ends


def words_in(text: str) -> int:
    """Count words; of a script without spaces, two characters count as one word."""
    signs = len(_UNSPACED_SIGN.findall(text))
    return (signs + 1) // 2 + len(_SPACED_WORD.findall(text))


def says_something(text: str) -> bool:
    """Say whether a text is long enough to mean something to its reader."""
    return words_in(text) >= FEWEST_WORDS


def tasking_words(text: str) -> list[str]:
    """Return the phrases that send a reporter to learn more, as they were typed."""
    return [" ".join(match.group().split()) for match in _TASKING.finditer(text)]


def drifts(*, text: str, is_anonymous: bool, is_question: bool, questions_before: int) -> bool:
    """Say whether a message may turn somebody without a name into an informant.

    Giving tasks to a person who stays unnamed, or asking again and again, may make them a covert
    source, which needs the authority of a source unit.
    """
    if not is_anonymous:
        return False
    asked_often = is_question and questions_before >= QUESTIONS_BEFORE_WARNING
    return asked_often or bool(tasking_words(text))


class UnlockState(StrEnum):
    """Where a wish to see a sealed name stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    TAKEN_BACK = "taken-back"


UNLOCK_TABLE: StateTable[UnlockState] = StateTable(
    name="identity unlock",
    start=UnlockState.ASKED,
    moves={
        UnlockState.ASKED: frozenset(set(UnlockState) - {UnlockState.ASKED}),
        UnlockState.APPROVED: frozenset({UnlockState.EXPIRED, UnlockState.TAKEN_BACK}),
        UnlockState.REFUSED: frozenset(),
        UnlockState.EXPIRED: frozenset(),
        UnlockState.TAKEN_BACK: frozenset(),
    },
)
UNLOCK_OPEN = frozenset({UnlockState.ASKED, UnlockState.APPROVED})
UNLOCK_HOURS = (1, 8, 24)
# A wish that nobody answers by then is gone.
UNLOCK_ANSWERED_WITHIN = timedelta(hours=24)
FEWEST_UNLOCK_WORDS = 5


def says_why_to_unlock(text: str) -> bool:
    """Say whether a reason to see a sealed name is long enough to be judged by somebody else."""
    return words_in(text) >= FEWEST_UNLOCK_WORDS


def may_answer_unlock(*, state: str, asker: str, answerer: str) -> bool:
    """Say whether somebody may agree or refuse: never whoever asked."""
    return state == UnlockState.ASKED and asker != answerer


def may_look(
    *, state: str, people: frozenset[str], looker: str, until: datetime | None, now: datetime
) -> bool:
    """Say whether somebody sees the sealed name now: one of the two, while it lasts."""
    if state != UnlockState.APPROVED or until is None:
        return False
    return looker in people and now < until
