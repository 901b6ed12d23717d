"""Invented intelligence: a copy that waits for a supervisor, one for its check, and a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.intelligence.actions import (
    CopyWords,
    ItemWords,
    NewReport,
    add_item,
    grade_item,
    make_intelligence_report,
    move_report,
    name_subject,
    write_copy,
)
from commonbeat.intelligence.models import IntelligenceReport
from commonbeat.intelligence.queries import items_of
from commonbeat.intelligence.rules import (
    Crowd,
    Grade,
    Handling,
    Information,
    Marking,
    PersonRole,
    Source,
    State,
    Statement,
)
from commonbeat.reports.models import Category, Report
from commonbeat.reports.rules import Topic

_BOUND = "Do not act on this alone. Ring the intelligence desk first."
_CAR = Grade(Source.RELIABLE, Information.CORROBORATED, Handling.PERMITTED)
_FLAT = Grade(Source.UNTESTED, Information.KNOWN_DIRECTLY, Handling.CONDITIONS, conditions=_BOUND)


@dataclass(frozen=True, slots=True)
class _Told:
    """One intelligence report, and the copy that was written of it."""

    ago: int
    category: Category
    items: tuple[tuple[str, Grade], ...]
    copy: str
    crowd: Crowd
    source: str = ""
    person: str = ""


_TOLD = (
    _Told(
        ago=9,
        category=Category.DRUGS,
        items=(
            ("A grey estate car sells by the canal bridge on Friday evenings after nine.", _CAR),
            ("The driver lives with his mother in the flat above the dry cleaner’s.", _FLAT),
        ),
        copy="Dealing from a car is reported by the canal at weekends.",
        crowd=Crowd.MANY,
        source="A shopkeeper who closes late and asked not to be named.",
        person="Darren Example",
    ),
    _Told(
        ago=3,
        category=Category.POSSESSION_OF_WEAPONS,
        items=(
            ("He keeps a knife taped under the till of the corner shop.", _FLAT),
            ("He says that it is there because of the two robberies in spring.", _CAR),
        ),
        copy="A blade is thought to be kept inside a shop in the centre.",
        crowd=Crowd.FEW,
        source="Somebody who works behind that counter.",
    ),
)


def know_things(now: datetime, cast: dict[str, User]) -> None:
    """Make what an intelligence desk has on its list, in the days before ``now``."""
    for told in _TOLD:
        _live_through(told, cast["ruth"], now - timedelta(days=told.ago))
    original = Report.objects.filter(topic=Topic.WEAPON).order_by("-pk").first()
    make_intelligence_report(
        realm_id=LIVE_REALM_ID,
        new=NewReport(
            marking=Marking.OFFICIAL,
            category=Category.POSSESSION_OF_WEAPONS,
            first=ItemWords("A blade was hidden where children play.", Statement.FACT),
        ),
        user=cast["imran"],
        report=original,
        now=now - timedelta(hours=1),
    )


def _live_through(told: _Told, officer: User, now: datetime) -> None:
    (first, _grade), *more = told.items
    made = make_intelligence_report(
        realm_id=LIVE_REALM_ID,
        new=NewReport(
            marking=Marking.OFFICIAL_SENSITIVE,
            category=told.category,
            first=ItemWords(first, Statement.FACT),
            source=told.source,
        ),
        user=officer,
        now=now,
    )
    for words, _given in more:
        another = ItemWords(words, Statement.OPINION)
        add_item(report=made, item=another, user=officer, expected=_version(made), now=now)
    if told.person:
        name_subject(
            item=items_of(made)[1],
            name=told.person,
            role=PersonRole.SUSPECT,
            user=officer,
            expected=_version(made),
            now=now,
        )
    _move(made, State.SUBMITTED, "Everything that is known is in it", officer, now)
    for item, (_words, grade) in zip(items_of(made), told.items, strict=True):
        reason = "How they came to know it was asked and written down"
        grade_item(
            item=item, grade=grade, reason=reason, user=officer, expected=_version(made), now=now
        )
    _move(made, State.GRADED, "Every item has its grade", officer, now)
    copy = CopyWords(
        words={1: told.copy},
        crowd=told.crowd,
        reason="The neighbourhood team plans its patrols for the week",
        conditions=_BOUND,
    )
    write_copy(report=made, copy=copy, user=officer, expected=_version(made), now=now)


def _move(
    report: IntelligenceReport, after: State, reason: str, officer: User, now: datetime
) -> None:
    move_report(
        report=report,
        after=after,
        reason=reason,
        user=officer,
        expected=_version(report),
        now=now,
    )


def _version(report: IntelligenceReport) -> int:
    report.refresh_from_db()
    return report.version
