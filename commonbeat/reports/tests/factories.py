"""Invented reports for tests, made through the same door as real ones."""

from datetime import UTC, datetime
from typing import Any

from commonbeat.accounts.models import User
from commonbeat.core.ids import random_code
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.actions import submit_report
from commonbeat.reports.models import Identity, Report, Topic
from commonbeat.reports.rules import RECEIPT_LENGTH, Intake

NOON = datetime(2026, 11, 14, 12, 20, 30, tzinfo=UTC)


def make_receipt() -> str:
    """Return a receipt as a browser makes one."""
    return random_code(RECEIPT_LENGTH)


def make_intake(**answers: Any) -> Intake:
    """Return a report as its sender gives it; every answer can be set."""
    return Intake(
        **{
            "receipt": make_receipt(),
            "topic": Topic.BIKE_TAKEN,
            "description": "My blue bike was taken from the rack by the library.",
            **answers,
        }
    )


def make_report(
    *,
    realm_id: int = LIVE_REALM_ID,
    reporter: User | None = None,
    now: datetime = NOON,
    **answers: Any,
) -> Report:
    """Submit a report; ``answers`` are fields of the intake."""
    if reporter is not None:
        answers.setdefault("identity", Identity.IDENTIFIED)
    submission = submit_report(
        intake=make_intake(**answers), realm_id=realm_id, reporter=reporter, now=now
    )
    return submission.report
