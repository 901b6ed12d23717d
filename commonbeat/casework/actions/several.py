"""Doing one thing about several reports: each by itself, so that one refusal stops no other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.actions.deciding import Verdict, decide
from commonbeat.casework.actions.errors import NotNow
from commonbeat.casework.actions.incidents import add_report, make_incident
from commonbeat.casework.models import ALONE_WORDS, Incident
from commonbeat.casework.queries import Stamp, facts_of
from commonbeat.casework.rules import Several, why_alone
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.models import Report


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report about which nothing was done, and the sentence that says why."""

    report: Report
    why: str


def decide_several(
    *,
    seen: list[tuple[Report, Stamp]],
    do: Several,
    verdict: Verdict,
    user: User,
    now: datetime,
) -> list[LeftOut]:
    """Decide the same about each report as it was ``seen``; return those that were left out."""

    def one(report: Report, stamp: Stamp) -> None:
        decide(report=report, verdict=verdict, user=user, expected=stamp, now=now)

    return _each(seen, do, one, user=user)


def join_several(
    *,
    seen: list[tuple[Report, Stamp]],
    incident: Incident,
    reason: str,
    user: User,
    now: datetime,
) -> list[LeftOut]:
    """Put each report into one incident; return those that were left out."""

    def one(report: Report, _stamp: Stamp) -> None:
        add_report(incident=incident, report=report, reason=reason, user=user, now=now)

    return _each(seen, Several.JOIN, one, user=user)


def make_incident_of_several(
    *, seen: list[tuple[Report, Stamp]], title: str, reason: str, user: User, now: datetime
) -> tuple[Incident, list[LeftOut]]:
    """Make an incident of what can be joined; raises as ``make_incident`` does, and ``NotNow``."""
    left = _alone([report for report, _stamp in seen], Several.JOIN, user)
    out = {one.report.pk for one in left}
    reports = [report for report, _stamp in seen if report.pk not in out]
    if not reports:
        raise NotNow(_("None of these reports can be put into an incident."))
    made = make_incident(reports=reports, title=title, reason=reason, user=user, now=now)
    return made, left


def _each(
    seen: list[tuple[Report, Stamp]],
    do: Several,
    one: Callable[[Report, Stamp], None],
    *,
    user: User,
) -> list[LeftOut]:
    left = _alone([report for report, _stamp in seen], do, user)
    out = {alone.report.pk for alone in left}
    for report, stamp in seen:
        if report.pk in out:
            continue
        try:
            one(report, stamp)
        except CommonbeatError as error:
            left.append(LeftOut(report, str(error)))
    return left


def _alone(reports: list[Report], do: Several, user: User) -> list[LeftOut]:
    """Return what may not go along, whatever a page said when it was drawn."""
    facts = facts_of(reports)
    why = {report.pk: why_alone(do, facts[report.pk], by=user.pk) for report in reports}
    return [
        LeftOut(report, str(ALONE_WORDS[alone])) for report in reports if (alone := why[report.pk])
    ]
