"""Intelligence reports, their items and grades, their sources apart, and sanitised copies."""

from commonbeat.intelligence.models.intelligence_report import (
    REFERENCE_PREFIX,
    IntelligenceReport,
    SourceDetail,
)
from commonbeat.intelligence.models.item import Grading, Immutable, Item, Subject
from commonbeat.intelligence.models.sanitised_copy import CopiedItem, CopyRecipient, SanitisedCopy
from commonbeat.intelligence.models.wording import (
    CONDITION_WORDS,
    CROWD_WORDS,
    HANDLING_WORDS,
    INFORMATION_WORDS,
    MARKING_WORDS,
    PERSON_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    STATEMENT_WORDS,
)

__all__ = [
    "CONDITION_WORDS",
    "CROWD_WORDS",
    "HANDLING_WORDS",
    "INFORMATION_WORDS",
    "MARKING_WORDS",
    "PERSON_WORDS",
    "REFERENCE_PREFIX",
    "SOURCE_WORDS",
    "STATEMENT_WORDS",
    "STATE_WORDS",
    "CopiedItem",
    "CopyRecipient",
    "Grading",
    "Immutable",
    "IntelligenceReport",
    "Item",
    "SanitisedCopy",
    "SourceDetail",
    "Subject",
]
