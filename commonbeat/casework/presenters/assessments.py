"""What was thought of a report and which grade it has, as the operations room reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from commonbeat.casework import rules
from commonbeat.casework.models import (
    GRADE_WORDS,
    PROMPT_WORDS,
    SIGN_WORDS,
    STRAND_WORDS,
    THOUGHT_WORDS,
    Assessment,
)
from commonbeat.casework.presenters.clocks import ClockView, grade_clock, moment_text
from commonbeat.casework.queries import Graded
from commonbeat.casework.rules import Grade, Sign, Suggestion
from commonbeat.core.moments import date_text
from commonbeat.reports.models import Report

TONES = {Grade.EMERGENCY: "bad", Grade.PRIORITY: "wait"}


@dataclass(frozen=True, slots=True)
class GradeTag:
    """The grade of a report and what is left of its time."""

    words: str
    tone: str
    clock: ClockView | None
    is_due_again: bool


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One assessment in words."""

    number: int
    by: str
    grade: str
    tone: str
    suggested: str
    followed: bool
    why: str
    thoughts: list[tuple[str, str]]
    prompts: list[str]
    strands: list[str]
    review_by: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class AssessmentPanel:
    """All that was thought of a report, and what its own answers speak for now."""

    newest: AssessmentView | None
    older: list[AssessmentView]
    grade: GradeTag | None
    wrote_since: bool
    suggested: str
    why: str


def assessment_panel(
    report: Report,
    *,
    assessments: list[Assessment],
    graded: Graded | None,
    suggestion: Suggestion,
    now: datetime,
) -> AssessmentPanel:
    """Return the panel of a report's page; ``assessments`` come first to last."""
    views = [_view(assessment, now=now) for assessment in reversed(assessments)]
    return AssessmentPanel(
        newest=views[0] if views else None,
        older=views[1:],
        grade=grade_tag(report, graded, now=now),
        wrote_since=graded is not None and graded.wrote_since,
        suggested=str(GRADE_WORDS[suggestion.grade]),
        why=why_text(suggestion.signs),
    )


def grade_tag(report: Report, graded: Graded | None, *, now: datetime) -> GradeTag | None:
    """Return the grade of a report with its clock, which stops when the report is finished."""
    if graded is None:
        return None
    is_over = report.is_closed or graded.is_handed_over
    clock = None
    if graded.due_at is not None and not is_over:
        clock = grade_clock(graded.words, graded_at=graded.graded_at, due_at=graded.due_at, now=now)
    due = rules.is_due_again(
        wrote_since=graded.wrote_since, review_by=graded.review_by, today=localdate(now)
    )
    return GradeTag(graded.words, TONES.get(graded.kind, ""), clock, due)


def why_text(signs: Iterable[Sign]) -> str:
    """Return what speaks for a suggestion, in one line."""
    return "; ".join(str(SIGN_WORDS[sign]) for sign in signs)


def _view(assessment: Assessment, *, now: datetime) -> AssessmentView:
    thoughts = [(str(words), getattr(assessment, name)) for name, words in THOUGHT_WORDS.items()]
    review_by = assessment.review_by
    who = {"name": assessment.actor_label, "time": moment_text(assessment.at, now=now)}
    return AssessmentView(
        number=assessment.number,
        by=_("%(name)s, %(time)s") % who,
        grade=assessment.grade.words,
        tone=TONES.get(assessment.grade.grade, ""),
        suggested=str(GRADE_WORDS[Grade(assessment.suggested)]),
        followed=assessment.followed,
        why=why_text(assessment.signs),
        thoughts=[(name, said) for name, said in thoughts if said],
        prompts=[str(PROMPT_WORDS[prompt]) for prompt in assessment.prompts],
        strands=[str(STRAND_WORDS[strand]) for strand in assessment.strands],
        review_by=date_text(review_by) if review_by else "",
        is_over=review_by is not None and review_by < localdate(now),
    )
