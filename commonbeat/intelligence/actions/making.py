"""Making an intelligence report, adding items to it, and naming people in them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.intelligence import rules
from commonbeat.intelligence.actions.errors import MarkedTooHigh, NotNow, WordsMissing
from commonbeat.intelligence.actions.writing_down import (
    check_no_receipt,
    count_change,
    locked,
    write_down,
)
from commonbeat.intelligence.models import Grading, IntelligenceReport, Item, SourceDetail, Subject
from commonbeat.intelligence.permissions import (
    check_can_write_intelligence,
    check_not_kept_from_original,
)
from commonbeat.intelligence.rules import DEFAULT_GRADE, Marking, PersonRole, Statement
from commonbeat.places.models import Area
from commonbeat.reports.models import Category, Report
from commonbeat.reports.rules.destinations import NAMELESS

# Kept as it is in the log, in the language of the law and not of the reader.
DEFAULT_REASON = "First told by somebody without a name"


@dataclass(frozen=True, slots=True)
class ItemWords:
    """One item as somebody writes it."""

    words: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class NewReport:
    """An intelligence report as somebody makes it; ``source`` is who told, and may be empty."""

    marking: Marking
    category: Category
    first: ItemWords
    area: Area | None = None
    source: str = ""


@transaction.atomic
def make_intelligence_report(
    *, realm_id: int, new: NewReport, user: User, report: Report | None = None, now: datetime
) -> IntelligenceReport:
    """Make a record of its own, from a report or from nothing; nothing of a report is copied.

    Raises ``NotAllowed``, ``MarkedTooHigh``, ``WordsMissing`` and ``ReceiptInside``.
    """
    check_can_write_intelligence(user)
    if report is not None:
        check_not_kept_from_original(user, report)
    _check_marking(new.marking)
    check_no_receipt(new.source)
    made = IntelligenceReport.objects.create(
        realm_id=realm_id,
        report=report,
        is_nameless=report is not None and report.rung in NAMELESS,
        category=new.category.value,
        area=new.area,
        is_sensitive=new.marking is Marking.OFFICIAL_SENSITIVE,
        made_by=user,
        made_at=now,
        moved_at=now,
        review_on=rules.review_day(timezone.localdate(now)),
    )
    if new.source.strip():
        SourceDetail.objects.create(report=made, words=new.source.strip())
    write_down("made", made, user, now=now)
    _write_item(made, new.first, user, now=now)
    return made


@transaction.atomic
def add_item(
    *, report: IntelligenceReport, item: ItemWords, user: User, expected: int, now: datetime
) -> Item:
    """Add an item while the report is being written.

    Raises ``NotAllowed``, ``Changed``, ``NotNow``, ``WordsMissing`` and ``ReceiptInside``.
    """
    check_can_write_intelligence(user)
    current = locked(report, expected=expected)
    _check_is_written(current)
    written = _write_item(current, item, user, now=now)
    count_change(current)
    write_down("changed", current, user, now=now, details={"item": written.number})
    return written


@transaction.atomic
def reword_item(*, item: Item, words: ItemWords, user: User, expected: int, now: datetime) -> Item:
    """Write an item anew while the report is being written; what stood there is not kept.

    Raises ``NotAllowed``, ``Changed``, ``NotNow``, ``WordsMissing`` and ``ReceiptInside``.
    """
    check_can_write_intelligence(user)
    current = locked(item.report, expected=expected)
    _check_is_written(current)
    _check_words(words)
    item.words, item.statement = words.words.strip(), words.statement.value
    item.save(update_fields=["words", "statement"])
    count_change(current)
    write_down("changed", current, user, now=now, details={"item": item.number})
    return item


@transaction.atomic
def name_subject(
    *, item: Item, name: str, role: PersonRole, user: User, expected: int, now: datetime
) -> Subject:
    """Say who is named in an item, and what they are to it (DPA 2018, section 38).

    Raises ``NotAllowed``, ``Changed``, ``NotNow`` and ``WordsMissing``.
    """
    check_can_write_intelligence(user)
    current = locked(item.report, expected=expected)
    if current.standing not in rules.AT_WORK:
        raise NotNow(_("An archived report is not changed. Take it out of the archive first."))
    if not name.strip():
        raise WordsMissing(_("Write the name."))
    subject = Subject.objects.create(
        realm_id=current.realm_id, item=item, name=name.strip(), role=role.value
    )
    count_change(current)
    details = {"item": item.number, "person": role.value}
    write_down("changed", current, user, now=now, details=details)
    return subject


def _write_item(report: IntelligenceReport, item: ItemWords, user: User, *, now: datetime) -> Item:
    _check_words(item)
    written = Item.objects.create(
        report=report,
        number=report.items.count() + 1,
        words=item.words.strip(),
        statement=item.statement.value,
        written_by=user,
        written_at=now,
    )
    if report.is_nameless:
        Grading.objects.create(
            realm_id=report.realm_id,
            item=written,
            source=DEFAULT_GRADE.source.value,
            information=DEFAULT_GRADE.information.value,
            is_default=True,
            reason=DEFAULT_REASON,
            graded_by=user,
            at=now,
        )
    return written


def _check_is_written(report: IntelligenceReport) -> None:
    if report.standing not in rules.WRITTEN_IN:
        raise NotNow(_("This report was handed in. Items are added while it is being written."))


def _check_words(item: ItemWords) -> None:
    if not rules.says_something(item.words):
        raise WordsMissing(_("Write what the information is."))
    check_no_receipt(item.words)


def _check_marking(marking: Marking) -> None:
    if not rules.belongs_here(marking):
        raise MarkedTooHigh(
            _(
                "Nothing was kept. This system holds OFFICIAL only: take it to your force’s"
                " confidential unit, on its own system, and clear this page."
            )
        )
