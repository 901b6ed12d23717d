"""Reading the log, proving that nobody rewrote it, and counting what happened."""

from commonbeat.audit.queries.chain import (
    CHECKPOINT_EVERY,
    CHECKPOINT_PURPOSE,
    Mark,
    Verdict,
    as_mark,
    checkpoint_is_due,
    entries_about,
    latest_checkpoint,
    latest_entries,
    read_mark,
    verify,
)
from commonbeat.audit.queries.tallies import Quarter, month_span, months_to_count, quarters

__all__ = [
    "CHECKPOINT_EVERY",
    "CHECKPOINT_PURPOSE",
    "Mark",
    "Quarter",
    "Verdict",
    "as_mark",
    "checkpoint_is_due",
    "entries_about",
    "latest_checkpoint",
    "latest_entries",
    "month_span",
    "months_to_count",
    "quarters",
    "read_mark",
    "verify",
]
