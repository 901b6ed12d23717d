"""The only writes of this context."""

from commonbeat.keeping.actions.erasing import close_record, erase_by_rule, erase_when_due
from commonbeat.keeping.actions.errors import Changed, NotNow, Unsaid
from commonbeat.keeping.actions.filing import file_everything, file_record, open_record
from commonbeat.keeping.actions.holding import answer_lift, ask_to_lift, place_hold
from commonbeat.keeping.actions.periods import agree_on_years, propose_years, refuse_years
from commonbeat.keeping.actions.reviewing import answer_erasing, ask_to_erase, keep_on, note_again

__all__ = [
    "Changed",
    "NotNow",
    "Unsaid",
    "agree_on_years",
    "answer_erasing",
    "answer_lift",
    "ask_to_erase",
    "ask_to_lift",
    "close_record",
    "erase_by_rule",
    "erase_when_due",
    "file_everything",
    "file_record",
    "keep_on",
    "note_again",
    "open_record",
    "place_hold",
    "propose_years",
    "refuse_years",
]
