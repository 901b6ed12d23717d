"""Answers that a force keeps ready, and the advice that was given before words were sent."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from commonbeat.casework.models.decision import Decision
from commonbeat.casework.rules import Advice, Purpose
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm, RealmQuerySet
from commonbeat.reports.models import Topic


class AnswerTemplateQuerySet(RealmQuerySet["AnswerTemplate"]):
    """Answers are added and ended, never deleted: decisions point at them."""

    def in_use(self, now: datetime) -> Self:
        """Keep what is offered at ``now``."""
        begun = self.filter(valid_from__lte=now)
        return begun.filter(models.Q(valid_until=None) | models.Q(valid_until__gt=now))

    def newest(self) -> Self:
        """Keep the last version of each answer."""
        return self.filter(followed_by=None)

    def about(self, topic: str) -> Self:
        """Keep what fits reports of one kind, and what fits them all."""
        return self.filter(topic__in=["", topic])


class AnswerTemplate(InRealm):
    """One version of an answer that is offered beside reports; a change is a new row.

    ``words`` holds the text in each language that it was written in, English always; the gaps of
    ``Placeholder`` are filled for each report. Nobody's name or case is in it.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    title = models.CharField(max_length=80)
    purpose = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Purpose])
    # Nothing: every kind of report.
    topic = models.CharField(
        max_length=20, blank=True, choices=[(topic.value, topic.value) for topic in Topic]
    )
    words = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=1)
    # One version follows another once: of two people who change it, one was first.
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True, blank=True
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=[p.value for p in Purpose]),
                name="casework_answer_purpose_known",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="casework_answer_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1, replaces=None)
                | models.Q(number__gt=1, replaces__isnull=False),
                name="casework_answer_first_replaces_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    def is_offered(self, now: datetime) -> bool:
        """Say whether it is offered at ``now``."""
        return self.valid_from <= now and (self.valid_until is None or self.valid_until > now)

    def words_in(self, language: str) -> str:
        """Return its text in a language, or nothing where it was not written in it."""
        text: str = self.words.get(language, "")
        return text

    @property
    def languages(self) -> list[str]:
        """The languages that it was written in, in the order of the site."""
        return [code for code, _name in settings.LANGUAGES if self.words.get(code)]


class AnswerUse(InRealm):
    """That the words of a decision began with a kept answer, and whether they were changed."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="answer_use")
    template = models.ForeignKey(AnswerTemplate, on_delete=models.PROTECT, related_name="uses")
    is_changed = models.BooleanField()

    objects = RealmQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.decision_id} {self.template_id}"


class DecisionAdvice(InRealm):
    """One piece of advice that somebody saw before they sent words; only what it was about."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="advice")
    advice = models.CharField(max_length=16, choices=[(a.value, a.value) for a in Advice])
    # Sent as it was, with one more press.
    is_overridden = models.BooleanField()

    objects = RealmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "advice"], name="casework_advice_once"),
            models.CheckConstraint(
                condition=models.Q(advice__in=[a.value for a in Advice]),
                name="casework_advice_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.advice}"
