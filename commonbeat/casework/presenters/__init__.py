"""What the pages of the operations room show, in words."""

from commonbeat.casework.presenters.case import CaseView, Event, case_view, news
from commonbeat.casework.presenters.log import LogRow, log_rows
from commonbeat.casework.presenters.rows import (
    QueueRow,
    QueueTab,
    address,
    queue_address,
    queue_rows,
    queue_tabs,
)

__all__ = [
    "CaseView",
    "Event",
    "LogRow",
    "QueueRow",
    "QueueTab",
    "address",
    "case_view",
    "log_rows",
    "news",
    "queue_address",
    "queue_rows",
    "queue_tabs",
]
