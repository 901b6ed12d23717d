"""The only writes to reports, their threads and their files."""

from commonbeat.reports.actions.conflicts import NotOfThePolice, keep_from, lift_conflict
from commonbeat.reports.actions.custody import note_looks, note_taken
from commonbeat.reports.actions.erasing import erase_report
from commonbeat.reports.actions.evidence import (
    EvidenceRefused,
    Gone,
    describe_exhibit,
    remove_exhibit,
    take_file,
)
from commonbeat.reports.actions.evidence_owner import (
    Owner,
    TakesNoFiles,
    owner_by_receipt,
    owner_of_more,
)
from commonbeat.reports.actions.evidence_work import (
    prepare_exhibits,
    small_picture,
    sweep_evidence,
)
from commonbeat.reports.actions.filing import file_again, file_older
from commonbeat.reports.actions.guard import Admission, Effort, admit_sender, offer_effort
from commonbeat.reports.actions.holidays import import_bank_holidays, set_bank_holiday
from commonbeat.reports.actions.identity import (
    CannotClimb,
    climb,
    note_identity_event,
    tell_more,
)
from commonbeat.reports.actions.matters import close_matter, open_matter
from commonbeat.reports.actions.pieces import (
    OutOfPlace,
    add_piece,
    begin_arrival,
    finish_arrival,
)
from commonbeat.reports.actions.question_sets import (
    SetNotReady,
    begin_draft,
    discard_draft,
    publish_draft,
    publish_shipped_sets,
    save_draft,
)
from commonbeat.reports.actions.received import (
    CannotSend,
    answer_received,
    open_received,
    send_to_police,
)
from commonbeat.reports.actions.status import change_status, mark_seen, withdraw_report
from commonbeat.reports.actions.submit import Brought, FaultyIntake, Submission, submit_report
from commonbeat.reports.actions.talk import (
    FaultyMessage,
    say_as_police,
    say_as_reporter,
    say_event,
)
from commonbeat.reports.actions.victims import (
    NoReason,
    NoReview,
    NoWish,
    ask_review,
    hold_news,
    keep_wish,
    note_case_event,
    note_victim,
)

__all__ = [
    "Admission",
    "Brought",
    "CannotClimb",
    "CannotSend",
    "Effort",
    "EvidenceRefused",
    "FaultyIntake",
    "FaultyMessage",
    "Gone",
    "NoReason",
    "NoReview",
    "NoWish",
    "NotOfThePolice",
    "OutOfPlace",
    "Owner",
    "SetNotReady",
    "Submission",
    "TakesNoFiles",
    "add_piece",
    "admit_sender",
    "answer_received",
    "ask_review",
    "begin_arrival",
    "begin_draft",
    "change_status",
    "climb",
    "close_matter",
    "describe_exhibit",
    "discard_draft",
    "erase_report",
    "file_again",
    "file_older",
    "finish_arrival",
    "hold_news",
    "import_bank_holidays",
    "keep_from",
    "keep_wish",
    "lift_conflict",
    "mark_seen",
    "note_case_event",
    "note_identity_event",
    "note_looks",
    "note_taken",
    "note_victim",
    "offer_effort",
    "open_matter",
    "open_received",
    "owner_by_receipt",
    "owner_of_more",
    "prepare_exhibits",
    "publish_draft",
    "publish_shipped_sets",
    "remove_exhibit",
    "save_draft",
    "say_as_police",
    "say_as_reporter",
    "say_event",
    "send_to_police",
    "set_bank_holiday",
    "small_picture",
    "submit_report",
    "sweep_evidence",
    "take_file",
    "tell_more",
    "withdraw_report",
]
