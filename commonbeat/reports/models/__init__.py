"""Reports, what is asked in them, their messages and photographs, and the words for them."""

from commonbeat.reports.models.message import Message
from commonbeat.reports.models.photo import KeptFile, PendingPhoto, Photo, photo_folder
from commonbeat.reports.models.question_set import QuestionSetVersion, answer_words, in_words
from commonbeat.reports.models.report import Report, ReportQuerySet
from commonbeat.reports.models.wording import (
    CATEGORY_WORDS,
    CLOCK_WORDS,
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
    Identity,
    MessageKind,
    Qualifier,
    Status,
    Topic,
    When,
)

__all__ = [
    "CATEGORY_WORDS",
    "CLOCK_WORDS",
    "KIND_WORDS",
    "PART_WORDS",
    "STATUS_WORDS",
    "TOPIC_ICONS",
    "TOPIC_WORDS",
    "AuthorKind",
    "Category",
    "ClockKind",
    "Identity",
    "KeptFile",
    "Message",
    "MessageKind",
    "PendingPhoto",
    "Photo",
    "Qualifier",
    "QuestionSetVersion",
    "Report",
    "ReportQuerySet",
    "Status",
    "StatusWords",
    "Topic",
    "When",
    "answer_words",
    "in_words",
    "photo_folder",
]
