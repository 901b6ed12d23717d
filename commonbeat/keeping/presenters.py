"""Rows of the page of what is kept, and lines of what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonbeat.keeping.models import Hold, KeptRecord, Notice, Review
from commonbeat.keeping.queries import Tab
from commonbeat.reports.models import CATEGORY_WORDS, Category

TAB_WORDS = {
    Tab.DUE: lambda: pgettext("review", "Due now"),
    Tab.SOON: lambda: pgettext("review", "In the next 90 days"),
    Tab.HELD: lambda: pgettext("hold", "On hold"),
    Tab.WAITING: lambda: pgettext("review", "Waits for a second person"),
}


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One report or incident of the page, without a word of what it says."""

    reference: str
    about: str | Promise
    group: str | Promise
    noticed_on: date
    review_on: date
    late: str
    is_held: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class PastLine:
    """One thing that was decided, held or noticed."""

    who: str
    at: datetime
    words: str | Promise
    tone: str
    reason: str
    more: str


def late_text(day: date, today: date) -> str:
    """Return for how long a review has been due; nothing before its day."""
    days = (today - day).days
    if days < 0:
        return ""
    if days == 0:
        return _("due today")
    return ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}


def kept_row(record: KeptRecord, *, today: date) -> KeptRow:
    """Return a row; its hold and what waits were fetched along."""
    holds: list[Hold] = getattr(record, "current_holds", [])
    waiting: list[Review] = getattr(record, "waiting_reviews", [])
    return KeptRow(
        reference=record.reference,
        about=CATEGORY_WORDS[Category(record.subject.category)],
        group=record.group_words,
        noticed_on=record.noticed_on,
        review_on=record.review_on,
        late=late_text(record.review_on, today),
        is_held=bool(holds),
        waits=bool(waiting) or any(hold.lift_asked_by_id for hold in holds),
    )


def past_line(line: Review | Hold | Notice) -> PastLine:
    """Return a line of what was done."""
    if isinstance(line, Notice):
        words = pgettext("review", "Came to notice again")
        return PastLine(line.by.display_name, line.at, words, "", line.reason, "")
    if isinstance(line, Hold):
        ended = line.lifted_by.display_name if line.lifted_by else ""
        more = _("Ended with %(name)s") % {"name": ended} if ended else ""
        who = line.placed_by.display_name
        return PastLine(who, line.placed_at, line.words, line.tone, line.reason, more)
    who = line.made_by.display_name if line.made_by else _("By rule")
    second = line.answered_by.display_name if line.answered_by else ""
    more = _("Second person: %(name)s") % {"name": second} if second else ""
    return PastLine(who, line.made_at, line.words, line.tone, line.reason, more)
