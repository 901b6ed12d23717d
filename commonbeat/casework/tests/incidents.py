"""Incidents for tests, made through the actions, and reports that are near each other."""

from datetime import datetime, timedelta
from typing import Any

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import add_report, make_incident
from commonbeat.casework.models import Incident, IncidentReport
from commonbeat.places.queries import snap
from commonbeat.places.tests.factories import EAST, WEST
from commonbeat.reports.models import Report, Topic
from commonbeat.reports.tests.factories import NOON, make_report

TITLE = "Burglaries behind the museum"
WHY = "Same street and same evening"


def make_near(
    words: str = "Two men broke the back door and took a laptop.",
    *,
    topic: Topic = Topic.HOME_ENTERED,
    at: tuple[float, float] = WEST,
    now: datetime = NOON,
    **answers: Any,
) -> Report:
    """Submit a report from a spot in Westgate; the town must have been made."""
    cell = snap(longitude=at[0], latitude=at[1]).cell9
    return make_report(topic=topic, description=words, cell=cell, now=now, **answers)


def incident_of(*reports: Report, user: User | None = None, **fields: Any) -> Incident:
    """Make an incident of reports."""
    facts = {"title": TITLE, "reason": WHY, "now": NOON + timedelta(hours=1), **fields}
    who = user or make_user(Role.TRIAGE_OPERATOR)
    return make_incident(reports=list(reports) or [make_report()], user=who, **facts)


def put_in(incident: Incident, report: Report, user: User | None = None) -> IncidentReport:
    """Put a report into an incident."""
    who = user or make_user(Role.TRIAGE_OPERATOR)
    now = NOON + timedelta(hours=2)
    return add_report(incident=incident, report=report, reason=WHY, user=who, now=now)


__all__ = ["EAST", "TITLE", "WEST", "WHY", "incident_of", "make_near", "put_in"]
