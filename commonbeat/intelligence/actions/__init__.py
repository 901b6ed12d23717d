"""The only writes of the intelligence room."""

from commonbeat.intelligence.actions.copying import (
    CopyWords,
    answer_held_copy,
    check_copy,
    give_copy,
    write_copy,
)
from commonbeat.intelligence.actions.erasing import forget_original
from commonbeat.intelligence.actions.errors import (
    BadGrade,
    Changed,
    ConditionsNotAccepted,
    HandlingUnset,
    MarkedTooHigh,
    NotNow,
    ReasonMissing,
    ReceiptInside,
    Regraded,
    TakenAlong,
    WordsMissing,
)
from commonbeat.intelligence.actions.grading import grade_item
from commonbeat.intelligence.actions.making import (
    ItemWords,
    NewReport,
    add_item,
    make_intelligence_report,
    name_subject,
    reword_item,
)
from commonbeat.intelligence.actions.moving import erase_intelligence, keep_on, move_report
from commonbeat.intelligence.actions.reading import open_intelligence, read_original, read_source
from commonbeat.intelligence.actions.receiving import (
    accept_conditions,
    open_copy,
    open_given_copy,
    open_held_copy,
)

__all__ = [
    "BadGrade",
    "Changed",
    "ConditionsNotAccepted",
    "CopyWords",
    "HandlingUnset",
    "ItemWords",
    "MarkedTooHigh",
    "NewReport",
    "NotNow",
    "ReasonMissing",
    "ReceiptInside",
    "Regraded",
    "TakenAlong",
    "WordsMissing",
    "accept_conditions",
    "add_item",
    "answer_held_copy",
    "check_copy",
    "erase_intelligence",
    "forget_original",
    "give_copy",
    "grade_item",
    "keep_on",
    "make_intelligence_report",
    "move_report",
    "name_subject",
    "open_copy",
    "open_given_copy",
    "open_held_copy",
    "open_intelligence",
    "read_original",
    "read_source",
    "reword_item",
    "write_copy",
]
