"""Every database asks the questions of the release that it was migrated by."""

from typing import Any

from commonbeat.core import clock
from commonbeat.reports.actions import publish_shipped_sets


def publish_after_migrating(**kwargs: Any) -> None:
    """Publish the question sets that came with the release."""
    publish_shipped_sets(now=clock.now())
