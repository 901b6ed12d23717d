"""What somebody thought through about a report, and the grade that they chose."""

from typing import Any, NoReturn

from django.db import models

from commonbeat.casework.models.call_grade import CallGrade
from commonbeat.casework.models.decision import Decision, Immutable
from commonbeat.casework.rules import AreaKind, Grade, Prompt, Sign, Strand, Thought
from commonbeat.core.fields import SealedJSONField, SealedTextField
from commonbeat.core.models import InRealm, RealmQuerySet


class AssessmentQuerySet(RealmQuerySet["Assessment"]):
    """Assessments are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable

    def erase_words(self) -> int:
        """Empty what was thought and seen, when the report is erased; the grade and time stay."""
        thoughts = dict.fromkeys([thought.value for thought in Thought], "")
        return super().update(**thoughts, noted={}, review_by=None)


class Assessment(InRealm):
    """One version of what a report means (THRIVE); it never changes once it is written.

    ``number`` counts the versions of one report without a gap. ``suggested`` is what the rules
    spoke for and ``grade`` what a person chose: both are kept, and nothing chooses by itself.
    """

    report = models.ForeignKey(
        "reports.Report", on_delete=models.PROTECT, related_name="assessments"
    )
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="assessment")
    number = models.PositiveIntegerField()
    threat = SealedTextField()
    harm = SealedTextField()
    risk = SealedTextField()
    investigation = SealedTextField()
    vulnerability = SealedTextField()
    engagement = SealedTextField()
    prevention = SealedTextField()
    # {"prompts": […], "strands": […], "signs": […]}: what was seen, perceived and suggested from.
    noted = SealedJSONField()
    # Until when what was seen of somebody vulnerable holds without another look.
    review_by = models.DateField(null=True, blank=True)
    suggested = models.CharField(max_length=12, choices=[(g.value, g.value) for g in Grade])
    grade = models.ForeignKey(CallGrade, on_delete=models.PROTECT, related_name="+")
    area_kind = models.CharField(max_length=8, choices=[(a.value, a.value) for a in AreaKind])
    # When the report got this grade: assessing it again with the same one gains no time.
    graded_at = models.DateTimeField()
    # By when somebody is to be there, by the minutes of that day; None where nobody is sent.
    due_at = models.DateTimeField(null=True, blank=True)
    # The last message that was there: whatever the clock says, a later number came later.
    message_seen = models.BigIntegerField(default=0)
    actor_id = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=120)
    at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="casework_assessment_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(suggested__in=[g.value for g in Grade]),
                name="casework_assessment_suggested_known",
            ),
            models.CheckConstraint(
                condition=models.Q(area_kind__in=[a.value for a in AreaKind]),
                name="casework_assessment_area_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new assessment; raises ``Immutable`` for one that is written already."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)

    @property
    def followed(self) -> bool:
        """Whether the person chose what the rules suggested."""
        return self.grade.kind == self.suggested

    @property
    def prompts(self) -> list[Prompt]:
        """What was seen that may make somebody vulnerable."""
        return [Prompt(name) for name in self.noted.get("prompts", [])]

    @property
    def strands(self) -> list[Strand]:
        """Whom hostility is perceived to be aimed at."""
        return [Strand(name) for name in self.noted.get("strands", [])]

    @property
    def signs(self) -> list[Sign]:
        """What in the report spoke for the suggestion."""
        return [Sign(name) for name in self.noted.get("signs", [])]
