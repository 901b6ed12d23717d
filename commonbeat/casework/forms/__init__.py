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
from commonbeat.casework.forms.search import (
    NarrowForm,
    SearchForm,
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
    "AddForm",
    "AlarmCloseForm",
    "AlarmTakeBackForm",
    "AnswerForm",
    "AssessForm",
    "CaseForm",
    "DescribeForm",
    "EndForm",
    "GradeForm",
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
    "ReasonForm",
    "SearchForm",
    "ServiceForm",
    "TakeOutForm",
    "TalkForm",
    "UnlockAnswerForm",
    "UnlockAskForm",
    "begun_answer",
    "begun_from",
    "blank_forms",
]
