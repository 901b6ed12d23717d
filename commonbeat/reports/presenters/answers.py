"""Check your answers: each answer in words, with the page that changes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.core.errors import CommonbeatError
from commonbeat.places.queries import cell_label, is_wide
from commonbeat.reports.models import REACH_WORDS, TOPIC_WORDS, answer_words, in_words
from commonbeat.reports.presenters.moments import moment_text, when_text
from commonbeat.reports.rules import KNOWN, Identity, Intake, Reach, counted_only
from commonbeat.reports.rules.questions import QuestionSet
from commonbeat.reports.rules.steps import Step, ask_page


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row; ``step`` is the page to change it on."""

    key: str
    value: str
    step: str


def intake_rows(
    intake: Intake, questions: QuestionSet, pages: Iterable[str], files: int, *, now: datetime
) -> list[AnswerRow]:
    """Return the answers in the order in which they were asked."""
    if intake.identity is Identity.COUNTED:
        return _counted_rows(intake, now=now)
    words_key = in_words(questions.title) or _("What happened")
    rows: dict[str, tuple[str, Any]] = {
        Step.WHAT: (_("What it is about"), TOPIC_WORDS[intake.topic]),
        Step.WHEN: (_("When"), when_text(intake, now=now)),
        Step.WHERE: (_("Where"), where_text(intake)),
        Step.WORDS: (words_key, intake.description),
        Step.EVIDENCE: (_("Photos and other files"), files_text(files)),
    }
    for question in questions.questions:
        said = answer_words(question, intake.answers.get(question.key, ()))
        rows[ask_page(question.key)] = (in_words(question.words), said or _("Not answered"))
    return [
        AnswerRow(key=rows[page][0], value=str(rows[page][1]), step=str(page))
        for page in pages
        if page in rows
    ]


def _counted_rows(intake: Intake, *, now: datetime) -> list[AnswerRow]:
    """Return the little that is kept of a report that is only counted."""
    kept = counted_only(intake)
    hour = moment_text(kept.happened_from, now=now) if kept.happened_from else _("Not known")
    place = _("The neighbourhood alone") if kept.cell is not None else _("Not known")
    return [
        AnswerRow(_("What it is about"), str(TOPIC_WORDS[kept.topic]), Step.WHAT),
        AnswerRow(_("When, to the hour"), hour, Step.WHEN),
        AnswerRow(_("Where"), place, Step.WHERE),
        AnswerRow(_("Your words"), _("We throw them away"), Step.WORDS),
    ]


def files_text(number: int) -> str:
    """Return how many files were added."""
    if not number:
        return _("Not added")
    return ngettext("%(n)d file", "%(n)d files", number) % {"n": number}


def where_text(intake: Intake) -> str:
    """Return where it was: the chosen place, the words, or both."""
    chosen = "" if intake.cell is None else place_label(intake.cell)
    if chosen and intake.place and intake.place.casefold() not in chosen.casefold():
        return f"{chosen}\n{intake.place}"
    return chosen or intake.place or _("Not known")


def place_label(cell: int) -> str:
    """Return words for a chosen cell; of a home they say that the wider area is all we keep."""
    try:
        label = cell_label(cell)
        return _("%(place)s (only the wider area)") % {"place": label} if is_wide(cell) else label
    except (CommonbeatError, DatabaseError):
        # The page that says that nothing was sent must not need the database itself.
        return _("The shape that you chose on the map")


def known_as(intake: Intake, account_name: str) -> str:
    """Return under which name the police will know the reporter, and whether they see it."""
    if intake.identity is Identity.PSEUDONYM:
        return intake.pseudonym
    name = intake.contact.name if intake.contact else account_name
    if intake.identity is Identity.CONFIDENTIAL:
        return _("%(name)s (locked away)") % {"name": name}
    return name if intake.identity is Identity.NAMED else _("Not given")


def reached_as(intake: Intake, account_address: str) -> str:
    """Return how the police reply, as the reporter chose it."""
    if intake.identity is Identity.COUNTED:
        return _("Not at all, until you tell us more")
    contact = intake.contact
    if intake.identity in KNOWN and contact is None:
        return _("Here, or by email: %(address)s") % {"address": account_address}
    if contact is None or contact.how is Reach.HERE:
        return _("Here, with your receipt")
    said = f"{REACH_WORDS[contact.how]}: {contact.address}"
    if contact.safe_times:
        said += "\n" + _("Safe: %(times)s") % {"times": contact.safe_times}
    if contact.may_leave_message:
        said += "\n" + _("We may leave a message")
    return said
