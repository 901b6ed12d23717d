"""What rows need of a town before they can measure: areas, a report, people."""

from datetime import datetime

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock
from commonbeat.core.ids import random_code
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.places.queries import snap
from commonbeat.places.tests.factories import WEST, make_areas
from commonbeat.reports.actions import submit_report
from commonbeat.reports.models import Report
from commonbeat.reports.rules import RECEIPT_LENGTH, Intake, Topic


def make_report(now: datetime | None = None) -> Report:
    """Take one anonymous report in."""
    intake = Intake(
        receipt=random_code(RECEIPT_LENGTH),
        topic=Topic.BIKE_TAKEN,
        description="My green bicycle was taken from the rack. The lock was cut.",
        place="By the market",
        cell=snap(longitude=WEST[0], latitude=WEST[1]).cell9,
    )
    return submit_report(
        intake=intake, realm_id=LIVE_REALM_ID, reporter=None, now=now or clock.now()
    ).report


def make_operator() -> User:
    """Return somebody who works on the queue."""
    return make_user(Role.TRIAGE_OPERATOR)


__all__ = ["make_areas", "make_operator", "make_report"]
