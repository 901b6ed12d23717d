"""The force's own grades of response, and how many minutes each allows."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext

from commonbeat.casework.rules import AreaKind, Grade


class CallGradeQuerySet(models.QuerySet["CallGrade"]):
    """Grades are added and ended, never deleted: assessments point at them."""

    def in_use(self, now: datetime) -> Self:
        """Keep the grades that can be chosen at ``now``."""
        begun = self.filter(models.Q(valid_from=None) | models.Q(valid_from__lte=now))
        return begun.filter(models.Q(valid_until=None) | models.Q(valid_until__gt=now))


class CallGrade(models.Model):
    """One grade as it was valid for a time; a change of its minutes is a new row.

    ``name`` of what came with us is translated. Minutes are None where nobody is sent.
    """

    kind = models.CharField(max_length=12, choices=[(g.value, g.value) for g in Grade])
    name = models.CharField(max_length=80)
    urban_minutes = models.PositiveIntegerField(null=True, blank=True)
    rural_minutes = models.PositiveIntegerField(null=True, blank=True)
    # None: from the beginning.
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)

    objects = CallGradeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(valid_until=None),
                name="casework_callgrade_one_in_use",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[g.value for g in Grade]),
                name="casework_callgrade_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def grade(self) -> Grade:
        """Which of the four it is."""
        return Grade(self.kind)

    @property
    def words(self) -> str:
        """Its name, in the language that is switched on."""
        return gettext(self.name)

    def minutes(self, area: AreaKind) -> int | None:
        """Return how many minutes it allows in the town or in the country."""
        return self.urban_minutes if area is AreaKind.URBAN else self.rural_minutes
