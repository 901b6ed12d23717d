"""What the police do with a report: open it, decide about it, and say that they are here."""

from commonbeat.casework.actions.deciding import Verdict, decide
from commonbeat.casework.actions.erasing import forget_words
from commonbeat.casework.actions.errors import (
    MayDrift,
    NotNow,
    ReasonMissing,
    SignpostMissing,
    StaleDecision,
    WordsMissing,
)
from commonbeat.casework.actions.lists import add_shipped_services, keep_service
from commonbeat.casework.actions.noting import Note, note
from commonbeat.casework.actions.opening import note_log_read, open_report
from commonbeat.casework.actions.room import forget_presences, say_gone, say_here
from commonbeat.casework.actions.telling import signature
from commonbeat.casework.actions.unlocking import (
    answer_unlock,
    ask_to_unlock,
    end_unlock,
    end_unlocks,
    forget_unlocks,
    look_at_identity,
)

__all__ = [
    "MayDrift",
    "NotNow",
    "Note",
    "ReasonMissing",
    "SignpostMissing",
    "StaleDecision",
    "Verdict",
    "WordsMissing",
    "add_shipped_services",
    "answer_unlock",
    "ask_to_unlock",
    "decide",
    "end_unlock",
    "end_unlocks",
    "forget_presences",
    "forget_unlocks",
    "forget_words",
    "keep_service",
    "look_at_identity",
    "note",
    "note_log_read",
    "open_report",
    "say_gone",
    "say_here",
    "signature",
]
