"""What the pages of the operations room show, in words."""

from commonbeat.casework.presenters.alarms import (
    AlarmView,
    alarm_view,
)
from commonbeat.casework.presenters.assessments import (
    AssessmentPanel,
    GradeTag,
    assessment_panel,
    grade_tag,
)
from commonbeat.casework.presenters.case import (
    CaseView,
    case_view,
)
from commonbeat.casework.presenters.found import (
    FoundRow,
    found_rows,
)
from commonbeat.casework.presenters.incidents import (
    TAB_WORDS as INCIDENT_TAB_WORDS,
)
from commonbeat.casework.presenters.incidents import (
    IncidentRow,
    IncidentView,
    Linked,
    incident_address,
    incident_log,
    incident_row,
    incident_view,
    linked_rows,
    voices_text,
)
from commonbeat.casework.presenters.interests import (
    KeptFrom,
    kept_from_text,
    kept_from_view,
)
from commonbeat.casework.presenters.joining import (
    Suggested,
    suggested,
)
from commonbeat.casework.presenters.log import (
    LogRow,
    log_rows,
)
from commonbeat.casework.presenters.rows import (
    QueueRow,
    QueueTab,
    address,
    queue_address,
    queue_rows,
    queue_tabs,
)
from commonbeat.casework.presenters.shifts import (
    HandoverView,
    SituationView,
    handover_view,
    shift_text,
    situation_view,
)
from commonbeat.casework.presenters.story import (
    Event,
    news,
)
from commonbeat.casework.presenters.task_log import (
    task_lines,
)
from commonbeat.casework.presenters.tasks import (
    TAB_WORDS as TASK_TAB_WORDS,
)
from commonbeat.casework.presenters.tasks import (
    TaskRow,
    TaskView,
    task_address,
    task_row,
    task_view,
)
from commonbeat.casework.presenters.unlocks import (
    UnlockTag,
    UnlockView,
    unlock_tag,
    unlock_view,
)

__all__ = [
    "INCIDENT_TAB_WORDS",
    "TASK_TAB_WORDS",
    "AlarmView",
    "AssessmentPanel",
    "CaseView",
    "Event",
    "FoundRow",
    "GradeTag",
    "HandoverView",
    "IncidentRow",
    "IncidentView",
    "KeptFrom",
    "Linked",
    "LogRow",
    "QueueRow",
    "QueueTab",
    "SituationView",
    "Suggested",
    "TaskRow",
    "TaskView",
    "UnlockTag",
    "UnlockView",
    "address",
    "alarm_view",
    "assessment_panel",
    "case_view",
    "found_rows",
    "grade_tag",
    "handover_view",
    "incident_address",
    "incident_log",
    "incident_row",
    "incident_view",
    "kept_from_text",
    "kept_from_view",
    "linked_rows",
    "log_rows",
    "news",
    "queue_address",
    "queue_rows",
    "queue_tabs",
    "shift_text",
    "situation_view",
    "suggested",
    "task_address",
    "task_lines",
    "task_row",
    "task_view",
    "unlock_tag",
    "unlock_view",
    "voices_text",
]
