"""Intelligence for tests, made through the actions that pages call."""

from collections.abc import Mapping
from typing import Any

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.intelligence.actions import (
    CopyWords,
    ItemWords,
    NewReport,
    add_item,
    answer_held_copy,
    check_copy,
    give_copy,
    grade_item,
    make_intelligence_report,
    move_report,
    write_copy,
)
from commonbeat.intelligence.models import CopyRecipient, IntelligenceReport, SanitisedCopy
from commonbeat.intelligence.queries import items_of
from commonbeat.intelligence.rules import (
    Crowd,
    Grade,
    Handling,
    Information,
    Marking,
    Source,
    State,
    Statement,
)
from commonbeat.reports.models import Category, Report

WORDS = "There is a gun under the pillow in the back bedroom of number nine"
MORE = "He sells from a grey car outside the school gate on Fridays at three"
SAFE = "A firearm is said to be kept at an address in the area."
WHY = "It is needed for the work on this"
SOURCE = "His sister, who sleeps in the next room"
PERMITTED = Grade(Source.UNTESTED, Information.KNOWN_DIRECTLY, Handling.PERMITTED)
CONDITIONS = "Act only with the officer in the case"
BOUND = Grade(
    Source.UNTESTED, Information.KNOWN_DIRECTLY, Handling.CONDITIONS, conditions=CONDITIONS
)


def make_officer() -> User:
    """Return an intelligence officer."""
    return make_user(Role.INTELLIGENCE_OFFICER)


def make_draft(
    user: User | None = None,
    *,
    report: Report | None = None,
    realm_id: int = LIVE_REALM_ID,
    words: str = WORDS,
    source: str = SOURCE,
    **fields: Any,
) -> IntelligenceReport:
    """Return a draft with one item and a source."""
    new = NewReport(
        marking=fields.pop("marking", Marking.OFFICIAL),
        category=fields.pop("category", Category.POSSESSION_OF_WEAPONS),
        first=ItemWords(words, Statement.FACT),
        source=source,
        **fields,
    )
    made = make_intelligence_report(
        realm_id=realm_id, new=new, user=user or make_officer(), report=report, now=clock.now()
    )
    made.refresh_from_db()
    return made


def make_submitted(user: User | None = None, **fields: Any) -> IntelligenceReport:
    """Return a report with two items that waits for its grades."""
    officer = user or make_officer()
    made = make_draft(officer, **fields)
    item = ItemWords(MORE, Statement.OPINION)
    add_item(report=made, item=item, user=officer, expected=made.version, now=clock.now())
    return move(made, State.SUBMITTED, officer)


def move(report: IntelligenceReport, after: State, user: User) -> IntelligenceReport:
    """Move a report as it stands."""
    report.refresh_from_db()
    move_report(
        report=report, after=after, reason=WHY, user=user, expected=report.version, now=clock.now()
    )
    report.refresh_from_db()
    return report


def grade(report: IntelligenceReport, number: int, given: Grade, user: User) -> None:
    """Grade an item of a report as it stands."""
    report.refresh_from_db()
    item = items_of(report)[number - 1]
    grade_item(
        item=item, grade=given, reason=WHY, user=user, expected=report.version, now=clock.now()
    )


def make_graded(
    user: User | None = None, grades: tuple[Grade, Grade] = (PERMITTED, PERMITTED), **fields: Any
) -> IntelligenceReport:
    """Return a graded report with two items."""
    officer = user or make_officer()
    made = make_submitted(officer, **fields)
    for number, given in enumerate(grades, start=1):
        grade(made, number, given, officer)
    return move(made, State.GRADED, officer)


def make_words(words: Mapping[int, str] | None = None, **fields: Any) -> CopyWords:
    """Return what somebody writes of a copy."""
    given = {"crowd": Crowd.SOME, "reason": WHY, **fields}
    return CopyWords(words={1: SAFE} if words is None else words, **given)


def make_copy(
    report: IntelligenceReport | None = None, *, user: User | None = None, **fields: Any
) -> SanitisedCopy:
    """Return a copy that waits: for its check, or for a supervisor where few could know."""
    officer = user or make_officer()
    report = report or make_graded(officer)
    report.refresh_from_db()
    return write_copy(
        report=report,
        copy=make_words(**fields),
        user=officer,
        expected=report.version,
        now=clock.now(),
    )


def make_held(**fields: Any) -> SanitisedCopy:
    """Return a copy that 1 to 3 people could know."""
    return make_copy(crowd=Crowd.FEW, **fields)


def agree(copy: SanitisedCopy, user: User | None = None) -> SanitisedCopy:
    """Let a held copy go on."""
    supervisor = user or make_user(Role.SUPERVISOR)
    return answer_held_copy(copy=copy, agrees=True, reason=WHY, user=supervisor, now=clock.now())


def check(copy: SanitisedCopy, user: User | None = None) -> SanitisedCopy:
    """Finish a copy as a second person."""
    return check_copy(
        copy=copy, passes=True, reason=WHY, user=user or make_officer(), now=clock.now()
    )


def make_given(to: User | None = None, **fields: Any) -> CopyRecipient:
    """Return a checked copy that was given to somebody of the police."""
    reader = to or make_user(Role.NEIGHBOURHOOD_OFFICER)
    copy = check(make_copy(**fields))
    return give_copy(copy=copy, to=reader, reason=WHY, user=make_officer(), now=clock.now())
