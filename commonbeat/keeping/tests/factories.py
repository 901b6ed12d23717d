"""Supervisors, finished reports, and what is due, made through the actions."""

from datetime import datetime, timedelta
from typing import Any

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import make_decision
from commonbeat.keeping.actions import (
    agree_on_years,
    answer_erasing,
    ask_to_erase,
    file_record,
    place_hold,
    propose_years,
)
from commonbeat.keeping.models import Hold, KeptRecord, RetentionPeriod, Review
from commonbeat.keeping.rules import Group, Years
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_report

WHY = "The court may ask for it this year"
LATER = NOON + timedelta(days=12 * 365 + 10)


def make_supervisor(**fields: Any) -> User:
    """Return somebody who decides how long things are kept."""
    return make_user(Role.SUPERVISOR, **fields)


def make_finished(*, now: datetime = NOON, **answers: Any) -> Report:
    """Return a report that nobody deals with any more."""
    report = make_report(now=now, **answers)
    decided = make_decision(report, DecisionKind.CLOSE, user=make_supervisor(), now=now)
    decided.report.refresh_from_db()
    return decided.report


def make_record(report: Report | None = None, *, now: datetime = NOON) -> KeptRecord:
    """Return what is written down of a report."""
    return file_record(subject=report or make_finished(), now=now)


def hold(
    record: KeptRecord, *, user: User | None = None, now: datetime = NOON, days: int = 90
) -> Hold:
    """Put it on hold."""
    day = (now + timedelta(days=days)).date()
    return place_hold(
        record=record, review_on=day, reason=WHY, user=user or make_supervisor(), now=now
    )


def ask(record: KeptRecord, *, user: User | None = None, now: datetime = LATER) -> Review:
    """Ask to erase it."""
    record.refresh_from_db()
    who = user or make_supervisor()
    return ask_to_erase(record=record, reason=WHY, user=who, expected=record.version, now=now)


def agree(review: Review, *, user: User | None = None, now: datetime = LATER) -> Review:
    """Erase it as a second person."""
    who = user or make_supervisor()
    return answer_erasing(review=review, agrees=True, reason=WHY, user=who, now=now)


def propose(group: Group, years: Years, *, now: datetime = NOON) -> RetentionPeriod:
    """Propose how long a group is kept."""
    return propose_years(group=group, years=years, reason=WHY, user=make_supervisor(), now=now)


def put_years(group: Group, years: Years, *, now: datetime = NOON) -> RetentionPeriod:
    """Put years in force, as two people."""
    period = propose(group, years, now=now)
    return agree_on_years(period=period, user=make_supervisor(), now=now)
