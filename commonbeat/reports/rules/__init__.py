"""What a report may be and become: categories, states, promises, intake, pictures.

Pure Python: no Django, no clock, no database.
"""

from commonbeat.reports.rules.categories import (
    CATEGORY_OF,
    FOR_THE_NEIGHBOURHOOD,
    QUALIFIER_OF,
    Category,
    Qualifier,
    Topic,
)
from commonbeat.reports.rules.clocks import (
    NOTHING_DUE,
    Clock,
    ClockKind,
    ClockState,
    hour_band,
    promised_clocks,
    queue_moment,
    read_clock,
    reply_due_at,
)
from commonbeat.reports.rules.intake import (
    DESCRIPTION_LENGTH,
    MESSAGE_LENGTH,
    PLACE_LENGTH,
    RECEIPT_LENGTH,
    Fault,
    Identity,
    Intake,
    When,
    clean_receipt,
    faults,
    tidy_text,
)
from commonbeat.reports.rules.status import (
    CLOSED,
    STATUS_TABLE,
    AuthorKind,
    MessageKind,
    Status,
    return_state,
    status_after_reply,
)

__all__ = [
    "CATEGORY_OF",
    "CLOSED",
    "DESCRIPTION_LENGTH",
    "FOR_THE_NEIGHBOURHOOD",
    "MESSAGE_LENGTH",
    "NOTHING_DUE",
    "PLACE_LENGTH",
    "QUALIFIER_OF",
    "RECEIPT_LENGTH",
    "STATUS_TABLE",
    "AuthorKind",
    "Category",
    "Clock",
    "ClockKind",
    "ClockState",
    "Fault",
    "Identity",
    "Intake",
    "MessageKind",
    "Qualifier",
    "Status",
    "Topic",
    "When",
    "clean_receipt",
    "faults",
    "hour_band",
    "promised_clocks",
    "queue_moment",
    "read_clock",
    "reply_due_at",
    "return_state",
    "status_after_reply",
    "tidy_text",
]
