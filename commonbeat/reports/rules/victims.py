"""What victims are owed: news within working days, and another look at a decision to stop.

Code of Practice for Victims of Crime (England and Wales), Right 6: told within five working days,
or one under Enhanced Rights. Victims' Right to Review: asked for within three months.
"""

from calendar import monthrange
from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from commonbeat.reports.rules.categories import Category
from commonbeat.reports.rules.questions import Answers
from commonbeat.reports.rules.status import Status
from commonbeat.reports.rules.working_days import add_working_days, end_of_day

WORKING_DAYS = 5
WORKING_DAYS_ENHANCED = 1
_REVIEW_MONTHS = 3
WISH_LENGTH = 300

# The shipped question that says whose report it is, and what victims and others answer.
_WHOSE = "role"
_VICTIM = {"mine": True, "saw": False, "told": False}

_CRIMES = frozenset(
    {
        Category.BICYCLE_THEFT,
        Category.BURGLARY,
        Category.CRIMINAL_DAMAGE_ARSON,
        Category.OTHER_THEFT,
        Category.POSSESSION_OF_WEAPONS,
        Category.PUBLIC_ORDER,
        Category.ROBBERY,
        Category.SHOPLIFTING,
        Category.THEFT_FROM_THE_PERSON,
        Category.VEHICLE_CRIME,
        Category.VIOLENT_CRIME,
        Category.OTHER_CRIME,
    }
)
# News by itself: a victim is told of it within the promised working days.
NEWS_BY_STATUS = frozenset(
    {Status.INVESTIGATING, Status.SHARED, Status.RESOLVED, Status.FILED, Status.PASSED}
)


class CaseEvent(StrEnum):
    """What happens in a case that a victim must be told of."""

    ARREST = "arrest"
    INTERVIEW = "interview"
    RELEASE = "release"
    BAIL = "bail"
    NOT_INVESTIGATED = "not-investigated"


class HowOften(StrEnum):
    """How often somebody wants to hear."""

    EACH = "each"
    WEEKLY = "weekly"
    END = "end"


def says_victim(category: Category, answers: Answers) -> bool | None:
    """Return whether a report says that its writer is the victim; None where it does not say.

    Who writes for somebody else may or may not be told everything: a person decides that.
    """
    if category not in _CRIMES:
        return None
    said = answers.get(_WHOSE, ())
    return _VICTIM.get(said[0]) if said else None


def tell_by(now: datetime, *, is_enhanced: bool, holidays: Set[date], zone: ZoneInfo) -> datetime:
    """Return until when a victim must be told of what happened at ``now``: the end of a day."""
    days = WORKING_DAYS_ENHANCED if is_enhanced else WORKING_DAYS
    return end_of_day(add_working_days(now.astimezone(zone).date(), days, holidays), zone)


def review_until(filed_at: datetime, zone: ZoneInfo) -> datetime:
    """Return until when a review can be asked for: the same day three months on, or its month's
    last."""
    day = filed_at.astimezone(zone).date()
    months = day.year * 12 + day.month - 1 + _REVIEW_MONTHS
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return end_of_day(date(year, month + 1, min(day.day, last)), zone)


def may_ask_review(
    status: Status,
    *,
    is_victim: bool | None,
    filed_at: datetime,
    was_asked: bool,
    now: datetime,
    zone: ZoneInfo,
) -> bool:
    """Say whether the reporter may ask us to look again: once each time it was filed."""
    if status is not Status.FILED or is_victim is False:
        return False
    return not was_asked and now <= review_until(filed_at, zone)
