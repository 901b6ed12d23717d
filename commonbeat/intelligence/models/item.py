"""Items of information, their gradings, and the people named in them."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.intelligence.models.intelligence_report import IntelligenceReport
from commonbeat.intelligence.models.wording import PERSON_WORDS, STATEMENT_WORDS
from commonbeat.intelligence.rules import (
    Condition,
    Grade,
    Handling,
    Information,
    PersonRole,
    Source,
    Statement,
)


class Immutable(Exception):
    """Something was about to be changed that is only ever followed by another."""


class Item(models.Model):
    """One piece of information; graded by itself."""

    report = models.ForeignKey(IntelligenceReport, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    words = SealedTextField()
    statement = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Statement])
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="intelligence_item_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(statement__in=[s.value for s in Statement]),
                name="intelligence_item_statement_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"

    @property
    def statement_words(self) -> Promise:
        """Fact or opinion, in words."""
        return STATEMENT_WORDS[Statement(self.statement)]


class Subject(InRealm):
    """Somebody named in an item, and what they are to it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="subjects")
    name = SealedTextField()
    role = models.CharField(max_length=10, choices=[(r.value, r.value) for r in PersonRole])

    objects = RealmQuerySet["Subject"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[r.value for r in PersonRole]),
                name="intelligence_subject_role_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    @property
    def role_words(self) -> Promise:
        """What they are to the item, in words."""
        return PERSON_WORDS[PersonRole(self.role)]


class GradingQuerySet(RealmQuerySet["Grading"]):
    """Gradings are added and read; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable


class Grading(InRealm):
    """One grade of one item: who gave it, when and why. The newest counts; none is changed."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="gradings")
    source = models.CharField(max_length=1, choices=[(s.value, s.value) for s in Source])
    information = models.CharField(max_length=1, choices=[(i.value, i.value) for i in Information])
    handling = models.CharField(
        max_length=1, blank=True, choices=[(h.value, h.value) for h in Handling]
    )
    # "A1 S2": what a recipient under C is bound to.
    codes = models.CharField(max_length=12, blank=True)
    conditions = SealedTextField()
    # Given by the rule for those without a name, and by nobody's judgement yet.
    is_default = models.BooleanField(default=False)
    reason = SealedTextField()
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = GradingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source__in=[s.value for s in Source]),
                name="intelligence_grading_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(information__in=[i.value for i in Information]),
                name="intelligence_grading_information_known",
            ),
            models.CheckConstraint(
                condition=models.Q(handling__in=["", *(h.value for h in Handling)]),
                name="intelligence_grading_handling_known",
            ),
            models.CheckConstraint(
                condition=models.Q(handling=Handling.CONDITIONS.value) | models.Q(codes=""),
                name="intelligence_grading_codes_under_c",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade.short} {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new grading; raises ``Immutable`` for one that is written already."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)

    @property
    def grade(self) -> Grade:
        """The grade as a value."""
        return Grade(
            Source(self.source),
            Information(self.information),
            Handling(self.handling) if self.handling else None,
            frozenset(Condition(code) for code in self.codes.split()),
            self.conditions,
        )
