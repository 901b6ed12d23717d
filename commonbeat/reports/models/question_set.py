"""Question sets: every version that was ever asked, so that a report keeps the one it answered."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.question_documents import from_document
from commonbeat.reports.rules.questions import (
    MAIN_LANGUAGE,
    UNKNOWN,
    Question,
    QuestionSet,
    Said,
    SetState,
)


class QuestionSetVersion(models.Model):
    """One version of what is asked about a topic; once live, its document never changes.

    ``shipped_digest`` knows again a text that came with Commonbeat; a force's own has none.
    """

    topic = models.CharField(max_length=20, choices=[(t.value, t.value) for t in Topic])
    version = models.PositiveIntegerField()
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in SetState], default=SetState.DRAFT.value
    )
    document = models.JSONField(default=dict)
    shipped_digest = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "version"], name="reports_set_version"),
            models.UniqueConstraint(
                fields=["topic"],
                condition=models.Q(state=SetState.LIVE.value),
                name="reports_set_one_live",
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=models.Q(state=SetState.DRAFT.value),
                name="reports_set_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in SetState]),
                name="reports_set_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.version}"

    @property
    def questions(self) -> QuestionSet:
        """The set as its rules know it."""
        return from_document(self.document)


def in_words(said: Said) -> str:
    """Return a text in the language of the moment.

    What a force wrote in that language comes first, then the translation of its English, which
    every text that came with Commonbeat has, then the English itself.
    """
    own = said.get(get_language() or MAIN_LANGUAGE)
    if own:
        return own
    english = said.get(MAIN_LANGUAGE, "")
    return _(english) if english else ""


def answer_words(question: Question, values: Iterable[str]) -> str:
    """Return an answer in words: what was chosen, or what was written."""
    options = {option.key: option.words for option in question.options}
    if not options:
        return "".join(values)
    said = [_("I do not know") if v == UNKNOWN else in_words(options.get(v, {})) for v in values]
    return ", ".join(word for word in said if word)
