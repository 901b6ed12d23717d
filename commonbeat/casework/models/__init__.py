"""Decisions, assessments and alarms about reports; who has one in hand, and who looks at it."""

from commonbeat.casework.models.alarm import (
    HandoverAlarm,
)
from commonbeat.casework.models.assessment import (
    Assessment,
)
from commonbeat.casework.models.assignment import (
    Assignment,
)
from commonbeat.casework.models.call_grade import (
    CallGrade,
)
from commonbeat.casework.models.decision import (
    Decision,
    Immutable,
)
from commonbeat.casework.models.identity_unlock import (
    IdentityUnlock,
)
from commonbeat.casework.models.incident import (
    INCIDENT_PREFIX,
    Incident,
    IncidentEntry,
    IncidentReport,
)
from commonbeat.casework.models.look_up import (
    LookUp,
)
from commonbeat.casework.models.presence import (
    Presence,
)
from commonbeat.casework.models.shift import (
    ShiftHandover,
    ShiftWords,
)
from commonbeat.casework.models.signpost import (
    SignpostService,
)
from commonbeat.casework.models.task import (
    TASK_PREFIX,
    TASK_TEAMS,
    Task,
    TaskEntry,
)
from commonbeat.casework.models.task_words import (
    SHIFT_WORDS,
    TASK_WORDS,
    URGENCY_WORDS,
)
from commonbeat.casework.models.triage_words import (
    GRADE_WORDS,
    HEADING_WORDS,
    PROMPT_WORDS,
    SIGN_WORDS,
    STRAND_WORDS,
    THOUGHT_HINTS,
    THOUGHT_WORDS,
)
from commonbeat.casework.models.wording import (
    DECISION_WORDS,
    INCIDENT_WORDS,
    NOTE_WORDS,
    OUTCOME_WORDS,
    RECORDED_WORDS,
    VOICES_WORDS,
)

__all__ = [
    "DECISION_WORDS",
    "GRADE_WORDS",
    "HEADING_WORDS",
    "INCIDENT_PREFIX",
    "INCIDENT_WORDS",
    "NOTE_WORDS",
    "OUTCOME_WORDS",
    "PROMPT_WORDS",
    "RECORDED_WORDS",
    "SHIFT_WORDS",
    "SIGN_WORDS",
    "STRAND_WORDS",
    "TASK_PREFIX",
    "TASK_TEAMS",
    "TASK_WORDS",
    "THOUGHT_HINTS",
    "THOUGHT_WORDS",
    "URGENCY_WORDS",
    "VOICES_WORDS",
    "Assessment",
    "Assignment",
    "CallGrade",
    "Decision",
    "HandoverAlarm",
    "IdentityUnlock",
    "Immutable",
    "Incident",
    "IncidentEntry",
    "IncidentReport",
    "LookUp",
    "Presence",
    "ShiftHandover",
    "ShiftWords",
    "SignpostService",
    "Task",
    "TaskEntry",
]
