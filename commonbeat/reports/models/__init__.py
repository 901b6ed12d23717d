"""Reports, their messages and their photographs, and the words for their states."""

from commonbeat.reports.models.message import Message
from commonbeat.reports.models.photo import KeptFile, PendingPhoto, Photo, photo_folder
from commonbeat.reports.models.report import Report, ReportQuerySet
from commonbeat.reports.models.wording import (
    CATEGORY_WORDS,
    CLOCK_WORDS,
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
    "Report",
    "ReportQuerySet",
    "Status",
    "StatusWords",
    "Topic",
    "When",
    "photo_folder",
]
