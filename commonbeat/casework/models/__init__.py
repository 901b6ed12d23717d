"""Decisions, assessments and alarms about reports; who has one in hand, and who looks at it."""

from commonbeat.casework.models.alarm import (
    HandoverAlarm,
)
from commonbeat.casework.models.answer import (
    AnswerTemplate,
    AnswerUse,
    DecisionAdvice,
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
from commonbeat.casework.models.hand_off import (
    HandOff,
    RecordsFile,
    RecordsSystem,
)
from commonbeat.casework.models.hand_off_words import (
    DEPTH_WORDS,
    FILE_STATE_WORDS,
    HAND_OFF_WORDS,
    WHY_WORDS,
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
from commonbeat.casework.models.queue_part import (
    QueuePart,
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
    ADVICE_WORDS,
    ALONE_WORDS,
    DECISION_WORDS,
    INCIDENT_WORDS,
    NOTE_WORDS,
    OUTCOME_WORDS,
    PURPOSE_WORDS,
    RECORDED_WORDS,
    VOICES_WORDS,
)

__all__ = [
    "ADVICE_WORDS",
    "ALONE_WORDS",
    "DECISION_WORDS",
    "DEPTH_WORDS",
    "FILE_STATE_WORDS",
    "GRADE_WORDS",
    "HAND_OFF_WORDS",
    "HEADING_WORDS",
    "INCIDENT_PREFIX",
    "INCIDENT_WORDS",
    "NOTE_WORDS",
    "OUTCOME_WORDS",
    "PROMPT_WORDS",
    "PURPOSE_WORDS",
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
    "WHY_WORDS",
    "AnswerTemplate",
    "AnswerUse",
    "Assessment",
    "Assignment",
    "CallGrade",
    "Decision",
    "DecisionAdvice",
    "HandOff",
    "HandoverAlarm",
    "IdentityUnlock",
    "Immutable",
    "Incident",
    "IncidentEntry",
    "IncidentReport",
    "LookUp",
    "Presence",
    "QueuePart",
    "RecordsFile",
    "RecordsSystem",
    "ShiftHandover",
    "ShiftWords",
    "SignpostService",
    "Task",
    "TaskEntry",
]
