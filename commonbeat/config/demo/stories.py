"""The small language in which the invented reports are written down.

Every moment is counted in minutes: ``ago`` back from the moment the town is made, ``after`` on from
the moment the report came in.
"""

from dataclasses import dataclass

from commonbeat.casework.rules import (
    OUTCOMES,
    DecisionKind,
    Grade,
    Outcome,
    Prompt,
    Strand,
    Thought,
)
from commonbeat.reports.rules import Topic, When

HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody did about a report; ``who`` is a key of the cast."""

    after: int
    who: str
    kind: DecisionKind | None = None
    reason: str = ""
    words: str = ""
    outcome: Outcome | None = None
    as_partner: str = ""
    releases: bool = False
    grade: Grade | None = None
    thoughts: tuple[tuple[Thought, str], ...] = ()
    prompts: tuple[Prompt, ...] = ()
    strands: tuple[Strand, ...] = ()
    hands_over: str = ""  # what the control room calls it; once somebody acknowledged the alarm


@dataclass(frozen=True, slots=True)
class Story:
    """One invented report, and what became of it."""

    ago: int
    topic: Topic
    spot: str
    words: str
    steps: tuple[Step, ...] = ()
    when: When = When.UNKNOWN
    picture: str = ""
    language: str = "en"
    reporter: str = ""
    brought_by: str = ""  # an officer who took it down, or a member of a partner who sent it
    sent_to: str = ""  # a key of the organisations, that it is sent to beside the police
    is_elsewhere: bool = False  # sent to that organisation alone
    answers: tuple[tuple[str, str], ...] = ()  # question and answer, as its set asks them


REPORTER = "reporter"
ANSWERS, CLOSES = "answers", "closes"  # what a member of the organisation does
WITHDRAWS = "withdraws"


def read(after: int, who: str) -> Step:
    """Somebody opens the report."""
    return Step(after, who)


def take(after: int, who: str, reason: str) -> Step:
    """Somebody takes the report on."""
    return Step(after, who, DecisionKind.TAKE, reason)


def assess(
    after: int,
    who: str,
    reason: str,
    grade: Grade,
    *thoughts: tuple[Thought, str],
    prompts: tuple[Prompt, ...] = (),
    strands: tuple[Strand, ...] = (),
) -> Step:
    """Somebody thinks the report through and gives it a grade."""
    return Step(
        after,
        who,
        DecisionKind.ASSESS,
        reason,
        grade=grade,
        thoughts=thoughts,
        prompts=prompts,
        strands=strands,
    )


def hand_over(after: int, who: str, reference: str) -> Step:
    """Somebody acknowledges the alarm of an emergency and calls the control room."""
    return Step(after, who, hands_over=reference)


def ask(after: int, who: str, reason: str, words: str) -> Step:
    """Somebody asks the reporter."""
    return Step(after, who, DecisionKind.ASK, reason, words)


def answer(after: int, who: str, reason: str, words: str) -> Step:
    """Somebody answers the reporter."""
    return Step(after, who, DecisionKind.ANSWER, reason, words)


def end(after: int, who: str, outcome: Outcome, reason: str, words: str) -> Step:
    """Somebody ends the report: dealt with, filed, or handed on, as the outcome says."""
    kind = next(kind for kind, outcomes in OUTCOMES.items() if outcome in outcomes)
    return Step(after, who, kind, reason, words, outcome)


def partner_answers(after: int, who: str, words: str, *, closes: bool = False) -> Step:
    """A member of the organisation that it was sent to answers the reporter."""
    return Step(after, who, words=words, as_partner=CLOSES if closes else ANSWERS)


def release(after: int, who: str, reason: str) -> Step:
    """Somebody wants a copy of the photograph for people outside."""
    return Step(after, who, reason=reason, releases=True)


def reply(after: int, words: str) -> Step:
    """The reporter writes."""
    return Step(after, REPORTER, words=words)


def withdraw(after: int) -> Step:
    """The reporter takes the report back."""
    return Step(after, WITHDRAWS)
