"""Open pages of a report hear that something about its shares changed."""

from datetime import datetime

from commonbeat.core import live
from commonbeat.partners.models import Share


def wake(share: Share, *, now: datetime) -> None:
    """Tell open pages of the report that something about its shares changed."""
    live.publish(
        topic=f"queue:{share.realm_id}",
        kind="decision",
        data={"report": share.report.key, "status": share.report.status},
        now=now,
    )
