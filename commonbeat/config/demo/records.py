"""The records system of the demonstration: set up and switched off, with one hand-off waiting."""

from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.casework.actions import SystemSettings, hand_over, keep_records_system
from commonbeat.casework.models import Incident
from commonbeat.casework.rules import HandedDepth
from commonbeat.core.models import LIVE_REALM_ID

# A top-level name that is kept for examples: nothing ever answers there.
_ADDRESS = "https://records.commonbeat.example/hand-offs"


def set_up_records(now: datetime, cast: dict[str, User]) -> None:
    """Set the system up, switched off, and hand the burglary over: it waits."""
    keep_records_system(
        wanted=SystemSettings("Records (demonstration)", _ADDRESS, is_on=False),
        expected_version=0,
        realm_id=LIVE_REALM_ID,
        user=cast["owen"],
        now=now - timedelta(days=30),
    )
    incident = Incident.objects.in_realm(LIVE_REALM_ID).order_by("pk").first()
    if incident is not None:
        hand_over(
            incident=incident,
            depth=HandedDepth.WORDS,
            expected_version=incident.version,
            reason="What three people saw belongs in the crime record",
            user=cast["dan"],
            now=now - timedelta(hours=3),
        )
