"""Check your answers: each answer in words, with the page that changes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from commonbeat.core.errors import CommonbeatError
from commonbeat.places.queries import cell_label
from commonbeat.reports.models import TOPIC_WORDS, answer_words, in_words
from commonbeat.reports.presenters.moments import when_text
from commonbeat.reports.rules import Identity, Intake
from commonbeat.reports.rules.questions import QuestionSet
from commonbeat.reports.rules.steps import Step, ask_page


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row; ``step`` is the page to change it on."""

    key: str
    value: str
    step: str


def intake_rows(
    intake: Intake, questions: QuestionSet, pages: Iterable[str], *, now: datetime
) -> list[AnswerRow]:
    """Return the answers in the order in which they were asked."""
    words_key = in_words(questions.title) or _("What happened")
    rows: dict[str, tuple[str, Any]] = {
        Step.WHAT: (_("What it is about"), TOPIC_WORDS[intake.topic]),
        Step.WHEN: (_("When"), when_text(intake, now=now)),
        Step.WHERE: (_("Where"), where_text(intake)),
        Step.WORDS: (words_key, intake.description),
        Step.PHOTO: (_("Photo"), _("1 photo") if intake.photo else _("Not added")),
    }
    for question in questions.questions:
        said = answer_words(question, intake.answers.get(question.key, ()))
        rows[ask_page(question.key)] = (in_words(question.words), said or _("Not answered"))
    return [
        AnswerRow(key=rows[page][0], value=str(rows[page][1]), step=str(page))
        for page in pages
        if page in rows
    ]


def where_text(intake: Intake) -> str:
    """Return where it was: the chosen place, the words, or both."""
    chosen = "" if intake.cell is None else _label(intake.cell)
    if chosen and intake.place and intake.place.casefold() not in chosen.casefold():
        return f"{chosen}\n{intake.place}"
    return chosen or intake.place or _("Not known")


def _label(cell: int) -> str:
    try:
        return cell_label(cell)
    except (CommonbeatError, DatabaseError):
        # The page that says that nothing was sent must not need the database itself.
        return _("The shape that you chose on the map")


def known_as(identity: Identity, name: str) -> str:
    """Return under which name the police will know the reporter."""
    return _("Not given") if identity is Identity.ANONYMOUS else name
