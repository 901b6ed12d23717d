"""What the operations room asks: decisions with their reasons, sealed names, lists, the log."""

from commonbeat.casework.forms.alarms import (
    AlarmCloseForm,
    AlarmTakeBackForm,
)
from commonbeat.casework.forms.answers import (
    AnswerForm,
    begun_answer,
)
from commonbeat.casework.forms.assessing import (
    AssessForm,
    begun_from,
)
from commonbeat.casework.forms.deciding import (
    CaseForm,
    DecisionForm,
    EndForm,
    HandOnForm,
    LetterForm,
    ShareForm,
    TakeForm,
    TalkForm,
)
from commonbeat.casework.forms.incident import (
    INCIDENT_FORMS,
    AddForm,
    DescribeForm,
    HandOverForm,
    IncidentForm,
    JoinForm,
    MergeForm,
    OutcomeForm,
    TakeOutForm,
    blank_forms,
)
from commonbeat.casework.forms.interests import (
    KeepFromForm,
    LiftForm,
)
from commonbeat.casework.forms.lists import (
    GradeForm,
    HolidayForm,
    ServiceForm,
)
from commonbeat.casework.forms.log import (
    LogForm,
)
from commonbeat.casework.forms.noting import (
    NoteForm,
    ReasonForm,
)
from commonbeat.casework.forms.queue_parts import (
    QueuePartForm,
    filled_from,
)
from commonbeat.casework.forms.records import (
    RecordsFileForm,
    RecordsSystemForm,
    SecretForm,
)
from commonbeat.casework.forms.search import (
    NarrowForm,
    SearchForm,
)
from commonbeat.casework.forms.several import (
    SEVERAL_FORMS,
    SeveralForm,
)
from commonbeat.casework.forms.shifts import (
    HandoverForm,
)
from commonbeat.casework.forms.tasking import (
    TASK_FORMS,
    AskForm,
    TaskForm,
    blank_task_forms,
)
from commonbeat.casework.forms.unlocking import (
    UnlockAnswerForm,
    UnlockAskForm,
)

DECISION_FORMS: dict[str, type[DecisionForm]] = {
    form.name: form for form in (TakeForm, TalkForm, AssessForm, EndForm, ShareForm, HandOnForm)
}

__all__ = [
    "DECISION_FORMS",
    "INCIDENT_FORMS",
    "SEVERAL_FORMS",
    "TASK_FORMS",
    "AddForm",
    "AlarmCloseForm",
    "AlarmTakeBackForm",
    "AnswerForm",
    "AskForm",
    "AssessForm",
    "CaseForm",
    "DescribeForm",
    "EndForm",
    "GradeForm",
    "HandOverForm",
    "HandoverForm",
    "HolidayForm",
    "IncidentForm",
    "JoinForm",
    "KeepFromForm",
    "LetterForm",
    "LiftForm",
    "LogForm",
    "MergeForm",
    "NarrowForm",
    "NoteForm",
    "OutcomeForm",
    "QueuePartForm",
    "ReasonForm",
    "RecordsFileForm",
    "RecordsSystemForm",
    "SearchForm",
    "SecretForm",
    "ServiceForm",
    "SeveralForm",
    "TakeOutForm",
    "TalkForm",
    "TaskForm",
    "UnlockAnswerForm",
    "UnlockAskForm",
    "begun_answer",
    "begun_from",
    "blank_forms",
    "blank_task_forms",
    "filled_from",
]
