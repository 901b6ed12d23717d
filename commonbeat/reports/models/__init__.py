"""Reports, what is asked in them, their messages and files, and the words for them."""

from commonbeat.reports.models.bank_holiday import BankHoliday
from commonbeat.reports.models.conflict import ConflictOfInterest, kept_from
from commonbeat.reports.models.correspondent import Correspondent, MailMark
from commonbeat.reports.models.evidence_words import (
    CUSTODY_WORDS,
    FAULT_WORDS,
    KIND_NAMES,
    STAFF_EXHIBIT_WORDS,
    VIRUS_WORDS,
)
from commonbeat.reports.models.exhibit import (
    ArrivingPiece,
    CustodyEntry,
    Exhibit,
    SealedCopy,
    copy_name,
    evidence_quota,
    evidence_reserve,
    piece_name,
)
from commonbeat.reports.models.identity import IdentityEvent, ReporterContact
from commonbeat.reports.models.identity_words import (
    REACH_WORDS,
    RUNG_HINTS,
    RUNG_SEEN,
    RUNG_WORDS,
    UNLOCK_WORDS,
)
from commonbeat.reports.models.language_hint import LanguageHint
from commonbeat.reports.models.message import Message
from commonbeat.reports.models.public_matter import PublicMatter
from commonbeat.reports.models.question_set import QuestionSetVersion, answer_words, in_words
from commonbeat.reports.models.received import Received
from commonbeat.reports.models.release import ReleaseReview
from commonbeat.reports.models.release_words import (
    BOX_FAULTS,
    BOX_WORDS,
    RELEASE_WORDS,
    SEARCH_WARNINGS,
    SOURCE_WORDS,
)
from commonbeat.reports.models.report import Report, ReportQuerySet
from commonbeat.reports.models.report_word import ReportWord
from commonbeat.reports.models.translation import OutsideLeave, Translation
from commonbeat.reports.models.wording import (
    CATEGORY_WORDS,
    CLOCK_WORDS,
    DOOR_WORDS,
    KIND_WORDS,
    PART_WORDS,
    STATUS_WORDS,
    TOPIC_ICONS,
    TOPIC_WORDS,
    StatusWords,
)
from commonbeat.reports.rules import (
    AuthorKind,
    Category,
    ClockKind,
    EntryDoor,
    Identity,
    MessageKind,
    Qualifier,
    Status,
    Topic,
    When,
)

__all__ = [
    "BOX_FAULTS",
    "BOX_WORDS",
    "CATEGORY_WORDS",
    "CLOCK_WORDS",
    "CUSTODY_WORDS",
    "DOOR_WORDS",
    "FAULT_WORDS",
    "KIND_NAMES",
    "KIND_WORDS",
    "PART_WORDS",
    "REACH_WORDS",
    "RELEASE_WORDS",
    "RUNG_HINTS",
    "RUNG_SEEN",
    "RUNG_WORDS",
    "SEARCH_WARNINGS",
    "SOURCE_WORDS",
    "STAFF_EXHIBIT_WORDS",
    "STATUS_WORDS",
    "TOPIC_ICONS",
    "TOPIC_WORDS",
    "UNLOCK_WORDS",
    "VIRUS_WORDS",
    "ArrivingPiece",
    "AuthorKind",
    "BankHoliday",
    "Category",
    "ClockKind",
    "ConflictOfInterest",
    "Correspondent",
    "CustodyEntry",
    "EntryDoor",
    "Exhibit",
    "Identity",
    "IdentityEvent",
    "LanguageHint",
    "MailMark",
    "Message",
    "MessageKind",
    "OutsideLeave",
    "PublicMatter",
    "Qualifier",
    "QuestionSetVersion",
    "Received",
    "ReleaseReview",
    "Report",
    "ReportQuerySet",
    "ReportWord",
    "ReporterContact",
    "SealedCopy",
    "Status",
    "StatusWords",
    "Topic",
    "Translation",
    "When",
    "answer_words",
    "copy_name",
    "evidence_quota",
    "evidence_reserve",
    "in_words",
    "kept_from",
    "piece_name",
]
