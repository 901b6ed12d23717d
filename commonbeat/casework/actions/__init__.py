"""What the police do with a report: open it, decide about it, and say that they are here."""

from commonbeat.casework.actions.deciding import Verdict, decide, signature
from commonbeat.casework.actions.errors import (
    MayDrift,
    NotNow,
    ReasonMissing,
    StaleDecision,
    WordsMissing,
)
from commonbeat.casework.actions.opening import note_log_read, open_report
from commonbeat.casework.actions.room import forget_presences, say_gone, say_here

__all__ = [
    "MayDrift",
    "NotNow",
    "ReasonMissing",
    "StaleDecision",
    "Verdict",
    "WordsMissing",
    "decide",
    "forget_presences",
    "note_log_read",
    "open_report",
    "say_gone",
    "say_here",
    "signature",
]
