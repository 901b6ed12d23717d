"""Keeping what somebody thought through about a report, and the grade that they chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework import queries, rules
from commonbeat.casework.actions.alarms import raise_alarm
from commonbeat.casework.actions.errors import WordsMissing
from commonbeat.casework.models import Assessment, CallGrade, Decision
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import AreaKind, Grade, Prompt, Strand, Thought


@dataclass(frozen=True, slots=True)
class Assessed:
    """What somebody thought, saw and chose."""

    thoughts: Mapping[Thought, str]
    grade: CallGrade
    area: AreaKind = AreaKind.URBAN
    prompts: tuple[Prompt, ...] = ()
    strands: tuple[Strand, ...] = ()
    review_days: int = rules.REVIEW_DAYS[1]


def check_assessed(assessed: Assessed | None, *, now: datetime) -> None:
    """Raise ``WordsMissing`` unless danger was thought of and a grade in use was chosen."""
    if assessed is None or not rules.thinks_of_danger(assessed.thoughts):
        raise WordsMissing(
            _("Write what you think of threat, harm or risk. Nothing known is an answer too.")
        )
    if not CallGrade.objects.in_use(now).filter(pk=assessed.grade.pk).exists():
        raise WordsMissing(_("This grade is not in use any more. Choose again."))


def keep_assessment(
    *, decision: Decision, assessed: Assessed, user: User, seen: Stamp, now: datetime
) -> Assessment:
    """Write the next version of what a report means; an emergency raises its alarm.

    Call in the transaction of its decision, with the report locked.
    """
    report = decision.report
    before = queries.assessments(report)
    grade, last = assessed.grade, before[-1] if before else None
    is_same = last is not None and last.grade.kind == grade.kind
    graded_at = last.graded_at if last and is_same else now
    suggested = queries.suggestion(report)
    assessment = Assessment.objects.create(
        realm_id=report.realm_id,
        report=report,
        decision=decision,
        number=len(before) + 1,
        **{thought.value: assessed.thoughts.get(thought, "").strip() for thought in Thought},
        noted={
            "prompts": [prompt.value for prompt in assessed.prompts],
            "strands": [strand.value for strand in assessed.strands],
            "signs": [sign.value for sign in suggested.signs],
        },
        review_by=rules.review_day(now, assessed.review_days, zone=settings.TIME_ZONE)
        if assessed.prompts
        else None,
        suggested=suggested.grade.value,
        grade=grade,
        area_kind=assessed.area.value,
        graded_at=graded_at,
        due_at=rules.grade_due_at(graded_at, grade.minutes(assessed.area)),
        message_seen=seen.message,
        actor_id=user.actor.id,
        actor_label=user.actor.label,
        at=now,
    )
    if grade.grade is Grade.EMERGENCY:
        raise_alarm(assessment=assessment, user=user, now=now)
    return assessment
