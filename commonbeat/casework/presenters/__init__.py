"""What the pages of the operations room show, in words."""

from commonbeat.casework.presenters.alarms import (
    AlarmView,
    alarm_view,
)
from commonbeat.casework.presenters.answers import (
    AnswerChoice,
    advice_views,
    answer_choice,
    answer_row,
    month_view,
    previews,
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
from commonbeat.casework.presenters.queue_parts import (
    part_rows,
)
from commonbeat.casework.presenters.records import (
    FileView,
    HandOffView,
    RecordsView,
    file_views,
    hand_off_view,
    records_view,
)
from commonbeat.casework.presenters.rows import (
    QueueRow,
    QueueTab,
    address,
    queue_address,
    queue_rows,
    queue_tabs,
)
from commonbeat.casework.presenters.several import (
    SEVERAL_WORDS,
    several_rows,
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
    "SEVERAL_WORDS",
    "TASK_TAB_WORDS",
    "AlarmView",
    "AnswerChoice",
    "AssessmentPanel",
    "CaseView",
    "Event",
    "FileView",
    "FoundRow",
    "GradeTag",
    "HandOffView",
    "HandoverView",
    "IncidentRow",
    "IncidentView",
    "KeptFrom",
    "Linked",
    "LogRow",
    "QueueRow",
    "QueueTab",
    "RecordsView",
    "SituationView",
    "Suggested",
    "TaskRow",
    "TaskView",
    "UnlockTag",
    "UnlockView",
    "address",
    "advice_views",
    "alarm_view",
    "answer_choice",
    "answer_row",
    "assessment_panel",
    "case_view",
    "file_views",
    "found_rows",
    "grade_tag",
    "hand_off_view",
    "handover_view",
    "incident_address",
    "incident_log",
    "incident_row",
    "incident_view",
    "kept_from_text",
    "kept_from_view",
    "linked_rows",
    "log_rows",
    "month_view",
    "news",
    "part_rows",
    "previews",
    "queue_address",
    "queue_rows",
    "queue_tabs",
    "records_view",
    "several_rows",
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
