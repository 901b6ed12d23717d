"""What the town keeps: something overdue, something on hold, an erasing that waits."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from commonbeat.accounts.models import User
from commonbeat.casework.actions import Verdict, decide
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind, Outcome
from commonbeat.core.ids import random_code
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.keeping.actions import ask_to_erase, file_everything, file_record, place_hold
from commonbeat.reports.actions import submit_report
from commonbeat.reports.models import Report
from commonbeat.reports.rules import RECEIPT_LENGTH, Intake, Status, Topic

# The worker of those days did not run: the oldest report of the town is long closed.
_LONG_AGO = timedelta(days=6 * 366 + 40)


def keep_things(now: datetime, cast: dict[str, User]) -> None:
    """Leave something for each part of the page of what is kept."""
    old = _close_long_ago(now - _LONG_AGO, cast["tom"])
    closed = Report.objects.in_realm(LIVE_REALM_ID).filter(status=Status.RESOLVED.value)
    young, other = closed.exclude(pk=old.pk).open_to(cast["tom"]).order_by("-pk")[:2]
    place_hold(
        record=file_record(subject=young, now=now),
        review_on=localdate(now) + timedelta(days=60),
        reason="The defence asked the court for it. Hearing in two months.",
        user=cast["tom"],
        now=now,
    )
    record = file_record(subject=other, now=now)
    ask_to_erase(
        record=record,
        reason="Sent twice by mistake: the same words are in an earlier report.",
        user=cast["tom"],
        expected=record.version,
        now=now,
    )
    file_everything(now=now)


def _close_long_ago(moment: datetime, user: User) -> Report:
    intake = Intake(
        receipt=random_code(RECEIPT_LENGTH),
        topic=Topic.SHOP_THEFT,
        description="Two bottles taken from the shelf by the door, an old camera saw it.",
    )
    report = submit_report(intake=intake, realm_id=LIVE_REALM_ID, reporter=None, now=moment).report
    verdict = Verdict(
        DecisionKind.CLOSE,
        reason="The shop paid for a new camera and asks for nothing more",
        words="Thank you. The shop has a new camera now.",
        outcome=Outcome.DEALT_WITH,
    )
    at = moment + timedelta(hours=3)
    decide(report=report, verdict=verdict, user=user, expected=stamp_of(report), now=at)
    return report
