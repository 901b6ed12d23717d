"""The pages of the operations room."""

from commonbeat.casework.views.case import decide, report
from commonbeat.casework.views.lists import lists
from commonbeat.casework.views.log import audit, check_chain
from commonbeat.casework.views.notes import note
from commonbeat.casework.views.queue import queue, queue_rows
from commonbeat.casework.views.room import here, live_queue
from commonbeat.casework.views.unlock import (
    unlock,
    unlock_answer,
    unlock_ask,
    unlock_end,
    unlock_look,
)

__all__ = [
    "audit",
    "check_chain",
    "decide",
    "here",
    "lists",
    "live_queue",
    "note",
    "queue",
    "queue_rows",
    "report",
    "unlock",
    "unlock_answer",
    "unlock_ask",
    "unlock_end",
    "unlock_look",
]
