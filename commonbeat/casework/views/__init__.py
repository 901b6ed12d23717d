"""The pages of the operations room."""

from commonbeat.casework.views.case import decide, report
from commonbeat.casework.views.log import audit, check_chain
from commonbeat.casework.views.queue import queue, queue_rows
from commonbeat.casework.views.room import here, live_queue

__all__ = [
    "audit",
    "check_chain",
    "decide",
    "here",
    "live_queue",
    "queue",
    "queue_rows",
    "report",
]
