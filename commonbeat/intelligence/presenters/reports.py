"""Intelligence reports in words: rows of the list, items with their grades, what can be done."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commonbeat.core.moments import full_text, plain_date_text
from commonbeat.intelligence import rules
from commonbeat.intelligence.models import (
    CONDITION_WORDS,
    HANDLING_WORDS,
    INFORMATION_WORDS,
    SOURCE_WORDS,
    Grading,
    IntelligenceReport,
    Item,
    Subject,
)
from commonbeat.intelligence.queries import Found, current_grading
from commonbeat.intelligence.rules import STATE_TABLE, Condition, Handling, State

KEEP, ERASE = "keep", "erase"


@dataclass(frozen=True, slots=True)
class GradeTag:
    """A grade as a tag: plum once it may be shared, amber under conditions."""

    short: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """One report of the list: nothing that it says."""

    report: IntelligenceReport
    grades: list[GradeTag]
    ungraded: int
    made: str


@dataclass(frozen=True, slots=True)
class GradingView:
    """One grading in words."""

    tag: GradeTag
    lines: list[str]
    conditions: str
    who: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as a page shows it."""

    number: int
    words: str
    statement: Promise
    people: list[Subject]
    grade: GradeTag | None
    gradings: list[GradingView]


@dataclass(frozen=True, slots=True)
class Move:
    """Something that can be done with a report now."""

    to: str
    words: Promise
    icon: str
    is_main: bool = False


_MOVES: dict[tuple[State, State], Move] = {
    (State.DRAFT, State.SUBMITTED): Move(
        "submitted", gettext_lazy("Hand it in for grading"), "send", is_main=True
    ),
    (State.RETURNED, State.SUBMITTED): Move(
        "submitted", gettext_lazy("Hand it in again"), "send", is_main=True
    ),
    (State.SUBMITTED, State.GRADED): Move(
        "graded", gettext_lazy("The grading is finished"), "check", is_main=True
    ),
    (State.SUBMITTED, State.RETURNED): Move(
        "returned", gettext_lazy("Return it to its writer"), "back"
    ),
    (State.ARCHIVED, State.GRADED): Move(
        "graded", gettext_lazy("Take it out of the archive"), "up"
    ),
}
_ARCHIVE = Move("archived", gettext_lazy("Put it into the archive"), "save")
_KEEP = Move(KEEP, gettext_lazy("Keep it for six more years"), "refresh")
_ERASE = Move(ERASE, gettext_lazy("Erase it"), "trash")
DEFAULT_WORDS = pgettext_lazy("grading", "Set at the start, for information without a name")


def rows(found: list[Found]) -> list[Row]:
    """Return reports as the list shows them."""
    return [
        Row(
            report=one.report,
            grades=[grade_tag(grading) for grading in one.grades],
            ungraded=one.items - len(one.grades),
            made=full_text(one.report.made_at),
        )
        for one in found
    ]


def grade_tag(grading: Grading) -> GradeTag:
    """Return a grade as a tag."""
    tones = {Handling.PERMITTED: "good", Handling.CONDITIONS: "wait"}
    handling = grading.grade.handling
    return GradeTag(grading.grade.short, tones.get(handling, "") if handling else "")


def item_views(items: list[Item]) -> list[ItemView]:
    """Return items as a page shows them, the newest grading of each first."""
    return [_item(item) for item in items]


def _item(item: Item) -> ItemView:
    grading = current_grading(item)
    return ItemView(
        number=item.number,
        words=item.words,
        statement=item.statement_words,
        people=list(item.subjects.all()),
        grade=grade_tag(grading) if grading else None,
        gradings=[_grading(one) for one in item.gradings.all()],
    )


def _grading(grading: Grading) -> GradingView:
    grade = grading.grade
    handling = HANDLING_WORDS[grade.handling] if grade.handling else _("Handling not set")
    codes = [CONDITION_WORDS[code] for code in Condition if code in grade.codes]
    lines = [SOURCE_WORDS[grade.source], INFORMATION_WORDS[grade.information], handling, *codes]
    return GradingView(
        tag=grade_tag(grading),
        lines=[str(line) for line in lines],
        conditions=grade.conditions,
        who=grading.graded_by.display_name,
        at=full_text(grading.at),
        reason=str(DEFAULT_WORDS) if grading.is_default else grading.reason,
    )


def moves(report: IntelligenceReport, *, now: datetime) -> list[Move]:
    """Return what can be done with a report as it stands."""
    state, today = report.standing, localdate(now)
    found = [_MOVES[state, after] for after in State if (state, after) in _MOVES]
    if STATE_TABLE.allows(state, State.ARCHIVED):
        found.append(_ARCHIVE)
    if today >= report.review_on:
        found.append(_KEEP)
    if rules.may_erase(state=state, review_on=report.review_on, today=today):
        found.append(_ERASE)
    return found


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report as its page shows it."""

    items: list[ItemView]
    moves: list[Move]
    made: str
    review: str
    is_due: bool
    takes_items: bool
    takes_grades: bool
    takes_people: bool
    takes_copies: bool


def report_view(report: IntelligenceReport, items: list[Item], *, now: datetime) -> ReportView:
    """Return one report as its page shows it."""
    state = report.standing
    return ReportView(
        items=item_views(items),
        moves=moves(report, now=now),
        made=_("%(name)s, %(time)s")
        % {"name": report.made_by.display_name, "time": full_text(report.made_at)},
        review=plain_date_text(report.review_on),
        is_due=localdate(now) >= report.review_on,
        takes_items=state in rules.WRITTEN_IN,
        takes_grades=state in rules.GRADED_IN,
        takes_people=state in rules.AT_WORK,
        takes_copies=state is State.GRADED,
    )
