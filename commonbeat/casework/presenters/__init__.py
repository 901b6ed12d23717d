"""What the pages of the operations room show, in words."""

from commonbeat.casework.presenters.case import CaseView, case_view
from commonbeat.casework.presenters.log import LogRow, log_rows
from commonbeat.casework.presenters.rows import (
    QueueRow,
    QueueTab,
    address,
    queue_address,
    queue_rows,
    queue_tabs,
)
from commonbeat.casework.presenters.story import Event, news
from commonbeat.casework.presenters.unlocks import UnlockTag, UnlockView, unlock_tag, unlock_view

__all__ = [
    "CaseView",
    "Event",
    "LogRow",
    "QueueRow",
    "QueueTab",
    "UnlockTag",
    "UnlockView",
    "address",
    "case_view",
    "log_rows",
    "news",
    "queue_address",
    "queue_rows",
    "queue_tabs",
    "unlock_tag",
    "unlock_view",
]
